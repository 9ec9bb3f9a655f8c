//! The types of memos: tuples, nested so that the standard library's traits hold.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident;
use crate::template::lower::{Body, Hole, Keys, Kind};

/// The maximum number of memos in a tuple; the standard library's traits end at twelve.
const TUPLE: usize = 8;

/// Names the types that the compiler infers in the type of a memo: that of a part by its number, and any other.
pub(super) type Name<'n> = &'n mut dyn FnMut(Option<usize>) -> TokenStream;

/// A blank for each type that the compiler infers.
pub(super) fn blank(_: Option<usize>) -> TokenStream {
    quote!(_)
}

/// The type of the memos of a body.
pub(super) fn memo_type(body: &Body, private: &TokenStream, name: Name<'_>) -> TokenStream {
    let holes = body.holes().into_iter().filter(|hole| hole.memo.is_some());
    let types = holes.map(|hole| match &hole.kind {
        Kind::List { keys, row, .. } => {
            let (key, row) = (name(None), memo_type(row, private, name));
            match keys {
                Keys::Written(_) => quote!(#private::List<#key, #row>),
                Keys::Feed(_) => quote!(#private::FeedList<#key, #row>),
            }
        }
        Kind::Block { arms, .. } => arms.iter().rev().fold(quote!(()), |rest, arm| {
            let arm = memo_type(arm, private, name);
            quote!(#private::Or<#arm, #rest>)
        }),
        Kind::Part { number, .. } => name(Some(*number)),
        _ => name(None),
    });
    tuple(types.collect())
}

/// The memos of a body, by their number.
#[derive(Clone, Copy)]
pub(super) struct Members(usize);

impl Members {
    pub(super) fn of(body: &Body) -> Self {
        Self(
            body.holes()
                .iter()
                .filter(|hole| hole.memo.is_some())
                .count(),
        )
    }

    /// The memo of a hole; nothing for a hole without one.
    pub(super) fn of_hole(self, hole: &Hole) -> TokenStream {
        let memo = ident("__memo");
        let member = hole.memo.map(|index| member(index, self.0));
        quote!(#memo #member)
    }
}

/// Nests tuples so that none has more than [`TUPLE`] members.
fn tuple(mut types: Vec<TokenStream>) -> TokenStream {
    while types.len() > TUPLE {
        types = types
            .chunks(TUPLE)
            .map(|chunk| quote!((#(#chunk,)*)))
            .collect();
    }
    quote!((#(#types,)*))
}

/// The path to a member of a nested tuple with so many members.
fn member(index: usize, count: usize) -> TokenStream {
    let mut width = 1;
    while width * TUPLE < count {
        width *= TUPLE;
    }
    let mut way = TokenStream::new();
    let mut rest = index;
    while width > 0 {
        let at = Literal::usize_unsuffixed(rest / width);
        way.extend(quote!(.#at));
        rest %= width;
        width /= TUPLE;
    }
    way
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_reached_through_nested_tuples() {
        let way = |index, count| member(index, count).to_string().replace(' ', "");
        assert_eq!(way(0, 1), ".0");
        assert_eq!(way(7, 8), ".7");
        assert_eq!(way(8, 9), ".1.0");
        assert_eq!(way(70, 100), ".1.0.6");
    }
}
