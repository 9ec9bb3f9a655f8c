//! The variants of a route, as they are declared, and what is wrong with them.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Data, DeriveInput, Expr, Field, Fields, LitStr, Meta, Token, Type, Variant};

use super::pattern::Pattern;
use crate::errors::{Errors, did_you_mean};

const AT: &str = "`#[at(\"/path\", view = View)]`";

const ON_A_FIELD: &str = "`#[query]` belongs on a field";

/// The pages of a route.
pub(super) struct Pages {
    pub(super) name: Ident,
    pub(super) pages: Vec<Page>,
}

/// A variant of the enum.
pub(super) struct Page {
    pub(super) name: Ident,
    pub(super) pattern: Pattern,
    pub(super) view: Option<Type>,
    /// The fields that are parameters of the path, in the order of the path.
    pub(super) parameters: Vec<(Ident, Type)>,
    pub(super) members: Vec<Member>,
    /// Whether the variant has braces.
    pub(super) has_fields: bool,
}

/// A field that is a member of the query.
pub(super) struct Member {
    pub(super) field: Ident,
    pub(super) ty: Type,
    pub(super) default: Option<Expr>,
}

impl Pages {
    pub(super) fn of(input: &DeriveInput, errors: &mut Errors) -> Self {
        if !input.generics.params.is_empty() {
            errors.on(
                &input.generics,
                "a route can't be generic, because addresses have concrete values",
            );
        }
        refuse(&input.attrs, "at", "`#[at]` belongs on a variant", errors);
        refuse(&input.attrs, "query", ON_A_FIELD, errors);
        let mut pages: Vec<Page> = Vec::new();
        match &input.data {
            Data::Enum(data) => {
                for variant in &data.variants {
                    if let Some(page) = Page::of(variant, errors) {
                        check_reached(&page, &pages, errors);
                        pages.push(page);
                    }
                }
                if data.variants.is_empty() {
                    errors.on(
                        &input.ident,
                        format_args!("a route has at least one page: a variant with {AT}"),
                    );
                }
            }
            _ => errors.on(
                &input.ident,
                "`#[derive(Route)]` belongs on an enum, with a variant for each page",
            ),
        }
        Self {
            name: input.ident.clone(),
            pages,
        }
    }
}

/// The first page whose path fits is the one that is shown.
fn check_reached(page: &Page, before: &[Page], errors: &mut Errors) {
    let Some(first) = before
        .iter()
        .find(|first| first.pattern.covers(&page.pattern))
    else {
        return;
    };
    let (own, other) = (page.pattern.text.value(), first.pattern.text.value());
    let name = &first.name;
    let message = if own == other {
        format!("`{name}` has the path `{own}`, too: each page has a path of its own")
    } else if page.pattern.covers(&first.pattern) {
        format!(
            "`{name}` has the path `{other}`, which is the same but for names: each page has a path of its own"
        )
    } else {
        format!(
            "`{other}` of `{name}` fits this path, too, and comes first: put this page before `{name}`"
        )
    };
    errors.on(&page.pattern.text, message);
}

impl Page {
    fn of(variant: &Variant, errors: &mut Errors) -> Option<Self> {
        refuse(&variant.attrs, "query", ON_A_FIELD, errors);
        let At { path, view } = at_of(variant, errors)?;
        let pattern = Pattern::of(path, errors);
        let mut page = Self {
            name: variant.ident.clone(),
            pattern,
            view,
            parameters: Vec::new(),
            members: Vec::new(),
            has_fields: matches!(variant.fields, Fields::Named(_)),
        };
        let fields = match &variant.fields {
            Fields::Named(fields) => fields.named.iter().collect(),
            Fields::Unit => Vec::new(),
            Fields::Unnamed(fields) => {
                errors.on(
                    fields,
                    format_args!(
                        "the fields of a page have names: `{} {{ id: u32 }}`",
                        variant.ident
                    ),
                );
                return None;
            }
        };
        if !page.pattern.is_broken {
            page.sort(&fields, errors);
        }
        Some(page)
    }

    /// Finds out which fields are parameters of the path, and which members of the query.
    fn sort(&mut self, fields: &[&Field], errors: &mut Errors) {
        let mut open: Vec<(String, Ident, Type)> = Vec::new();
        let mut names = Vec::new();
        for field in fields {
            let Some(name) = field.ident.clone() else {
                continue;
            };
            let text = name.unraw().to_string();
            names.push(text.clone());
            match query_of(field, errors) {
                Some(Query { default }) => self.members.push(Member {
                    field: name,
                    ty: field.ty.clone(),
                    default,
                }),
                None => open.push((text, name, field.ty.clone())),
            }
        }
        for parameter in self.pattern.parameters() {
            if let Some(at) = open.iter().position(|(text, ..)| text == parameter) {
                let (_, name, ty) = open.remove(at);
                self.parameters.push((name, ty));
                continue;
            }
            let message = if self.members.iter().any(|member| member.field == parameter) {
                format!(
                    "`{parameter}` is in the path, so it is no member of the query: remove `#[query]`"
                )
            } else if self.parameters.iter().any(|(name, _)| name == parameter) {
                format!("`{{{parameter}}}` is twice in the path")
            } else {
                let near = did_you_mean(parameter, names.iter().map(String::as_str));
                format!("`{}` has no field `{parameter}`{near}", self.name)
            };
            errors.on(&self.pattern.text, message);
        }
        for (text, name, _) in open {
            errors.on(
                &name,
                format_args!(
                    "`{text}` is not in the path `{}`: write `{{{text}}}` there, or put `#[query]` on the field",
                    self.pattern.text.value()
                ),
            );
        }
    }
}

/// What `#[at(…)]` says.
struct At {
    path: LitStr,
    view: Option<Type>,
}

impl Parse for At {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let path = input.parse()?;
        let mut view = None;
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            let option: Ident = input.parse()?;
            if option != "view" || view.is_some() {
                let message = format!("expected `view = View`, once; found `{option}`");
                return Err(syn::Error::new(option.span(), message));
            }
            input.parse::<Token![=]>()?;
            view = Some(input.parse()?);
        }
        Ok(Self { path, view })
    }
}

fn at_of(variant: &Variant, errors: &mut Errors) -> Option<At> {
    let mut all = attributes(&variant.attrs, "at");
    let Some(first) = all.next() else {
        errors.on(
            &variant.ident,
            format_args!("`{}` has no address: write {AT} above it", variant.ident),
        );
        return None;
    };
    if let Some(second) = all.next() {
        errors.on(second, "a page has one address: write a variant for each");
    }
    match first.parse_args() {
        Ok(at) => Some(at),
        Err(error) if matches!(first.meta, Meta::Path(_)) => {
            let _ = error;
            errors.on(first, format_args!("expected {AT}"));
            None
        }
        Err(error) => {
            errors.push(&error, first.bracket_token.span.close());
            None
        }
    }
}

/// What `#[query]` says.
struct Query {
    default: Option<Expr>,
}

fn query_of(field: &Field, errors: &mut Errors) -> Option<Query> {
    refuse(&field.attrs, "at", "`#[at]` belongs on a variant", errors);
    let mut all = attributes(&field.attrs, "query");
    let attribute = all.next()?;
    if let Some(second) = all.next() {
        errors.on(second, "`#[query]` is written twice");
    }
    if matches!(attribute.meta, Meta::Path(_)) {
        return Some(Query { default: None });
    }
    let read = |input: ParseStream<'_>| {
        let option: Ident = input.parse()?;
        if option != "default" {
            let message = format!("expected `default = …`; found `{option}`");
            return Err(syn::Error::new(option.span(), message));
        }
        input.parse::<Token![=]>()?;
        input.parse::<Expr>()
    };
    let default = attribute.parse_args_with(read);
    Some(Query {
        default: default
            .map_err(|error| errors.push(&error, attribute.bracket_token.span.close()))
            .ok(),
    })
}

/// Reports attributes that stand where they mean nothing.
fn refuse(all: &[Attribute], name: &'static str, why: &str, errors: &mut Errors) {
    attributes(all, name).for_each(|attribute| errors.on(attribute, why));
}

fn attributes<'a>(all: &'a [Attribute], name: &'static str) -> impl Iterator<Item = &'a Attribute> {
    all.iter()
        .filter(move |attribute| attribute.path().is_ident(name))
}
