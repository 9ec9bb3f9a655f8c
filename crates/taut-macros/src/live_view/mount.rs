//! The method `mount`, which creates the view.

use syn::{FnArg, ImplItemFn, Type};

use super::handlers::{is_context, returns};
use crate::errors::{Errors, Place};

/// How the view is created.
pub(crate) enum Mount {
    /// As its `Default`.
    Default,
    By {
        is_async: bool,
        takes: Vec<MountArgument>,
        returns: Place,
    },
    /// Not at all, because of an error that has been reported.
    Broken,
}

/// A parameter of `mount`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum MountArgument {
    Request,
    Context,
}

/// Reports errors in the signature of `mount`, and tells how it is called.
pub(super) fn check_mount(mount: &ImplItemFn, errors: &mut Errors) -> Mount {
    let (signature, before) = (&mount.sig, errors.len());
    let expected = "`fn mount(request: &Request) -> Self`";
    if let Some(receiver) = signature.receiver() {
        errors.on(
            receiver,
            format_args!("`mount` creates the view, so it takes no `self`: {expected}"),
        );
    }
    let mut takes = Vec::new();
    for argument in &signature.inputs {
        let FnArg::Typed(typed) = argument else {
            continue;
        };
        let (what, how) = read(&typed.ty);
        if let Some(how) = how {
            errors.on(&typed.ty, format_args!("{how}: {expected}"));
        } else if takes.contains(&what) {
            errors.on(
                argument,
                format_args!(
                    "`mount` takes only the request, and optionally `&mut Context`: {expected}"
                ),
            );
        }
        takes.push(what);
    }
    if !signature.generics.params.is_empty() {
        errors.on(
            &signature.generics,
            format_args!("`mount` can't be generic: {expected}"),
        );
    }
    if errors.len() > before {
        return Mount::Broken;
    }
    Mount::By {
        is_async: signature.asyncness.is_some(),
        takes,
        returns: returns(signature),
    }
}

/// What a parameter of a type takes, and what is wrong with it.
fn read(ty: &Type) -> (MountArgument, Option<&'static str>) {
    match ty {
        Type::Reference(to) if is_context(&to.elem) => {
            let how = "`mount` takes the context as `&mut Context`";
            let is_shared = to.mutability.is_none();
            (MountArgument::Context, is_shared.then_some(how))
        }
        Type::Reference(to) if to.mutability.is_none() => (MountArgument::Request, None),
        _ => {
            let how = "`mount` takes the request, and optionally `&mut Context`";
            (MountArgument::Request, Some(how))
        }
    }
}
