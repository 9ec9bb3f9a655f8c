//! `#[blocking]`: a handler that blocks its thread runs on a thread of its own.

use quote::quote;

use super::{ASYNC, Annotation, Declared};

pub(super) const BLOCKING: Annotation = Annotation {
    name: "blocking",
    how: "`#[blocking]`",
    options: &[],
    excludes: &[(
        ASYNC,
        "it waits without blocking its thread; `#[blocking]` is for handlers that compute",
    )],
    read: |_, _| Some(Declared::new("blocking", quote!(true))),
};
