//! Parses a template, and continues after an error so that all of them are found.
//!
//! Of names, only those are known that hold or return views. Rust code is parsed as far as necessary to find its end, and
//! to hide invalid code from the compiler.

mod attribute;
mod bus;
mod command;
mod component;
mod control;
mod listener;
mod loading;
mod mount;
mod rust;
mod tag;

use std::collections::BTreeSet;

use html_escape::decode_html_entities;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{LitStr, Token};

use super::ast::{Expr, Node, Text, View};
use crate::errors::{Errors, Place};

pub(crate) use bus::has_variable;
pub(crate) use command::command_names;
pub(crate) use control::is_place;

/// Parses a whole template.
pub(crate) fn template(tokens: TokenStream, errors: &mut Errors) -> Vec<Node> {
    let names = Names {
        has_bus: !has_variable(&tokens),
        ..Names::default()
    };
    template_in(tokens, &names, errors)
}

/// Parses a template in code that gives some names a meaning.
pub(crate) fn template_in(tokens: TokenStream, names: &Names, errors: &mut Errors) -> Vec<Node> {
    let mut parser = Parser {
        errors,
        open: Vec::new(),
        ended: Vec::new(),
        names,
    };
    parser.all(tokens)
}

/// What names mean in the code around a template.
#[derive(Default, Clone)]
pub(crate) struct Names {
    /// Whether `client` is the client state, and not a variable.
    pub(crate) has_bus: bool,
    /// The handlers of the same impl.
    pub(crate) handlers: BTreeSet<String>,
    /// The methods of the same impl that return views.
    pub(crate) views: BTreeSet<String>,
    /// The variables that hold views.
    pub(crate) contents: BTreeSet<String>,
}

impl Names {
    /// What `{expression}` shows.
    fn shown(&self, value: Expr) -> Node {
        if !value.is_whole || self.views.is_empty() && self.contents.is_empty() {
            return Node::Hole(value);
        }
        let expr = syn::parse2(value.tokens.clone()).ok();
        let is_content = expr.as_ref().is_some_and(|expr| self.is_content(expr));
        if is_content || expr.is_some_and(|expr| self.returns_view(&expr)) {
            Node::View(View { value, is_content })
        } else {
            Node::Hole(value)
        }
    }

    fn is_content(&self, expr: &syn::Expr) -> bool {
        let syn::Expr::Path(path) = expr else {
            return false;
        };
        let name = path.path.get_ident().map(ToString::to_string);
        name.is_some_and(|name| self.contents.contains(&name))
    }

    /// Whether an expression is a call of a method that returns a view: `self.name(…)` or `Self::name(…)`.
    fn returns_view(&self, expr: &syn::Expr) -> bool {
        let (of, name) = match expr {
            syn::Expr::MethodCall(call) => (&*call.receiver, Some(&call.method)),
            syn::Expr::Call(call) => (&*call.func, None),
            _ => return false,
        };
        let syn::Expr::Path(path) = of else {
            return false;
        };
        let words = path.path.segments.iter().map(|word| &word.ident);
        match (&words.collect::<Vec<_>>()[..], name) {
            ([of], Some(name)) => *of == "self" && self.views.contains(&name.to_string()),
            ([of, name], None) => *of == "Self" && self.views.contains(&name.to_string()),
            _ => false,
        }
    }
}

/// The state of the parser.
struct Parser<'e> {
    errors: &'e mut Errors,
    /// The elements that can be closed here, innermost last; a fragment has no name.
    open: Vec<Option<String>>,
    /// Elements whose closing tag is missing or came too late: if it comes, that is not another error.
    ended: Vec<String>,
    names: &'e Names,
}

impl Parser<'_> {
    /// Parses the nodes of a template or of a block, whose elements are closed within it.
    fn all(&mut self, tokens: TokenStream) -> Vec<Node> {
        let outer = std::mem::take(&mut self.open);
        let read = |input: ParseStream<'_>| Ok(self.nodes(input));
        let nodes = read.parse2(tokens).unwrap_or_default();
        self.open = outer;
        nodes
    }

    /// Parses nodes up to the end, or to a tag that closes an open element.
    fn nodes(&mut self, input: ParseStream<'_>) -> Vec<Node> {
        let mut nodes = Vec::new();
        while !input.is_empty() {
            if input.peek(Token![<]) && input.peek2(Token![/]) {
                if self.closes_an_open_element(input) {
                    break;
                }
                self.stray_closing(input);
            } else if let Some(node) = self.node(input) {
                nodes.push(node);
            }
        }
        nodes
    }

    /// Parses one node, or reports an error and skips at least one token.
    fn node(&mut self, input: ParseStream<'_>) -> Option<Node> {
        if let Some(text) = ahead::<LitStr>(input) {
            input.parse::<LitStr>().ok()?;
            return Some(Node::Text(Text {
                value: text.value(),
                place: text.span().into(),
            }));
        }
        if let Some(group) = brace(input) {
            let value = self.value(&group);
            return Some(self.names.shown(value));
        }
        if input.peek(Token![<]) {
            return self.tag(input);
        }
        if input.peek(Token![if]) {
            return Some(Node::If(self.if_chain(input)));
        }
        if input.peek(Token![match]) {
            return Some(Node::Match(self.match_arms(input)));
        }
        if input.peek(Token![for]) {
            return Some(Node::For(self.for_loop(input)));
        }
        if input.peek(Token![let]) {
            return Some(Node::Let(self.let_statement(input)));
        }
        self.unexpected(input)
    }

    /// Shows how to write what was probably meant.
    fn unexpected(&mut self, input: ParseStream<'_>) -> Option<Node> {
        let token = input.cursor().token_tree()?.0;
        match token.to_string().as_str() {
            "while" | "loop" => {
                self.errors.at(
                    token.span(),
                    "the only loop in a template is `for … in …; key = … { … }`",
                );
                return Some(self.unknown_control(input));
            }
            "else" => {
                self.errors
                    .at(token.span(), "`else` must follow the block of an `if`");
                return Some(self.unknown_control(input));
            }
            "," | ";" => {
                self.errors
                    .at(token.span(), "nodes are not separated by anything");
                input.parse::<TokenTree>().ok()?;
                return None;
            }
            _ => {}
        }
        let tokens = take(input, |input| {
            input.peek(Token![<])
                || input.peek(LitStr)
                || input.peek(syn::token::Brace)
                || is_control(input)
        });
        let place = Place::of(&tokens).unwrap_or(token.span().into());
        self.errors.at(place, how_to_write(&tokens));
        Some(Node::Stray(Expr::broken(tokens, place)))
    }

    /// Keeps the expressions of something that is not a node but has a block.
    fn unknown_control(&mut self, input: ParseStream<'_>) -> Node {
        let tokens = take(input, |input| {
            input.peek(syn::token::Brace) || input.peek(Token![<])
        });
        let stray = Node::Stray(Expr::broken(tokens, input.span()));
        let body = brace(input)
            .map(|group| self.all(group.stream()))
            .unwrap_or_default();
        Node::Fragment([stray].into_iter().chain(body).collect())
    }
}

fn is_control(input: ParseStream<'_>) -> bool {
    input.peek(Token![if])
        || input.peek(Token![match])
        || input.peek(Token![for])
        || input.peek(Token![let])
        || input.peek(Token![while])
        || input.peek(Token![loop])
}

fn how_to_write(tokens: &TokenStream) -> String {
    // A reference of HTML is a character in a string.
    let source = written(tokens);
    let written = decode_html_entities(&source).into_owned();
    if let Ok(literal) = syn::parse2::<syn::Lit>(tokens.clone()) {
        let text = match literal {
            syn::Lit::Char(char) => char.value().to_string(),
            _ => written,
        };
        return format!("text is written in double quotes: `{text:?}`");
    }
    let starts_with_word = matches!(tokens.clone().into_iter().next(), Some(TokenTree::Ident(_)));
    let starts_with_reference = source.starts_with('&') && written != source;
    if !starts_with_word && !starts_with_reference {
        return "expected an element, `\"text\"`, `{value}`, `if`, `match`, `for` or `let`"
            .to_owned();
    }
    match syn::parse2::<syn::Expr>(tokens.clone()) {
        Ok(syn::Expr::Path(path)) if path.path.get_ident().is_some_and(|ident| ident != "self") => {
            format!(
                "text is written in double quotes: `\"{written}\"`, and a value in braces: `{{{written}}}`"
            )
        }
        Ok(_) => format!("a value is written in its own braces: `{{{written}}}`"),
        Err(_) => format!("text is written in double quotes: `{written:?}`"),
    }
}

/// Tokens as a person would write them, as far as possible.
fn written(tokens: &TokenStream) -> String {
    let mut text = String::new();
    let mut after_word = false;
    for token in tokens.clone() {
        let is_word = matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_));
        let ends_word =
            matches!(&token, TokenTree::Punct(punct) if ",!?;:".contains(punct.as_char()));
        let starts_reference = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '&');
        if (is_word || starts_reference) && after_word {
            text.push(' ');
        }
        text.push_str(&token.to_string());
        after_word = is_word || ends_word;
    }
    text
}

/// The group in braces that is next, if there is one.
fn brace(input: ParseStream<'_>) -> Option<Group> {
    match ahead::<TokenTree>(input)? {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            input.parse::<TokenTree>().ok()?;
            Some(group)
        }
        _ => None,
    }
}

/// Takes tokens, at least one if there is one, up to one that ends them.
fn take(input: ParseStream<'_>, ends: impl Fn(ParseStream<'_>) -> bool) -> TokenStream {
    let mut tokens = TokenStream::new();
    while let Ok(token) = input.parse::<TokenTree>() {
        tokens.extend([token]);
        if ends(input) {
            break;
        }
    }
    tokens
}

/// Takes tokens, or none, up to one that ends them.
fn take_until(input: ParseStream<'_>, ends: impl Fn(ParseStream<'_>) -> bool) -> TokenStream {
    if input.is_empty() || ends(input) {
        TokenStream::new()
    } else {
        take(input, ends)
    }
}

/// Parses something without consuming it.
fn ahead<T: Parse>(input: ParseStream<'_>) -> Option<T> {
    input.fork().parse().ok()
}
