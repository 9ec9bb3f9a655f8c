//! Writes the code of a list: the loop over its rows.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::{Expand, borrowed, ident, reads};
use crate::template::ast::Expr;
use crate::template::lower::{Body, Hole, Keys};
use crate::template::parse::is_place;

impl Expand<'_> {
    pub(super) fn rows(
        &self,
        hole: &Hole,
        memo: &TokenStream,
        (pattern, iterator, keys): (&Expr, &Expr, &Keys),
        row: &Body,
    ) -> TokenStream {
        self.binds(&pattern.tokens);
        let key = match keys {
            Keys::Written(key) => key,
            Keys::Feed(key) => return self.feed(hole, memo, (pattern, iterator, key), row),
        };
        // The code of the row may bind further names.
        let changing = self.changing.borrow().clone();
        if may_be_followed(&iterator.tokens)
            && let Some(reads) = reads::of_rows(&pattern.tokens, keys, row, changing)
        {
            return self.linked(hole, memo, (pattern, iterator, key), row, &reads);
        }
        let (pass, rows) = (ident("__pass"), ident("__rows"));
        let Hole { number, before, .. } = hole;
        let code = self.loop_over(pattern, iterator.tokens.clone(), key, row);
        quote! {
            let mut #rows = #pass.list(#number, #before, &mut #memo);
            #code
            #rows.end(#pass);
        }
    }

    fn loop_over(
        &self,
        pattern: &Expr,
        iterator: TokenStream,
        key: &Expr,
        row: &Body,
    ) -> TokenStream {
        let (pass, inner, rows) = (ident("__pass"), ident("__memo"), ident("__rows"));
        let key = borrowed(key);
        let (body, last) = (self.body(row), &row.last);
        let pattern = &pattern.tokens;
        quote! {
            for #pattern in #iterator {
                if #rows.is_done() {
                    break;
                }
                if let ::core::option::Option::Some(#inner) = #rows.row(#pass, #key) {
                    { #body }
                    #rows.row_end(#pass, #last);
                }
            }
        }
    }

    /// Rows of what may be a collection that records its edits: then a pass visits only those that it must.
    fn linked(
        &self,
        hole: &Hole,
        memo: &TokenStream,
        (pattern, iterator, key): (&Expr, &Expr, &Expr),
        row: &Body,
        reads: &reads::Reads,
    ) -> TokenStream {
        let private = &self.private;
        let [pass, rows, link, all, compared] =
            ["__pass", "__rows", "__link", "__all", "__compared"].map(ident);
        let Hole { number, before, .. } = hole;
        // What cannot be looped over is an error at the user's expression, from its start to its end.
        let [start, end] = [iterator.place.start, iterator.place.end]
            .map(|place| Span::mixed_site().located_at(place));
        let (shown, method) = (Ident::new("__link", start), Ident::new("rows", start));
        let mut arguments = Group::new(Delimiter::Parenthesis, quote!(&mut #rows, #all));
        arguments.set_span(end);
        let visited = quote_spanned!(start=> #shown.#method #arguments);
        let (iterator, reads) = (&iterator.tokens, self.reads(&rows, reads));
        let code = self.loop_over(pattern, visited, key, row);
        // What the rows read is compared before they are visited, but their code comes first: the types of variables follow
        // from how it uses them.
        //
        // Temporaries of the iterator, such as the guard of a mutex, live as long as those of a `for`.
        quote! {
            match #iterator {
                #all => {
                    let #link = {
                        use #private::follow::*;
                        (&#private::looped(&#all)).link(&#all)
                    };
                    let mut #rows = #link.list(#pass, #number, #before, &mut #memo);
                    let mut #compared = false;
                    loop {
                        if #compared {
                            #code
                            break;
                        }
                        #compared = true;
                        #reads
                    }
                    #link.end(#rows, #pass);
                }
            };
        }
    }

    /// Compares what the rows read besides themselves.
    fn reads(&self, rows: &Ident, reads: &reads::Reads) -> TokenStream {
        let (private, link, kept) = (&self.private, ident("__link"), ident("__kept"));
        let of = |method: &str, compare: &str, place: &TokenStream, number: usize| {
            let (method, compare) = (ident(method), ident(compare));
            quote! {
                #link.#method(&mut #rows, #number, |#kept| {
                    use #private::follow::*;
                    (&#private::Read(&#place)).#compare(#kept)
                });
            }
        };
        let places = reads.places.iter().map(|it| ("read", "is_same", it));
        let picks = reads.picks.iter().map(|it| ("pick", "picked", it));
        places
            .chain(picks)
            .enumerate()
            .map(|(number, (method, compare, place))| of(method, compare, place, number))
            .collect()
    }

    /// The rows of a feed that are not sent yet; a search finds the others in the memo.
    fn feed(
        &self,
        hole: &Hole,
        memo: &TokenStream,
        (pattern, feed, key): (&Expr, &Expr, &TokenStream),
        row: &Body,
    ) -> TokenStream {
        let (pass, inner, rows) = (ident("__pass"), ident("__memo"), ident("__rows"));
        let (key_of_row, value) = (ident("__key"), ident("__row"));
        let Hole { number, before, .. } = hole;
        let (body, last) = (self.body(row), &row.last);
        let recall = self.recall_feed_row(hole, memo, key, row, &[]);
        let method = Ident::new("feed", Span::mixed_site().located_at(feed.around));
        let (pattern, feed) = (&pattern.tokens, borrowed(feed));
        quote! {
            if #pass.renders() {
                let mut #rows = #pass.#method(#number, #before, &mut #memo, #feed);
                while let ::core::option::Option::Some((#key_of_row, #value, #inner)) = #rows.next(#pass) {
                    let #pattern = (#key_of_row, #value);
                    let _ = &#inner;
                    { #body }
                    #rows.row_end(#pass, #last);
                }
                #rows.end(#pass);
            } else {
                #recall
            }
        }
    }
}

/// Whether an expression may be a collection that records its edits, or its pairs.
fn may_be_followed(iterator: &TokenStream) -> bool {
    match syn::parse2(iterator.clone()) {
        Ok(syn::Expr::MethodCall(call)) => call.method == "pairs" && call.args.is_empty(),
        _ => is_place(iterator),
    }
}
