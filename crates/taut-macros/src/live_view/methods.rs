//! The methods of an impl with a special meaning: `mount`, `render` and `on_reject`.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{
    FnArg, ImplItem, ImplItemFn, ItemImpl, Lifetime, Pat, PatType, Receiver, ReceiverKind,
    ReturnType, Signature, Token, Type, TypeParamBound, parse_quote_spanned,
};

use super::handlers::{is_exclusive, returns};
use super::mount::{Mount, check_mount};
use crate::errors::{Errors, Place, nearest};
use crate::paths::Paths;
use crate::props;

/// The special methods that exist.
pub(crate) struct Methods {
    pub(crate) mount: Mount,
    pub(crate) has_render: bool,
    /// The contents that `render` shows, as it is given them.
    pub(crate) contents: Vec<Ident>,
    /// The position of the return type of `render`.
    pub(crate) view: Place,
    pub(crate) has_on_reject: bool,
    /// The position of the return type of `load_draft`, if it exists.
    pub(crate) load_draft: Option<Place>,
    /// Whether the view has `restored`.
    pub(crate) restored: bool,
    /// Whether the view has `migrate`.
    pub(crate) migrate: bool,
    /// Whether there is a type that can be a live view at all.
    pub(crate) can_be_live: bool,
}

impl Methods {
    pub(crate) fn of(item: &ItemImpl, persists: bool, errors: &mut Errors) -> Self {
        let before = errors.len();
        if let Some((path, _)) = &item.trait_ {
            errors.on(
                path,
                "`#[live_view]` belongs on an impl of the type itself, not of a trait",
            );
        }
        check_generics(item, errors);
        let can_be_live = errors.len() == before;
        if !can_be_live {
            return Self {
                mount: Mount::Broken,
                has_render: false,
                contents: Vec::new(),
                view: Span::call_site().into(),
                has_on_reject: false,
                load_draft: None,
                restored: false,
                migrate: false,
                can_be_live,
            };
        }
        let mut once = BTreeMap::new();
        for item in &item.items {
            if let ImplItem::Fn(method) = item {
                once.entry(method.sig.ident.to_string()).or_insert(method);
            }
        }
        let has_render = match once.get("render") {
            Some(render) => check_render(render, errors),
            None => {
                missing_render(item, once.keys(), errors);
                false
            }
        };
        let contents = once
            .get("render")
            .map(|render| contents(&render.sig))
            .unwrap_or_default();
        let mount = once
            .get("mount")
            .map_or(Mount::Default, |mount| check_mount(mount, errors));
        let has_on_reject = once
            .get("on_reject")
            .is_some_and(|on_reject| check_on_reject(on_reject, errors));
        let view = once
            .get("render")
            .map_or_else(|| Span::call_site().into(), |render| returns(&render.sig));
        let has_draft = item
            .attrs
            .iter()
            .any(|attribute| attribute.path().is_ident("draft"));
        let load_draft = once.get("load_draft").filter(|_| has_draft);
        let load_draft = load_draft.and_then(|load_draft| check_load_draft(load_draft, errors));
        let persisting = |name: &str| once.get(name).filter(|_| persists);
        let restored =
            persisting("restored").is_some_and(|restored| check_restored(restored, errors));
        let migrate = persisting("migrate").is_some_and(|migrate| check_migrate(migrate, errors));
        Self {
            mount,
            has_render,
            contents,
            view,
            has_on_reject,
            load_draft,
            restored,
            migrate,
            can_be_live,
        }
    }

    /// Completes the signature of `render`, so that one error does not cause another: that it borrows
    /// the view, which `impl View` alone states only since edition 2024, its return type, and the types of contents.
    pub(crate) fn complete(&self, item: &mut ItemImpl, paths: &Paths) {
        for item in &mut item.items {
            let ImplItem::Fn(method) = item else { continue };
            if method.sig.ident != "render" {
                continue;
            }
            for (number, content) in (0_u16..).zip(contents_in(&mut method.sig.inputs)) {
                let private = paths.private();
                *content.ty = parse_quote_spanned!(content.ty.span()=> #private::Slot<#number>);
            }
            let span = method.sig.ident.span();
            match &mut method.sig.output {
                output @ ReturnType::Default => {
                    let private = paths.private();
                    *output = parse_quote_spanned!(span=> -> impl #private::View);
                }
                ReturnType::Type(_, ty) if self.has_render => complete_type(ty),
                ReturnType::Type(..) => {}
            }
        }
    }
}

/// The names of the methods, besides `render`, that return views.
pub(crate) fn views(item: &ItemImpl) -> impl Iterator<Item = String> {
    item.items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) if method.sig.ident != "render" => {
            returns_view(&method.sig.output).then(|| method.sig.ident.to_string())
        }
        _ => None,
    })
}

/// Whether a return type is `impl View`, by any path.
pub(crate) fn returns_view(output: &ReturnType) -> bool {
    let is_view = |bound: &TypeParamBound| match bound {
        TypeParamBound::Trait(bound) => bound
            .path
            .segments
            .last()
            .is_some_and(|word| word.ident == "View"),
        _ => false,
    };
    matches!(output, ReturnType::Type(_, ty) if matches!(&**ty, Type::ImplTrait(of) if of.bounds.iter().any(is_view)))
}

fn complete_type(ty: &mut Type) {
    if let Type::ImplTrait(of) = ty
        && of
            .bounds
            .iter()
            .all(|bound| matches!(bound, TypeParamBound::Trait(_)))
    {
        let span = of.impl_token.span;
        of.bounds.push(parse_quote_spanned!(span=> use<'_>));
    }
}

/// A page needs a concrete type that borrows nothing.
fn check_generics(item: &ItemImpl, errors: &mut Errors) {
    struct Borrowed<'e>(&'e mut Errors);
    impl<'ast> Visit<'ast> for Borrowed<'_> {
        fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
            if lifetime.ident != "static" {
                self.0.on(
                    lifetime,
                    "a live view can't borrow anything, because it lives as long as its page is open",
                );
            }
        }
    }
    if item.generics.params.is_empty() {
        Borrowed(errors).visit_type(&item.self_ty);
    } else {
        errors.on(
            &item.generics,
            "a live view can't be generic, because a page needs a concrete type",
        );
    }
}

fn missing_render<'n>(
    item: &ItemImpl,
    mut names: impl Iterator<Item = &'n String>,
    errors: &mut Errors,
) {
    let near = names.find(|name| nearest(name, ["render"]).is_some());
    let hint = near
        .map(|name| format!("; did you mean `{name}`?"))
        .unwrap_or_default();
    let message =
        format_args!("a live view needs `fn render(&self) -> impl View {{ view! {{ … }} }}`{hint}");
    errors.on(&item.self_ty, message);
}

/// Reports errors in the signature of `render`, and returns whether it can be called.
fn check_render(render: &ImplItemFn, errors: &mut Errors) -> bool {
    let (signature, before) = (&render.sig, errors.len());
    let expected = "expected `fn render(&self) -> impl View`";
    if signature.asyncness.is_some() {
        errors.on(
            &signature.asyncness,
            format_args!("`render` can't be `async`: {expected}"),
        );
    }
    match signature.inputs.first() {
        Some(FnArg::Receiver(receiver)) if is_shared(receiver) => {}
        Some(receiver @ FnArg::Receiver(_)) => {
            errors.on(receiver, format_args!("`render` takes `&self`: {expected}"));
        }
        _ => errors.on(&signature.ident, expected),
    }
    for more in signature.inputs.iter().skip(1) {
        if !is_content(more) {
            errors.on(
                more,
                format_args!("`render` takes `&self`, and contents that it shows, such as `children: Children`: {expected}"),
            );
        }
    }
    if !signature.generics.params.is_empty() {
        errors.on(
            &signature.generics,
            format_args!("`render` can't be generic: {expected}"),
        );
    }
    if matches!(signature.output, ReturnType::Default) {
        errors.on(&signature.ident, expected);
    }
    errors.len() == before
}

/// Whether a parameter is a content: `children: Children`.
fn is_content(input: &FnArg) -> bool {
    matches!(input, FnArg::Typed(typed) if matches!(&*typed.pat, Pat::Ident(_)) && props::is_called(&typed.ty, "Children"))
}

/// The contents among the parameters of `render`.
fn contents_in(inputs: &mut Punctuated<FnArg, Token![,]>) -> impl Iterator<Item = &mut PatType> {
    inputs
        .iter_mut()
        .filter_map(|input| match is_content(input) {
            true => match input {
                FnArg::Typed(content) => Some(content),
                FnArg::Receiver(_) => None,
            },
            false => None,
        })
}

/// The names of the contents.
fn contents(render: &Signature) -> Vec<Ident> {
    let mut inputs = render.inputs.clone();
    contents_in(&mut inputs)
        .filter_map(|content| match &*content.pat {
            Pat::Ident(name) => Some(name.ident.clone()),
            _ => None,
        })
        .collect()
}

fn is_shared(receiver: &Receiver) -> bool {
    matches!(receiver.kind, ReceiverKind::Reference(_, _, None))
}

/// The position of the return type of `load_draft`, if it can be called.
fn check_load_draft(load_draft: &ImplItemFn, errors: &mut Errors) -> Option<Place> {
    let signature = &load_draft.sig;
    let is_right = signature.receiver().is_some_and(is_shared)
        && signature.inputs.len() == 1
        && signature.asyncness.is_none()
        && signature.generics.params.is_empty();
    if !is_right {
        errors.on(
            &signature.ident,
            "expected `fn load_draft(&self) -> Option<Draft>`",
        );
    }
    is_right.then(|| returns(signature))
}

/// Whether `restored` can be called.
fn check_restored(restored: &ImplItemFn, errors: &mut Errors) -> bool {
    let signature = &restored.sig;
    let is_right = signature.receiver().is_some_and(is_exclusive)
        && signature.inputs.len() == 2
        && signature.asyncness.is_none()
        && signature.generics.params.is_empty();
    if !is_right {
        errors.on(
            &signature.ident,
            "expected `fn restored(&mut self, request: &Request)`, with `()` or a `Result<(), E>`",
        );
    }
    is_right
}

/// Whether `migrate` can be called.
fn check_migrate(migrate: &ImplItemFn, errors: &mut Errors) -> bool {
    let signature = &migrate.sig;
    let is_right = signature.receiver().is_none()
        && signature.inputs.len() == 1
        && signature.asyncness.is_none()
        && signature.generics.params.is_empty();
    if !is_right {
        errors.on(
            &signature.ident,
            "expected `fn migrate(old: &OldState) -> Result<Self, Reject>`",
        );
    }
    is_right
}

fn check_on_reject(on_reject: &ImplItemFn, errors: &mut Errors) -> bool {
    let signature = &on_reject.sig;
    let changes = signature.receiver().is_some_and(is_exclusive);
    let is_right = signature.inputs.len() == 2 && signature.asyncness.is_none() && changes;
    if !is_right {
        errors.on(
            &signature.ident,
            "expected `fn on_reject(&mut self, reject: &Reject)`",
        );
    }
    is_right
}
