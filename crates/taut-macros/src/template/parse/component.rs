//! Parses components: `<Name prop={value} @event={handler()}/>`, where the name is the path of a type.

use proc_macro2::{Ident, Literal, Spacing, Span, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Path, Token};

use super::Parser;
use crate::errors::Place;
use crate::template::ast::{
    Attribute, AttributeValue, Component, Content, Expr, Mount, Node, Text,
};

impl Parser<'_> {
    /// Parses a component, if the next name is that of a type.
    pub(super) fn component(&mut self, input: ParseStream<'_>) -> Option<Component> {
        if !is_type(input) {
            return None;
        }
        let path = input.call(Path::parse_mod_style).ok()?;
        let name = path.segments.last()?.ident.to_string();
        let tokens = path.into_token_stream();
        let place = Place::of(&tokens)?;
        let (mut props, mut listeners, mut contents) = (Vec::new(), Vec::new(), Vec::new());
        let before = self.errors.len();
        for attribute in self.attributes(input) {
            match attribute {
                Attribute::Event(listener) => listeners.push(listener),
                Attribute::Mount(Mount { name, .. }) => self.errors.at(
                    name.place,
                    "a hook belongs to an element: write `@mount` in the template of the component",
                ),
                prop => self.prop(&mut props, prop, place),
            }
        }
        let is_whole = self.errors.len() == before && props.iter().all(|(_, value)| value.is_whole);
        let props = is_whole.then_some(props);
        let closes = input.parse::<Option<Token![/]>>().ok().flatten().is_some();
        if input.parse::<Option<Token![>]>>().ok().flatten().is_none() {
            self.errors.at(
                place,
                format_args!("the tag of `<{name}>` is incomplete: expected `/>`"),
            );
        } else if !closes {
            self.open.push(Some(name.clone()));
            let nodes = self.nodes(input);
            self.open.pop();
            self.closing(input, Some(&name), place);
            contents = self.contents(nodes, place);
        }
        Some(Component {
            tokens,
            name,
            place,
            props,
            listeners,
            contents,
        })
    }

    /// Tells slots from the content around them.
    fn contents(&mut self, nodes: Vec<Node>, place: Place) -> Vec<Content> {
        let mut contents: Vec<Content> = Vec::new();
        let mut children = Vec::new();
        for node in nodes {
            let slot = match &node {
                Node::Element(element) => element.name.text.strip_prefix("slot:"),
                _ => None,
            };
            let Some(slot) = slot.map(str::to_owned) else {
                children.push(node);
                continue;
            };
            let Node::Element(element) = node else {
                continue;
            };
            let at = element.name.place;
            let Some(name) = prop_name(at.start, &slot) else {
                self.errors.at(
                    at,
                    "a slot has the name of a parameter of the component: one word",
                );
                continue;
            };
            if !element.attributes.is_empty() {
                self.errors
                    .at(at, "a slot has no attributes: only its content is shown");
            }
            if contents.iter().any(|other| other.name == name) {
                self.errors
                    .at(at, format_args!("the slot `{name}` is given twice"));
            }
            let nodes = element.children;
            contents.push(Content { name, nodes });
        }
        if !children.is_empty() {
            let name = Ident::new("children", place.start);
            if let Some(slot) = contents.iter().find(|other| other.name == name) {
                self.errors.at(
                    slot.name.span(),
                    "what is not in a slot is `children`, so it is given twice",
                );
            }
            contents.push(Content {
                name,
                nodes: children,
            });
        }
        contents
    }
}

impl Parser<'_> {
    /// Reads `name={value}`, or `name="text"`, or `name` for `true`.
    fn prop(&mut self, props: &mut Vec<(Ident, Expr)>, attribute: Attribute, around: Place) {
        let at = place_of(&attribute).unwrap_or(around);
        let (name, value) = match attribute {
            Attribute::Plain { name, value } => (name, value),
            Attribute::Spread(value) => {
                let name = Ident::new("attributes", value.place.start);
                return self.give(props, name, value);
            }
            Attribute::Stray(_) => return,
            _ => {
                return self
                    .errors
                    .at(at, "a component takes only props and listeners: `name={value}`, `@event={handler(event.detail)}`");
            }
        };
        let Some(prop) = (name.words.len() == 1)
            .then(|| prop_name(name.words[0].span(), &name.text))
            .flatten()
        else {
            return self.errors.at(
                at,
                "a prop has the name of a parameter of `props`: one word, with `_` if necessary",
            );
        };
        let value = match value {
            AttributeValue::Dynamic(value) if value.bus.is_some() => {
                return self.errors.at(
                    value.place,
                    "a prop is set on the server, which does not have the client state",
                );
            }
            AttributeValue::Dynamic(value) => value,
            AttributeValue::Static(Text { value, place }) => {
                let mut literal = Literal::string(&value);
                literal.set_span(place.start);
                Expr {
                    is_whole: true,
                    ..Expr::broken(TokenTree::from(literal).into(), place)
                }
            }
            AttributeValue::Bare => {
                let span = name.words[0].span();
                Expr {
                    is_whole: true,
                    ..Expr::broken(TokenTree::from(Ident::new("true", span)).into(), at)
                }
            }
        };
        self.give(props, prop, value);
    }

    fn give(&mut self, props: &mut Vec<(Ident, Expr)>, prop: Ident, value: Expr) {
        if props.iter().any(|(other, _)| *other == prop) {
            let name = prop.unraw();
            self.errors.at(
                prop.span(),
                format_args!("the prop `{name}` is given twice"),
            );
        } else {
            props.push((prop, value));
        }
    }
}

/// The parameter for a prop, which may be a keyword.
fn prop_name(span: Span, text: &str) -> Option<Ident> {
    match syn::parse_str::<Ident>(text) {
        Ok(_) => Some(Ident::new(text, span)),
        Err(_) if matches!(text, "self" | "Self" | "super" | "crate" | "_") => None,
        Err(_) => Some(Ident::new_raw(text, span)),
    }
}

/// Whether a path follows, or a single word in the style of types: `Card`, but neither `DIV` nor `My-Card`.
fn is_type(input: ParseStream<'_>) -> bool {
    let Some((name, rest)) = input.cursor().ident() else {
        return false;
    };
    let joins = rest
        .punct()
        .filter(|(punct, _)| punct.as_char() == ':' && punct.spacing() == Spacing::Joint);
    let is_path = joins.is_some_and(
        |(_, rest)| matches!(rest.token_tree(), Some((TokenTree::Punct(punct), _)) if punct.as_char() == ':'),
    );
    let has_hyphen = rest
        .punct()
        .is_some_and(|(punct, _)| punct.as_char() == '-');
    let name = name.to_string();
    let is_word = name.starts_with(char::is_uppercase) && name.chars().any(char::is_lowercase);
    is_path || is_word && !has_hyphen
}

fn place_of(attribute: &Attribute) -> Option<Place> {
    match attribute {
        Attribute::Plain { name, .. }
        | Attribute::Class { name, .. }
        | Attribute::Style { name, .. } => Some(name.place),
        Attribute::Spread(value) => Some(value.place),
        _ => None,
    }
}
