//! Items that the names in a template lead to, so that an editor can complete and explain them.

#![allow(
    missing_docs,
    non_snake_case,
    non_upper_case_globals,
    non_camel_case_types,
    reason = "the items have the names that HTML has"
)]

taut_macros::__html_items!();

/// Gives its tokens back as they are; around what the compiler does not read, for an editor.
#[doc(hidden)]
#[macro_export]
macro_rules! __as_typed {
    ($($tokens:tt)*) => { $($tokens)* };
}
