//! The fields that predictions of an impl are about. The macro does not know their types, so it writes code that asks the compiler.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;

/// A field of the view, at any depth; or of the rows of a list in it.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    /// The field with the list.
    pub(crate) list: Option<Vec<Ident>>,
    pub(crate) path: Vec<Ident>,
}

/// Names without `r#`.
fn names(path: &[Ident]) -> Vec<String> {
    path.iter().map(|name| name.unraw().to_string()).collect()
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.list.as_deref().map(names) == other.list.as_deref().map(names)
            && names(&self.path) == names(&other.path)
    }
}

impl Field {
    pub(crate) fn of_view(path: Vec<Ident>) -> Self {
        Self { list: None, path }
    }

    /// As a person would write it: `self.count`, or `items[…].quantity`.
    pub(crate) fn written(&self) -> String {
        match &self.list {
            Some(list) => format!(
                "{}[…].{}",
                names(list).join("."),
                names(&self.path).join(".")
            ),
            None => format!("self.{}", names(&self.path).join(".")),
        }
    }

    /// Whether what writes to the other one may change it.
    fn is_within(&self, other: &Self) -> bool {
        let starts = |path: &[Ident], start: &[Ident]| names(path).starts_with(&names(start));
        match (&self.list, &other.list) {
            (Some(list), None) => starts(list, &other.path) || starts(&other.path, list),
            (None, Some(_)) => false,
            (Some(list), Some(other_list)) if names(list) != names(other_list) => false,
            _ => starts(&self.path, &other.path) || starts(&other.path, &self.path),
        }
    }

    /// Code that names its type.
    fn probe(&self) -> TokenStream {
        let path = &self.path;
        match &self.list {
            None => quote!(field(|view: &Self| ::core::option::Option::Some(&view #(.#path)*))),
            Some(list) => quote!(field(|view: &Self| {
                let row = view #(.#list)*.iter().next()?;
                ::core::option::Option::Some(&row #(.#path)*)
            })),
        }
    }
}

/// All fields, by their indices.
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<Field>);

impl Fields {
    pub(crate) fn position(&self, field: &Field) -> Option<usize> {
        self.0.iter().position(|other| other == field)
    }

    pub(crate) fn index(&mut self, field: Field) -> usize {
        self.position(&field).unwrap_or_else(|| {
            self.0.push(field);
            self.0.len() - 1
        })
    }

    pub(crate) fn get(&self, index: usize) -> Option<&Field> {
        self.0.get(index)
    }

    /// The indices of those that change with one.
    pub(crate) fn within(&self, field: &Field) -> impl Iterator<Item = usize> {
        let all = self.0.iter().enumerate();
        all.filter(|(_, other)| other.is_within(field))
            .map(|(index, _)| index)
    }

    /// The kinds of all fields; some must have one.
    pub(crate) fn kinds(&self, must_be_known: impl Fn(usize) -> bool) -> TokenStream {
        let kinds = self.0.iter().enumerate().map(|(index, field)| {
            let probe = field.probe();
            if !must_be_known(index) {
                return quote!(#probe.kind());
            }
            let span = field.path.last().map_or_else(Span::call_site, Ident::span);
            let predicted = Ident::new("predicted", span);
            quote!(#probe.#predicted())
        });
        quote!(::std::vec![#(#kinds),*])
    }
}
