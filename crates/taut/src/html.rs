//! Items for the names in a template, so that an editor can complete and explain them.

#![allow(
    missing_docs,
    non_snake_case,
    non_upper_case_globals,
    non_camel_case_types,
    reason = "the items have the names that HTML has"
)]

taut_macros::__html_items!();

/// Returns its tokens unchanged. It marks tokens that only an editor reads, and not the compiler.
#[doc(hidden)]
#[macro_export]
macro_rules! __as_typed {
    ($($tokens:tt)*) => { $($tokens)* };
}
