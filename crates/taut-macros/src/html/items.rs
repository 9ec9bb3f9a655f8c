//! Rust items for the names of HTML, so that an editor can complete and explain them in a template.
//!
//! An element is a module that contains its attributes; a name with hyphens is a path, `aria::label`.
//! The items are generated once, in the `taut` crate, from the tables of this crate.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use taut_facts::{Flag, Projection};

use super::{Namespace, attributes, element_names, events, foreign, keys, own_attributes};

/// The module of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Module {
    Elements(Namespace),
    Events,
    Modifiers,
    Projections,
}

impl Module {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Module::Elements(Namespace::Html) => "elements",
            Module::Elements(Namespace::Svg) => "svg",
            Module::Elements(Namespace::MathMl) => "math",
            Module::Events => "events",
            Module::Modifiers => "modifiers",
            Module::Projections => "projections",
        }
    }
}

/// An identifier for a word, even if it is a keyword of Rust.
pub(crate) fn identifier(word: &str, span: Span) -> Ident {
    match word {
        "self" | "super" | "crate" | "Self" | "_" => Ident::new(&format!("{word}_"), span),
        _ if syn::parse_str::<Ident>(word).is_ok() => Ident::new(word, span),
        _ => Ident::new_raw(word, span),
    }
}

/// All items.
pub(crate) fn items() -> TokenStream {
    let vocabularies = [Namespace::Html, Namespace::Svg, Namespace::MathMl].map(vocabulary);
    let global = attributes::GLOBAL
        .iter()
        .map(|(name, _)| (*name).to_owned());
    let aria = attributes::ARIA.iter().map(|name| format!("aria-{name}"));
    let shared = names(global.chain(aria), "attribute of every element:");
    let flags = Flag::ALL.iter().filter_map(|flag| flag.row().modifier);
    let modifiers = flags.chain(keys::HELD.iter().copied()).map(str::to_owned);
    let modifiers = modifiers.chain(keys::NAMED.iter().map(|name| keys::spelling(name)));
    let lists = [
        (
            Module::Events,
            names(
                events::EVENTS.iter().map(|name| (*name).to_owned()),
                "event:",
            ),
        ),
        (
            Module::Modifiers,
            names(modifiers, "modifier of a listener:"),
        ),
        (
            Module::Projections,
            names(
                Projection::ALL.iter().map(|of| of.name().to_owned()),
                "value read from an event:",
            ),
        ),
    ];
    let lists = lists.iter().map(|(module, items)| {
        let name = identifier(module.name(), Span::call_site());
        quote!(pub mod #name { #items })
    });
    quote! {
        mod attributes { #shared }
        #(#vocabularies)*
        #(#lists)*
    }
}

/// A module for each element of a namespace.
fn vocabulary(namespace: Namespace) -> TokenStream {
    let module = identifier(Module::Elements(namespace).name(), Span::call_site());
    let shared = match namespace {
        Namespace::Html => TokenStream::new(),
        Namespace::Svg => names(
            foreign::SVG_ATTRIBUTES
                .iter()
                .map(|name| (*name).to_owned()),
            "attribute of SVG:",
        ),
        Namespace::MathMl => names(
            foreign::MATH_ATTRIBUTES
                .iter()
                .map(|name| (*name).to_owned()),
            "attribute of MathML:",
        ),
    };
    let modules = element_names(namespace)
        .into_iter()
        .filter(|name| !name.contains('-'))
        .map(|name| {
            let element = identifier(name, Span::call_site());
            let about = format!("The element `<{name}>`.");
            let root = matches!((namespace, name), (Namespace::Html, "svg" | "math"));
            let own = match namespace {
                Namespace::Html if root => {
                    let other = identifier(name, Span::call_site());
                    quote!(pub use super::super::#other::own::*;)
                }
                Namespace::Html => {
                    let own = own_attributes(name, namespace)
                        .into_iter()
                        .map(str::to_owned);
                    names(own, &format!("attribute of `<{name}>`:"))
                }
                _ => quote!(
                    pub use super::own::*;
                ),
            };
            quote! {
                #[doc = #about]
                pub mod #element {
                    pub use super::super::attributes::*;
                    #own
                }
            }
        });
    let own = (namespace != Namespace::Html).then(|| quote!(pub mod own { #shared }));
    quote!(pub mod #module { #own #(#modules)* })
}

/// A constant for each name, in modules where names have hyphens or colons.
fn names(names: impl Iterator<Item = String>, what: &str) -> TokenStream {
    let mut root = Tree::default();
    for name in names {
        let mut tree = &mut root;
        for word in name.split(['-', ':']) {
            tree = tree.inner.entry(word.to_owned()).or_default();
        }
        tree.item = Some(name);
    }
    root.items(what)
}

/// Names by their words.
#[derive(Default)]
struct Tree {
    item: Option<String>,
    inner: BTreeMap<String, Tree>,
}

impl Tree {
    fn items(&self, what: &str) -> TokenStream {
        let items = self.inner.iter().map(|(word, tree)| {
            let word = identifier(word, Span::call_site());
            let item = tree.item.as_ref().map(|name| {
                let about = format!("The {what} `{name}`");
                quote!(#[doc = #about] pub const #word: () = ();)
            });
            let inner = (!tree.inner.is_empty()).then(|| {
                let inner = tree.items(what);
                quote!(pub mod #word { #inner })
            });
            quote!(#item #inner)
        });
        quote!(#(#items)*)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The paths of all constants in some items.
    fn constants(items: &[syn::Item], path: &str, found: &mut BTreeSet<String>) {
        for item in items {
            match item {
                syn::Item::Const(constant) => {
                    found.insert(format!("{path}{}", constant.ident));
                }
                syn::Item::Mod(module) => {
                    let inner = module.content.as_ref().map_or(&[][..], |(_, items)| items);
                    found.insert(format!("{path}{}", module.ident));
                    constants(inner, &format!("{path}{}::", module.ident), found);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn every_name_leads_to_an_item() {
        let Ok(file) = syn::parse2::<syn::File>(items()) else {
            panic!("the items are Rust")
        };
        let mut found = BTreeSet::new();
        constants(&file.items, "", &mut found);
        let path = |module: &str, name: &str| {
            let words = name
                .split(['-', ':'])
                .map(|word| identifier(word, Span::call_site()).to_string());
            [module.to_owned()]
                .into_iter()
                .chain(words)
                .collect::<Vec<_>>()
                .join("::")
        };
        let check = |module: &str, name: &str| {
            let path = path(module, name);
            assert!(found.contains(&path), "{path}");
        };
        for namespace in [Namespace::Html, Namespace::Svg, Namespace::MathMl] {
            let module = Module::Elements(namespace).name();
            for element in element_names(namespace)
                .into_iter()
                .filter(|name| !name.contains('-'))
            {
                check(module, element);
                let inner = path(module, element);
                let own = own_attributes(element, Namespace::Html)
                    .into_iter()
                    .filter(|_| namespace == Namespace::Html);
                own.for_each(|attribute| check(&inner, attribute));
            }
        }
        attributes::GLOBAL
            .iter()
            .for_each(|(name, _)| check("attributes", name));
        attributes::ARIA
            .iter()
            .for_each(|name| check("attributes::aria", name));
        foreign::SVG_ATTRIBUTES
            .iter()
            .for_each(|name| check("svg::own", name));
        foreign::MATH_ATTRIBUTES
            .iter()
            .for_each(|name| check("math::own", name));
        events::EVENTS.iter().for_each(|name| check("events", name));
        Projection::ALL
            .iter()
            .for_each(|projection| check("projections", projection.name()));
        keys::NAMED
            .iter()
            .for_each(|name| check("modifiers", &keys::spelling(name)));
    }
}
