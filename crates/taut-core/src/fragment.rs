//! Balances HTML that the program vouches for, so that it stays in its place.
//!
//! When a browser parses the whole page, `</div></div>` or `<b>` in the content of an element would end
//! the elements around it, or continue into them, and the holes after it would no longer be where the
//! template expects them. So the fragment is parsed on its own and written again, with every opened
//! element closed and nothing else closed. Where even that is not allowed, as a `<p>` in a `<p>`, only
//! its text is written.

mod tree;

use std::borrow::Cow;

use html5ever::serialize::{HtmlSerializer, SerializeOpts, Serializer as _};
use html5ever::{QualName, local_name, ns};

use crate::escape;
use tree::{Piece, Tree};

/// Returns HTML that can be the content of the last element in `around`; the first is the outermost.
pub(crate) fn contained<'h>(html: &'h str, around: &[&str]) -> Cow<'h, str> {
    let place = Place::new(around);
    let Some(tree) = place.content(html) else {
        return Cow::Borrowed("");
    };
    let content = tree.content();
    let balanced = written(&content);
    // Some nodes cannot be written so that a parser creates the same ones, and would be something else
    // than what the program vouches for.
    let is_kept = balanced == html
        || place
            .content(&balanced)
            .is_some_and(|again| again.content() == content);
    if is_kept && !has_rich_select(&content, around) && place.holds(&balanced) {
        return if balanced == html {
            Cow::Borrowed(html)
        } else {
            Cow::Owned(balanced)
        };
    }
    let text = text(&content);
    Cow::Owned(if place.holds(&text) {
        text
    } else {
        String::new()
    })
}

/// The page before and after the content of an element.
struct Place {
    before: String,
    after: String,
    is_in_form: bool,
}

impl Place {
    fn new(around: &[&str]) -> Self {
        let mut before = "<!DOCTYPE html>".to_owned();
        let mut after = String::new();
        if around.first() != Some(&"html") {
            before.push_str("<html><body>");
        }
        for name in around {
            before.push_str(&format!("<{name}>"));
            if *name == "pre" {
                // A parser drops one line feed there.
                before.push('\n');
            }
        }
        for (at, name) in around.iter().rev().enumerate() {
            after.push_str(&format!("</{name}>"));
            if at == 0 && !matches!(*name, "html" | "body") {
                // A space is allowed anywhere, and shows which elements are still open.
                after.push(' ');
            }
        }
        if around != ["html"] {
            // A parser ignores a form while it considers another one open, and formats text as the
            // elements that it considers open.
            after.push_str("<form></form> ");
        }
        Self {
            before,
            after,
            is_in_form: around.contains(&"form"),
        }
    }

    /// Whether a parser of the page creates the same nodes from some HTML as `innerHTML` does, and
    /// leaves everything around it unchanged.
    fn holds(&self, html: &str) -> bool {
        let has_noscript = html
            .as_bytes()
            .windows(9)
            .any(|part| part.eq_ignore_ascii_case(b"<noscript"));
        let scripting = if has_noscript {
            &[true, false][..]
        } else {
            &[true]
        };
        scripting
            .iter()
            .all(|scripting| self.holds_if(html, *scripting))
    }

    fn holds_if(&self, html: &str, scripting: bool) -> bool {
        let empty = self.empty();
        let empty = empty.pieces();
        let Some((before, name, after)) = around_mark(&empty) else {
            return false;
        };
        let page = Tree::of_page(&format!("{}{html}{}", self.before, self.after), scripting);
        // The client creates some elements before they are in their form.
        let content = Tree::of_content(html, name, false, scripting);
        let expected = before
            .iter()
            .chain(&content.content())
            .chain(after)
            .copied()
            .collect::<Vec<_>>();
        page.pieces() == expected
    }

    /// The nodes that `innerHTML` creates from some HTML there; inside a form, without further forms.
    fn content(&self, html: &str) -> Option<Tree> {
        let empty = self.empty();
        let (_, name, _) = around_mark(&empty.pieces())?;
        // The content of `<noscript>` must be balanced, too.
        Some(Tree::of_content(html, name, self.is_in_form, false))
    }

    /// The page with a mark in the place.
    fn empty(&self) -> Tree {
        Tree::of_page(&format!("{}<!---->{}", self.before, self.after), true)
    }
}

/// The nodes before and after the mark, and the name of the element that contains it.
fn around_mark<'p, 't>(
    page: &'p [Piece<'t>],
) -> Option<(&'p [Piece<'t>], &'t QualName, &'p [Piece<'t>])> {
    let at = page
        .iter()
        .position(|piece| matches!(piece, Piece::Comment(_)))?;
    let (before, after) = (page.get(..at)?, page.get(at + 1..)?);
    match before.last()? {
        Piece::Open(name, _) => Some((before, name, after)),
        _ => None,
    }
}

/// Whether a select, in the content or around it, contains more than options. Browsers without
/// customizable selects drop such tags, or treat them as the end of the select, and then create
/// different nodes.
fn has_rich_select(pieces: &[Piece<'_>], around: &[&str]) -> bool {
    let mut selects = usize::from(around.contains(&"select"));
    pieces.iter().any(|piece| {
        let is_select =
            |name: &QualName| name.ns == ns!(html) && name.local == local_name!("select");
        match piece {
            Piece::Open(name, _) if selects > 0 && !is_old_in_select(name) => return true,
            Piece::Open(name, _) => selects += usize::from(is_select(name)),
            Piece::Close(name) => selects -= usize::from(is_select(name)),
            Piece::Text(_) | Piece::Comment(_) => {}
        }
        false
    })
}

/// Whether an element is allowed in a select by the HTML Standard before 2025 (the insertion mode "in select").
fn is_old_in_select(name: &QualName) -> bool {
    name.ns == ns!(html)
        && matches!(
            name.local,
            local_name!("option")
                | local_name!("optgroup")
                | local_name!("hr")
                | local_name!("script")
                | local_name!("template")
        )
}

/// Nodes as HTML.
fn written(pieces: &[Piece<'_>]) -> String {
    let mut out = Vec::new();
    let options = SerializeOpts {
        scripting_enabled: false,
        create_missing_parent: true,
        ..SerializeOpts::default()
    };
    let mut html = HtmlSerializer::new(&mut out, options);
    let mut before = None;
    for piece in pieces {
        // Writing to memory does not fail.
        let _ = match piece {
            Piece::Open(name, attributes) => {
                let attributes = attributes
                    .iter()
                    .map(|attribute| (&attribute.name, &*attribute.value));
                html.start_elem((*name).clone(), attributes)
            }
            Piece::Close(name) => html.end_elem((*name).clone()),
            Piece::Text(text) if text.starts_with('\n') && before.is_some_and(drops_line_feed) => {
                html.write_text(&format!("\n{text}"))
            }
            Piece::Text(text) => html.write_text(text),
            Piece::Comment(text) => html.write_comment(text),
        };
        before = Some(piece);
    }
    String::from_utf8(out).unwrap_or_default()
}

/// Whether a parser drops a line feed after a start tag.
fn drops_line_feed(piece: &Piece<'_>) -> bool {
    matches!(piece, Piece::Open(name, _) if name.ns == ns!(html)
        && matches!(name.local, local_name!("pre") | local_name!("textarea") | local_name!("listing")))
}

/// The text of nodes as HTML, without text that is not displayed.
fn text(pieces: &[Piece<'_>]) -> String {
    let mut out = Vec::new();
    let mut hidden = 0_usize;
    let is_hidden = |name: &QualName| {
        matches!(
            name.local,
            local_name!("script") | local_name!("style") | local_name!("template")
        )
    };
    for piece in pieces {
        match piece {
            Piece::Open(name, _) => hidden += usize::from(is_hidden(name)),
            Piece::Close(name) => hidden -= usize::from(is_hidden(name)),
            Piece::Text(text) if hidden == 0 => escape::text(&mut out, text),
            Piece::Text(_) | Piece::Comment(_) => {}
        }
    }
    String::from_utf8(out).unwrap_or_default()
}

#[cfg(test)]
mod tests;
