//! Parses elements: start tags, children and closing tags.

use proc_macro2::{Span, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::token::Brace;
use syn::{Ident, LitStr, Path, Token};

use super::control::skip;
use super::{Parser, ahead, is_control, take_until};
use crate::errors::{Place, nearest};
use crate::html;
use crate::template::ast::{Element, Expr, Name, Node};

impl Parser<'_> {
    /// A node that starts with `<`.
    pub(super) fn tag(&mut self, input: ParseStream<'_>) -> Option<Node> {
        let open = input.parse::<Token![<]>().ok()?;
        if input.peek(Token![!]) {
            return self.doctype(input, open.span.into());
        }
        if input.parse::<Option<Token![>]>>().ok()?.is_some() {
            self.open.push(None);
            let children = self.nodes(input);
            self.open.pop();
            self.closing(input, None, open.span.into());
            return Some(Node::Fragment(children));
        }
        if let Some(component) = self.component(input) {
            return Some(Node::Component(component));
        }
        let Ok(name) = name(input) else {
            self.errors.at(open.span, "expected an element: `<name>`");
            return None;
        };
        Some(Node::Element(self.element(input, name)))
    }

    fn element(&mut self, input: ParseStream<'_>, name: Name) -> Element {
        let attributes = self.attributes(input);
        let self_closing = input.parse::<Option<Token![/]>>().ok().flatten().is_some();
        let mut children = Vec::new();
        if input.parse::<Option<Token![>]>>().ok().flatten().is_none() {
            self.errors.at(
                name.place,
                format_args!("the tag of `<{}>` is incomplete: expected `>`", name.text),
            );
            self.ended.push(name.text.clone());
        } else if !self_closing && !html::is_void(&name.text) {
            self.open.push(Some(name.text.clone()));
            self.unquoted_code(input, &name.text);
            children = self.nodes(input);
            self.open.pop();
            self.closing(input, Some(&name.text), name.place);
        }
        Element {
            name,
            attributes,
            children,
            self_closing,
        }
    }

    /// Skips CSS or JavaScript that is not in quotes, and shows how to write it.
    fn unquoted_code(&mut self, input: ParseStream<'_>, name: &str) {
        let starts_like_a_node =
            input.peek(LitStr) || input.peek(Brace) || input.peek(Token![<]) || is_control(input);
        if !matches!(name, "style" | "script") || starts_like_a_node {
            return;
        }
        let code = take_until(input, |input| {
            input.peek(Token![<]) && input.peek2(Token![/])
        });
        if let Some(place) = Place::of(&code) {
            let message = format_args!(
                "the content of `<{name}>` is written in double quotes: `<{name}>\"…\"</{name}>`"
            );
            self.errors.at(place, message);
        }
    }

    fn doctype(&mut self, input: ParseStream<'_>, start: Place) -> Option<Node> {
        let ends = |input: ParseStream<'_>| {
            input.peek(Token![>]) || input.peek(Token![<]) || is_control(input)
        };
        let words = take_until(input, ends);
        let end = input.span();
        let _ = input.parse::<Option<Token![>]>>();
        let text = words.to_string().replace(' ', "");
        if text.eq_ignore_ascii_case("!doctypehtml") {
            return Some(Node::Doctype(start.to(end)));
        }
        let message = match text.starts_with("!--") {
            true => "a comment is written as in Rust: `// …` or `/* … */`",
            false => "expected `<!DOCTYPE html>`",
        };
        self.errors.at(start.to(end), message);
        Some(Node::Stray(Expr::broken(words, start)))
    }

    /// Whether the next closing tag is meant for an open element, perhaps with a typing error.
    pub(super) fn closes_an_open_element(&self, input: ParseStream<'_>) -> bool {
        let Some(innermost) = self.open.last() else {
            return false;
        };
        match ahead::<Closing>(input) {
            None => true,
            Some(Closing { name: None, .. }) => self.open.contains(&None),
            Some(Closing {
                name: Some(name), ..
            }) => {
                let is_near = |open: &String| nearest(&name.text, [open.as_str()]).is_some();
                let is_known = self.ended.contains(&name.text) || html::is_void(&name.text);
                self.open.contains(&Some(name.text.clone()))
                    || !is_known && innermost.as_ref().is_some_and(is_near)
            }
        }
    }

    /// The closing tag of an element, or of a fragment if there is no name.
    pub(super) fn closing(&mut self, input: ParseStream<'_>, open: Option<&str>, place: Place) {
        let (tag, expected) = (open.unwrap_or_default(), open.map(str::to_owned));
        if input.is_empty() {
            return self.errors.at(
                place,
                format_args!("`<{tag}>` is never closed: expected `</{tag}>`"),
            );
        }
        let start = input.span();
        let Some(found) = ahead::<Closing>(input) else {
            self.errors.at(
                start,
                format_args!("this closing tag is incomplete: expected `</{tag}>`"),
            );
            skip(input);
            skip(input);
            let _ = name(input);
            return;
        };
        let found_name = found.name.map(|name| name.text);
        if found_name != expected && self.open.contains(&found_name) {
            let found = found_name.unwrap_or_default();
            self.errors.at(
                place,
                format_args!(
                    "`<{tag}>` is not closed here: expected `</{tag}>` before `</{found}>`"
                ),
            );
            self.ended.extend(expected);
            return;
        }
        if found_name != expected {
            let found_name = found_name.unwrap_or_default();
            self.errors.at(
                found.place,
                format_args!("`</{found_name}>` closes nothing here: expected `</{tag}>`"),
            );
        }
        let _ = input.parse::<Closing>();
    }

    /// Reports a closing tag without a start tag, and skips it.
    pub(super) fn stray_closing(&mut self, input: ParseStream<'_>) {
        let start = input.span();
        match input.parse::<Closing>() {
            Ok(Closing {
                name: Some(name),
                place,
            }) => {
                if let Some(at) = self.ended.iter().position(|ended| *ended == name.text) {
                    self.ended.remove(at);
                } else if html::is_void(&name.text) {
                    let message = format_args!(
                        "`<{}>` is void: it has no content and no closing tag",
                        name.text
                    );
                    self.errors.at(place, message);
                } else {
                    self.errors
                        .at(place, format_args!("`</{}>` has no start tag", name.text));
                }
            }
            Ok(Closing { name: None, place }) => {
                self.errors.at(place, "`</>` has no matching `<>`")
            }
            Err(_) => {
                self.errors.at(
                    start,
                    "this closing tag is incomplete, and has no start tag",
                );
                skip(input);
                skip(input);
            }
        }
    }
}

struct Closing {
    name: Option<Name>,
    place: Place,
}

impl syn::parse::Parse for Closing {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let start: Place = input.parse::<Token![<]>()?.span.into();
        input.parse::<Token![/]>()?;
        let name = if input.peek(Token![>]) {
            None
        } else if input.peek2(Token![::]) {
            // The tag of a component is closed with its path, or with the last word of it.
            let path = input.call(Path::parse_mod_style)?;
            path.segments.last().map(|word| Name::of(&word.ident))
        } else {
            Some(name(input)?)
        };
        let end = input.parse::<Token![>]>()?.span;
        Ok(Self {
            name,
            place: start.to(end),
        })
    }
}

/// A name with hyphens, such as `my-element` or `data-2x`.
pub(super) fn name(input: ParseStream<'_>) -> syn::Result<Name> {
    let mut name = Name::of(&input.call(Ident::parse_any)?);
    if name.text == "slot" && input.peek(Token![:]) {
        let colon = input.parse::<Token![:]>()?;
        name_part(input, &mut name, ':', colon.spans[0]);
    }
    while input.peek(Token![-]) {
        let hyphen = input.parse::<Token![-]>()?;
        name_part(input, &mut name, '-', hyphen.spans[0]);
    }
    Ok(name)
}

/// A word or number of a name after a hyphen or colon; neither if two hyphens follow each other.
pub(super) fn name_part(input: ParseStream<'_>, name: &mut Name, separator: char, span: Span) {
    name.text.push(separator);
    name.place = name.place.to(span);
    let span = input.span();
    if let Ok(part) = input.call(Ident::parse_any) {
        name.text.push_str(&part.unraw().to_string());
        name.words.push(part);
        name.place = name.place.to(span);
    } else if let Some(TokenTree::Literal(number)) = ahead::<TokenTree>(input)
        && number
            .to_string()
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric())
    {
        skip(input);
        name.text.push_str(&number.to_string());
        name.place = name.place.to(span);
    }
}
