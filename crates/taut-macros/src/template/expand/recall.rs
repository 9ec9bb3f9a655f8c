//! Writes the code that finds a listener in what was last rendered, without the view.
//!
//! If a view panics, it cannot be used: neither its loops nor its conditions, nor the values that its
//! listeners are bound to. All of that is in the memo, or constant, so a handler can still be called,
//! and repair the view.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::memo::Members;
use super::{Expand, bound_arguments, ident};
use crate::template::lower::{Body, Event, Hole, Keys, Kind};

/// The key of a row around the code, as it is written, and its name in the code.
type RowKey = (String, Ident);

impl Expand<'_> {
    pub(super) fn recall(&self, body: &Body, keys: &[RowKey]) -> TokenStream {
        let members = Members::of(body);
        body.holes()
            .into_iter()
            .map(|hole| self.recall_hole(hole, members, keys))
            .collect()
    }

    fn recall_hole(&self, hole: &Hole, members: Members, keys: &[RowKey]) -> TokenStream {
        let (pass, memo) = (ident("__pass"), members.of_hole(hole));
        let number = hole.number;
        match &hole.kind {
            Kind::Value { .. } | Kind::Bus { .. } | Kind::Commands(_) => TokenStream::new(),
            Kind::Block { arms, .. } => {
                let arms = arms.iter().enumerate();
                arms.map(|(at, arm)| self.recall_arm((number, at), &memo, arm, keys))
                    .collect()
            }
            Kind::List {
                keys: Keys::Feed(key),
                row,
                ..
            } => self.recall_feed_row(hole, &memo, key, row, keys),
            Kind::List {
                keys: Keys::Written(key),
                row,
                ..
            } => {
                let (outer, inner) = (ident("__outer"), ident("__memo"));
                let name = ident(&format!("__key{}", keys.len()));
                let keys = [keys, &[(key.tokens.to_string(), name.clone())]].concat();
                let body = self.recall(row, &keys);
                quote! {
                    if let ::core::option::Option::Some((#outer, #name, #inner)) = #pass.recall_row(#number, &mut #memo) {
                        let _ = (&#name, &#inner);
                        #body
                        #pass.leave_recalled(#outer);
                    }
                }
            }
            Kind::Part { .. } => quote!(#pass.recall_part(#number, &mut #memo);),
            Kind::Event(event) => self.recall_event(hole, event, hole.memo.map(|_| memo), keys),
        }
    }

    /// The row of a feed that the address leads to: the server has its key, and what its listeners are bound to.
    pub(super) fn recall_feed_row(
        &self,
        hole: &Hole,
        memo: &TokenStream,
        key: &TokenStream,
        row: &Body,
        keys: &[RowKey],
    ) -> TokenStream {
        let (pass, outer, inner) = (ident("__pass"), ident("__outer"), ident("__memo"));
        let (number, name, body) = (hole.number, ident("__key"), self.recall(row, keys));
        quote! {
            if let ::core::option::Option::Some((#outer, #name, #inner)) = #pass.recall_feed_row(#number, &mut #memo) {
                #[allow(unused_variables, reason = "only listeners use the key")]
                let #key = #name;
                let _ = &#inner;
                #body
                #pass.leave_recalled(#outer);
            }
        }
    }

    /// An arm of a block, if it is the one that is shown.
    fn recall_arm(
        &self,
        (hole, at): (u16, usize),
        memo: &TokenStream,
        arm: &Body,
        keys: &[RowKey],
    ) -> TokenStream {
        let private = &self.private;
        let (pass, inner, outer) = (ident("__pass"), ident("__memo"), ident("__outer"));
        let there = (0..at).map(|_| quote!(.there()));
        let body = self.recall(arm, keys);
        let index = u32::try_from(at).unwrap_or(u32::MAX);
        quote! {
            if let ::core::option::Option::Some((#outer, #inner)) =
                #pass.arm(#hole, "", #index, #private::Arm::of(&mut #memo, false) #(#there)* .here())
            {
                let _ = &#inner;
                #body
                #pass.leave(#outer, "");
            }
        }
    }

    fn recall_event(
        &self,
        hole: &Hole,
        event: &Event,
        memo: Option<TokenStream>,
        keys: &[RowKey],
    ) -> TokenStream {
        let private = &self.private;
        let (pass, found, bound) = (ident("__pass"), ident("__found"), ident("__bound"));
        let number = hole.number;
        let Some(memo) = memo else {
            let make = self.call(event, |_, value| {
                let written = value.tokens.to_string();
                match keys.iter().rfind(|(key, _)| *key == written) {
                    Some((_, name)) => quote!(#private::recalled(#name)?),
                    None => value.tokens.clone(),
                }
            });
            return quote! {
                if let ::core::option::Option::Some(#found) = #pass.finds(#number) { let _ = #found; #make }
            };
        };
        let types = bound_arguments(event).map(|(ty, _)| ty);
        let bind = self.bind(hole, event, &memo);
        quote! {{
            let mut #bound: ::core::option::Option<(#(#types,)*)> = ::core::option::Option::None;
            #bind
        }}
    }
}
