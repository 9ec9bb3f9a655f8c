//! The types of memos: tuples, nested so that the standard library's traits hold.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::template::lower::Memo;

/// So many memos stand in one tuple; the standard library's traits end at twelve.
const TUPLE: usize = 8;

/// The type of the memos of a body, with a blank for each leaf.
pub(super) fn memo_type(memos: &[Memo], private: &TokenStream) -> TokenStream {
    let types = memos.iter().map(|memo| match memo {
        Memo::Leaf => quote!(_),
        Memo::List(row) => {
            let row = memo_type(row, private);
            quote!(#private::List<_, #row>)
        }
        Memo::Block(arms) => arms.iter().rev().fold(quote!(()), |rest, arm| {
            let arm = memo_type(arm, private);
            quote!(#private::Or<#arm, #rest>)
        }),
    });
    tuple(types.collect())
}

/// Nests tuples so that none has more than [`TUPLE`] members.
fn tuple(mut types: Vec<TokenStream>) -> TokenStream {
    while types.len() > TUPLE {
        types = types.chunks(TUPLE).map(|chunk| quote!((#(#chunk,)*))).collect();
    }
    quote!((#(#types,)*))
}

/// The way to a member of a nested tuple of so many.
pub(super) fn member(index: usize, count: usize) -> TokenStream {
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
