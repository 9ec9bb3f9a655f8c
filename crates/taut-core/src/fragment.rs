//! HTML that the program vouches for, made to stay in its place.
//!
//! `</div></div>` or `<b>` in the content of an element would end, or go on into, what is around it when a browser parses
//! the whole page, and then no hole after it is where the template says. So what a parser makes of it by itself is written, in
//! which all is closed that was opened and nothing else; and where not even that may stand, as a `<p>` in a `<p>`, its text.

mod tree;

use std::borrow::Cow;

use html5ever::serialize::{HtmlSerializer, SerializeOpts, Serializer as _};
use html5ever::{QualName, local_name, ns};

use crate::escape;
use tree::{Piece, Tree};

/// HTML as it can be the content of an element, which is the last of those around it; the first is the outermost.
pub(crate) fn contained<'h>(html: &'h str, around: &[&str]) -> Cow<'h, str> {
    let place = Place::new(around);
    let Some(tree) = place.content(html) else {
        return Cow::Borrowed("");
    };
    let content = tree.content();
    let balanced = written(&content);
    // Some nodes cannot be written so that a parser makes the same of them: what the program vouches for would be another.
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

/// What a page has before and after the content of an element.
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
                // A space may stand anywhere, and shows which elements are still open.
                after.push(' ');
            }
        }
        if around != ["html"] {
            // A parser ignores a form while it takes another one for open; and formats text as what it takes for open.
            after.push_str("<form></form> ");
        }
        Self {
            before,
            after,
            is_in_form: around.contains(&"form"),
        }
    }

    /// Whether a parser of the page makes of some HTML what `innerHTML` does, and leaves all around it as it is.
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
        // The client makes some elements before they are in their form.
        let content = Tree::of_content(html, name, false, scripting);
        let expected = before
            .iter()
            .chain(&content.content())
            .chain(after)
            .copied()
            .collect::<Vec<_>>();
        page.pieces() == expected
    }

    /// What `innerHTML` makes of some HTML there; in a form, without further ones.
    fn content(&self, html: &str) -> Option<Tree> {
        let empty = self.empty();
        let (_, name, _) = around_mark(&empty.pieces())?;
        // The content of `<noscript>` is to be balanced, too.
        Some(Tree::of_content(html, name, self.is_in_form, false))
    }

    /// The page with a mark in the place.
    fn empty(&self) -> Tree {
        Tree::of_page(&format!("{}<!---->{}", self.before, self.after), true)
    }
}

/// What comes before and after the mark, and the name of the element that it is in.
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

/// Whether a select, in the content or around it, holds more than options. Browsers that do not have customizable selects yet leave
/// out the tags there, or take them for the end of the select; then other nodes follow.
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

/// Whether an element can stand in a select as the HTML Standard had it before 2025 (the insertion mode "in select").
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

/// The text of nodes as HTML, without what nobody reads.
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
