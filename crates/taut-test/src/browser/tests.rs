//! The double must detect every violation: each frame here violates the protocol in one way.

use super::*;

/// A text, a block of two arms, a list whose rows have a text, a listener, a checkbox, classes and a style.
const TABLE: &str = r#"[["<p> </p><!><ul><!/></ul><button></button><input>", [0, 0],
    [0, [0, 0, 0], "$data"],
    [9, [1, 1], ["<b> </b>", [1, 0], [0, [0, 0, 0], "$data"]], ["two", []]],
    [10, [0, 1, 0], ["<li> </li>", [1, 0], [0, [0, 0, 0], "$data"]]],
    [11, [1, 1], "click", 0, [], 0, 0, "value"],
    [3, [0, 1], "$checked"],
    [5, [], "fixed"],
    [6, [], ":width"],
    [1, [], "@title"]], {"frame": 65536, "depth": 32, "waiting": 200}, {"name": "change"}]"#;

const HTML: &str = "<p>text</p><!0><b>bold</b><ul><li>1</li><li></li><!/></ul><button></button><input type=checkbox>";

fn page() -> Browser {
    Browser::open(HTML, TABLE.as_bytes())
}

#[track_caller]
fn check(frame: &str, expected: &str) {
    match page().try_receive(frame) {
        Ok(_) => panic!("{frame} is found right"),
        Err(why) => assert!(why.to_string().contains(expected), "{frame}: {why}"),
    }
}

#[test]
fn a_frame_that_is_right_is_applied() {
    let mut page = page();
    let frame = r#"[1,0,0,7,1,[1],2,[0,0,"one",-2,1,3,"three",-1,1,1,-3,1,1,-4,1,0],4,1,5,"a b",6,"1px",7,"t",{"title":"T"}]"#;
    page.receive(frame);
    assert_eq!(page.title(), Some("T"));
    assert_eq!(
        page.dom().html(Dom::DOCUMENT),
        "<!DOCTYPE html><html><head></head><body><p>7</p><!--0-->two<ul><li>three</li><li>one</li><!--/--></ul>\
         <button></button><input type=\"checkbox\" class=\"a b\" style=\"width: 1px;\" title=\"t\"></body></html>"
    );
    let shown = page.snapshot();
    assert!(
        shown.contains("<!>\n") && shown.contains("<input .checked=true class=[\"a\", \"b\"]"),
        "{shown}"
    );
    page.receive(r#"[2,0,7,null]"#);
    assert!(!page.snapshot().contains("title"));
}

#[test]
fn a_frame_out_of_turn_is_found() {
    check("", "no JSON");
    check("{}", "expected an array");
    check("[]", "is missing");
    check("[2,0]", "expected patch 1, found 2");
    check("[11,0]", "expected patch 1, found 11");
    check("[1]", "how many events are settled is missing");
    check("[1,1]", "1 events are settled of 0");
    check("[-2,\"why\"]", "the server refused the connection: why");
    check("[-1,\"t\",4,0,2]", "frame 4 was sent");
    check("[-1,\"t\",0,0,9]", "the server counts 9 rows, the page 2");
    check("[-1,\"t\",1,0,2,[]]", "the value of a hole is missing");
}

#[test]
fn a_hole_that_is_not_there_or_not_that_is_found() {
    check("[1,0,8,1]", "there is no hole 8: the template has 8");
    check("[1,0,0,\"a\",0,\"b\"]", "hole 0 comes after hole 0");
    check("[1,0,4,1,0,\"b\"]", "hole 0 comes after hole 4");
    check("[1,0,3,1]", "hole 3 expects no value: it is a listener");
    check("[1,0,0,null]", "hole 0 expects a text");
    check("[1,0,0,1.5]", "hole 0 expects a text");
    check("[1,0,0,9007199254740992]", "hole 0 expects a text");
    check("[1,0,4,2]", "hole 4 expects the value of its property");
    check("[1,0,4,true]", "hole 4 expects the value of its property");
    check("[1,0,5,5]", "hole 5 expects classes");
    check("[1,0,6,null]", "hole 6 expects a text");
    check("[1,0,7,[]]", "hole 7 expects a text or `null`");
    check("[1,0,0]", "expected effects, found 0");
    check("[1,0,{}]", "the effects are empty");
    check("[1,0,{\"other\":1}]", "the effects cannot have `other`");
    check("[1,0,{\"title\":\"a\"},1]", "expected a hole");
}

#[test]
fn a_block_that_does_what_it_cannot_is_found() {
    check("[1,0,1,[0,\"again\"]]", "block 1 shows arm 0 already");
    check("[1,0,1,[2]]", "block 1 has no arm 2");
    check("[1,0,1,[1,\"more\"]]", "is left over");
    check("[1,0,1,[-1]]", "the patch of block 1 is empty");
    check("[1,0,1,[-1,1,\"\"]]", "there is no hole 1");
    check("[1,0,1,[-2,0,\"\"]]", "block 1 has no arm to patch");
    check("[1,0,1,1]", "expected `0` or an array");
    let mut page = page();
    page.receive("[1,0,1,0]");
    for (frame, expected) in [
        ("[2,0,1,0]", "shows nothing already"),
        ("[2,0,1,[-1,0,\"\"]]", "has no arm to patch"),
    ] {
        let why = page
            .try_receive(frame)
            .err()
            .map(|why| why.to_string())
            .unwrap_or_default();
        assert!(why.contains(expected), "{frame}: {why}");
    }
}

#[test]
fn a_list_that_does_what_it_cannot_is_found() {
    check("[1,0,2,[]]", "the patch of list 2 is empty");
    check("[1,0,2,[2,0,\"\"]]", "list 2 has no row 2: it has 2");
    check("[1,0,2,[0,1,\"\"]]", "there is no hole 1");
    check(
        "[1,0,2,[0,0,\"a\",0,0,\"b\"]]",
        "hole 0 of row 0 comes too late",
    );
    check("[1,0,2,[-1,0,1,0,0,\"a\"]]", "comes after one on its order");
    check("[1,0,2,[-1,0,3]]", "rows 0 to 3 cannot be removed of 2");
    check("[1,0,2,[-1,0,0]]", "cannot be removed");
    check("[1,0,2,[-2,0]]", "no row is to be made");
    check(
        "[1,0,2,[-2,1,\"a\"]]",
        "expected the key of a row, found \"a\"",
    );
    check(
        "[1,0,2,[-2,1,7,\"a\"]]",
        "list 2 has 1 rows without a place",
    );
    check(
        "[1,0,2,[-2,1,7,\"a\",-3,3,1]]",
        "there is no position 3 in a list of 2",
    );
    check(
        "[1,0,2,[-2,1,7,\"a\",-3,0,2]]",
        "2 of 1 rows cannot be placed",
    );
    check("[1,0,2,[-2,2,7,\"a\",-3,0,2]]", "");
    check("[1,0,2,[-4,0,0]]", "row 0 of 2 cannot go to 0");
    check("[1,0,2,[-4,2,0]]", "row 2 of 2 cannot go to 0");
    check("[1,0,2,[-5,0,0]]", "there is no operation -5");
}

#[test]
fn a_page_that_is_not_what_its_table_says_is_found() {
    let pages = [
        (
            "<p>text</p><!2><ul><!/></ul><button></button><input>",
            "there is no arm `2` of 2",
        ),
        (
            "<p>text</p><b></b><ul><!/></ul><button></button><input>",
            "a block without its comment",
        ),
        (
            "<p>text</p><!><ul></ul><button></button><input>",
            "no node for hole 2",
        ),
        (
            "<p>text</p><!><ul><li>1</li></ul><button></button><input>",
            "a list without its end",
        ),
        (
            "<p>text</p><!><ul><!/></ul>text<input>",
            "hole 3 belongs to an element",
        ),
        ("<p>text</p><!>", "leads into a missing node"),
    ];
    for (html, expected) in pages {
        let why = Page::open(html, TABLE.as_bytes())
            .err()
            .map(|why| why.to_string())
            .unwrap_or_default();
        assert!(why.contains(expected), "{html}: {why}");
    }
}

#[test]
fn events_are_numbered_and_settled_in_their_order() {
    let mut page = page();
    let find = |page: &Browser, selector: &str| {
        let selector = selector.parse().unwrap_or_else(|error| panic!("{error}"));
        page.dom().find_all(&selector)[0]
    };
    let button = find(&page, "button");
    assert_eq!(
        page.fire(button, &DomEvent::new("click")).frames,
        ["[1,0,3,\"\"]"]
    );
    page.receive("[1,0,0,\"between\"]");
    assert_eq!(
        page.fire(button, &DomEvent::new("click")).frames,
        ["[2,1,3,\"\"]"]
    );
    assert_eq!(page.fire(button, &DomEvent::new("input")).frames.len(), 0);
    page.receive("[2,2,{\"error\":\"no\",\"dispatch\":[[\"done\",1]]}]");
    let said = page.take_said();
    assert_eq!(
        (said.errors, said.dispatched),
        (vec!["no".to_owned()], vec![("done".to_owned(), json!(1))])
    );
    assert_eq!(page.unsettled(), 0);
}
