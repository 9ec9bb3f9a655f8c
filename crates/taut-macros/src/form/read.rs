//! Reads a struct that derives `Form`.

use proc_macro2::Ident;
use syn::{
    Data, DeriveInput, Expr, Fields, GenericArgument, Path, PathArguments, Type, Visibility,
};

use super::garde::Hints;
use super::options::{FORM, FieldOptions, Limit, read_function};
use crate::annotations::options::Options;
use crate::errors::Errors;

/// A struct that derives `Form`.
pub(super) struct FormStruct {
    pub(super) name: Ident,
    pub(super) vis: Visibility,
    pub(super) fields: Vec<Field>,
    /// Functions with rules over several fields.
    pub(super) checks: Vec<Expr>,
    /// The path in `#[form(crate = path)]`.
    pub(super) root: Option<Path>,
    /// An attribute `#[garde(…)]`, if there is one.
    pub(super) garde: Option<Ident>,
}

/// A field of it.
pub(super) struct Field {
    pub(super) name: Ident,
    pub(super) vis: Visibility,
    pub(super) kind: FieldKind,
    pub(super) options: FieldOptions,
    /// What the rules of garde tell a browser.
    pub(super) hints: Hints,
}

/// What a field is in a form.
pub(super) enum FieldKind {
    /// A value with controls.
    Value(Type),
    /// A value with `FromStr` and `Display`.
    Parsed(Type),
    /// A struct.
    Nested(Type),
    /// Any number of structs.
    Rows(Type),
    /// It has no place in a form; the error has been reported.
    Broken,
}

const HOW: &str = "`#[form(check = function)]`";

/// Reads a struct; nothing if its shape is not that of a form.
pub(super) fn form(input: &DeriveInput, errors: &mut Errors) -> Option<FormStruct> {
    let Data::Struct(data) = &input.data else {
        errors.on(
            &input.ident,
            "a form is a struct; for an enum to choose from, derive `Choice`",
        );
        return None;
    };
    let Fields::Named(named) = &data.fields else {
        errors.on(
            &input.ident,
            "a form needs fields with names, which are those of its controls",
        );
        return None;
    };
    if !input.generics.params.is_empty() {
        errors.on(
            &input.generics,
            "a form cannot be generic: its fields must be known",
        );
        return None;
    }
    let mut form = FormStruct {
        name: input.ident.clone(),
        vis: input.vis.clone(),
        fields: Vec::new(),
        checks: Vec::new(),
        root: None,
        garde: None,
    };
    for attribute in &input.attrs {
        if attribute.path().is_ident(FORM) {
            let mut given = Options::of(attribute, FORM, HOW, &["check", "crate"], errors);
            if let Some(check) = given.named("check") {
                form.checks.extend(read_function(check, given.errors));
            }
            if let Some((root, _)) = given.named("crate") {
                form.root = syn::parse2(root).ok();
            }
            given.end();
        }
    }
    for field in &named.named {
        form.fields.extend(read_field(field, errors));
    }
    let of_fields = named.named.iter().flat_map(|field| &field.attrs);
    form.garde = garde(input.attrs.iter().chain(of_fields), errors);
    Some(form)
}

/// The first attribute of garde, if there is one.
fn garde<'a>(
    mut all: impl Iterator<Item = &'a syn::Attribute>,
    errors: &mut Errors,
) -> Option<Ident> {
    let garde =
        all.find_map(|attribute| attribute.path().get_ident().filter(|name| *name == "garde"))?;
    if cfg!(feature = "garde") {
        return Some(garde.clone());
    }
    errors.on(
        garde,
        "the rules of garde are asked only with the feature `garde` of `taut`",
    );
    None
}

fn read_field(field: &syn::Field, errors: &mut Errors) -> Option<Field> {
    let before = errors.len();
    let mut options = FieldOptions::of(&field.attrs, errors);
    let ty = &field.ty;
    let kind = match (options.nested, options.text) {
        (Some(_), _) => match inner_of(ty, "Vec") {
            Some(row) => FieldKind::Rows(row.clone()),
            None => FieldKind::Nested(ty.clone()),
        },
        (None, Some(_)) => FieldKind::Parsed(ty.clone()),
        (None, None) => FieldKind::Value(ty.clone()),
    };
    if let (FieldKind::Nested(_), Some(nested)) = (&kind, options.nested) {
        if inner_of(ty, "Option").is_some() {
            errors.at(nested, "a nested struct is always there: use a `Vec`, of which `max = 1` makes none or one");
        }
        if let Some(limit) = options.min().or(options.max()) {
            errors.at(
                limit.place,
                "a nested struct is there once; `min` and `max` count the rows of a `Vec`",
            );
        }
    }
    for limit in [options.min(), options.max()].into_iter().flatten() {
        check_limit(limit, ty, errors);
    }
    let kind = match kind {
        FieldKind::Nested(_) | FieldKind::Rows(_) if errors.len() > before => FieldKind::Broken,
        kind => kind,
    };
    if errors.len() > before {
        options = FieldOptions::default();
    }
    Some(Field {
        name: field.ident.clone()?,
        vis: field.vis.clone(),
        kind,
        options,
        hints: Hints::of(&field.attrs),
    })
}

/// Reports a limit that a type cannot have, as far as the name of the type says so.
fn check_limit(limit: &Limit, ty: &Type, errors: &mut Errors) {
    let inner = inner_of(ty, "Option").unwrap_or(ty);
    let name = last_name(inner)
        .map(ToString::to_string)
        .unwrap_or_default();
    let example = match name.as_str() {
        "Date" => "2024-01-31",
        "Time" => "09:30",
        "DateTime" => "2024-01-31T09:30",
        "String" | "Vec" if limit.is_quoted || limit.text.parse::<usize>().is_err() => {
            let what = if name == "Vec" {
                "values"
            } else {
                "characters"
            };
            return errors.at(limit.place, format_args!("expected a number of {what}"));
        }
        _ if limit.is_quoted => return errors.at(limit.place, "expected a number"),
        _ => return,
    };
    if !limit.is_quoted || !is_like(&limit.text, example) {
        errors.at(
            limit.place,
            format_args!("expected a text like `\"{example}\"`"),
        );
    }
}

/// Whether a text has digits where an example has them, and the same signs between them.
fn is_like(text: &str, example: &str) -> bool {
    let shape = |text: &str| -> String {
        text.chars()
            .map(|char| if char.is_ascii_digit() { '0' } else { char })
            .collect()
    };
    shape(text) == shape(example)
}

/// The type in `Vec<…>` or `Option<…>`.
fn inner_of<'t>(ty: &'t Type, around: &str) -> Option<&'t Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(inner) if last.ident == around => Some(inner),
        _ => None,
    }
}

fn last_name(ty: &Type) -> Option<&Ident> {
    let Type::Path(path) = ty else { return None };
    Some(&path.path.segments.last()?.ident)
}
