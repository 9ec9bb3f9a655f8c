//! What browsers make of fragments of HTML.

use super::*;

fn check(around: &[&str], html: &str, expected: &str) {
    assert_eq!(contained(html, around), expected, "{html:?} in {around:?}");
}

#[test]
fn what_is_balanced_is_left_as_it_is() {
    for html in [
        "",
        "text &amp; <b class=\"x\">more</b><br>",
        "<ul><li>one</li><li>two</li></ul><p>para</p>",
        "<table><tbody><tr><td>1</td></tr></tbody></table>",
        "<svg viewBox=\"0 0 1 1\"><circle r=\"1\"></circle></svg><!-- note -->",
        "<noscript><img src=\"a\"></noscript>",
        "<pre>\n\ntwo</pre><script>'</b>'</script>",
        "<template><tr></tr></template><select><option>a</option></select>",
    ] {
        check(&["div"], html, html);
        check(&["table", "tbody", "tr", "td"], html, html);
    }
    check(&["tr"], "", "");
    check(
        &["table", "tbody", "tr"],
        "<td>1</td><td>2</td>",
        "<td>1</td><td>2</td>",
    );
    check(
        &["ul"],
        "<li>one</li><li>two</li>",
        "<li>one</li><li>two</li>",
    );
    check(&["pre"], "\nline", "\nline");
    check(&["html", "body"], "<p>one</p>", "<p>one</p>");
}

#[test]
fn what_is_open_is_closed_and_what_closes_more_is_left_out() {
    check(&["div"], "<b>bold", "<b>bold</b>");
    check(&["div"], "a</div></div></section>b", "ab");
    check(&["div"], "<div><ul><li>x", "<div><ul><li>x</li></ul></div>");
    check(&["div"], "<!-- open", "<!-- open-->");
    check(&["div"], "x<a href=\"y", "x");
    check(&["div"], "<textarea>\n\nx", "<textarea>\n\nx</textarea>");
    check(&["div"], "<script>let a", "<script>let a</script>");
    check(&["div"], "<body class=x><frameset><head>y", "y");
    check(&["div"], "<noscript></div></div>", "<noscript></noscript>");
    check(
        &["ul"],
        "<li>one</li></ul><li>two",
        "<li>one</li><li>two</li>",
    );
    check(&["form", "div"], "<form>x</form>y", "xy");
    check(
        &["table", "tbody", "tr"],
        "<form><td>x",
        "<form></form><td>x</td>",
    );
    check(&["table", "tbody", "tr", "td"], "<form>x", "<form>x</form>");
    check(
        &["div"],
        "<math><annotation-xml encoding='text/html'><p>x",
        "<math><annotation-xml encoding=\"text/html\"><p>x</p></annotation-xml></math>",
    );
    check(&["svg", "g"], "<circle/></svg>", "<circle></circle>");
}

#[test]
fn where_elements_cannot_stand_their_text_does() {
    check(&["p"], "<p>one</p><p>t&lt;o</p>", "onet&lt;o");
    check(
        &["a", "span"],
        "<i>see</i> <a href=x>there</a><style>b{}</style>",
        "see there",
    );
    check(&["button"], "<button>x", "x");
    check(&["ul", "li"], "one</li><li>two", "onetwo");
    check(&["div"], "a<plaintext>b", "ab");
    check(&["table", "tbody", "tr"], "text", "");
    check(&["svg", "g"], "<p>x</p>", "x");
}

#[test]
fn what_a_parser_opens_again_and_again_is_cut() {
    let formats: String = (0..500).map(|id| format!("<b id={id}>")).collect();
    let bomb = format!("<p>{formats}</p>{}", "<p>x".repeat(2000));
    let tree = Tree::of_page(&bomb, true);
    assert!(
        tree.pieces().len() < 5 * bomb.len(),
        "{} nodes",
        tree.pieces().len()
    );
    assert!(contained(&bomb, &["div"]).len() < 100 * bomb.len());
    // Long content alone is not cut.
    let long = "<p><b>x</b>".repeat(4000);
    assert!(contained(&long, &["div"]).ends_with("<p><b>x</b></p>"));
}

#[test]
fn what_cannot_be_written_as_it_is_becomes_text() {
    check(
        &["div"],
        "<form><math><mtext></form><form><mglyph><style></math><img src=x></style></mglyph></form></mtext></math></form>y",
        "y",
    );
}

#[test]
fn what_browsers_disagree_about_is_not_left_to_them() {
    check(
        &["div"],
        "<select><div><textarea>x</textarea></div></select>",
        "x",
    );
    check(
        &["div"],
        "<select><option>a</option></select>",
        "<select><option>a</option></select>",
    );
    check(&["select"], "<div><textarea>x", "x");
    check(&["select"], "<option>a", "<option>a</option>");
    check(&["div"], "<select><option><b>a</b></option></select>", "a");
    check(&["select"], "<noembed><input></noembed>", "&lt;input&gt;");
    check(
        &["div"],
        "<template shadowrootmode=open><p>x</template>",
        "<template><p>x</p></template>",
    );
}

/// A parser looks through all open elements at each start tag: without a bound, this takes minutes.
#[test]
fn what_is_nested_deeper_than_in_browsers_is_left_out() {
    let deep = format!("first{}last", "<blockquote>".repeat(60_000));
    check(&["div"], &deep, "first");
    let fine = format!("{}x{}", "<b>".repeat(400), "</b>".repeat(400));
    check(&["div"], &fine, &fine);
    let wide = "<p>x</p>".repeat(10_000);
    check(&["div"], &wide, &wide);
}
