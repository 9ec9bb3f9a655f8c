//! Writes the code that finds a listener in what was rendered last, without the view.
//!
//! Where a view panics, nothing can be asked of it: neither its loops nor its conditions, nor what its listeners are bound to. All that is
//! in the memo, or is constant, so a handler can still be called, and put it right.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::memo::member;
use super::{Expand, bound_arguments, child_name, ident};
use crate::template::lower::{Body, Event, Memo, Step};

/// The key of a row that the code is in, as it is written, and the name that it has in the code.
type RowKey = (String, Ident);

impl Expand {
    pub(super) fn recall(&self, steps: &[Step], memos: &[Memo], keys: &[RowKey]) -> TokenStream {
        steps.iter().map(|step| self.recall_step(step, memos, keys)).collect()
    }

    fn recall_step(&self, step: &Step, memos: &[Memo], keys: &[RowKey]) -> TokenStream {
        let (pass, memo) = (ident("__pass"), ident("__memo"));
        let member_of = |index: usize| member(index, memos.len());
        match step {
            Step::Let(_) | Step::Mention(_) | Step::Value { .. } => TokenStream::new(),
            Step::Scope(steps) => self.recall(steps, memos, keys),
            Step::Block { hole, memo: index, arms, .. } => {
                let Memo::Block(shapes) = &memos[*index] else { return TokenStream::new() };
                let member = member_of(*index);
                let arms = arms.iter().zip(shapes).enumerate();
                arms.map(|(at, (arm, shape))| self.recall_arm((*hole, at), &member, arm, shape, keys)).collect()
            }
            Step::Rows { hole, memo: index, key, row, .. } => {
                let Memo::List(shape) = &memos[*index] else { return TokenStream::new() };
                let (member, outer) = (member_of(*index), ident("__outer"));
                let name = ident(&format!("__key{}", keys.len()));
                let keys = [keys, &[(key.tokens.to_string(), name.clone())]].concat();
                let body = self.recall(&row.steps, shape, &keys);
                quote! {
                    if let ::core::option::Option::Some((#outer, #name, #memo)) = #pass.recall_row(#hole, &mut #memo #member) {
                        let _ = (&#name, &#memo);
                        #body
                        #pass.leave_recalled(#outer);
                    }
                }
            }
            Step::Child { hole, memo: index, view } => {
                let (member, name) = (member_of(*index), child_name(self.child(view), view));
                quote!(#pass.child::<#name>(#hole, &mut #memo #member);)
            }
            Step::Event(event) => self.recall_event(event, event.memo.map(member_of), keys),
        }
    }

    /// An arm of a block, if it is the one that is shown.
    fn recall_arm(
        &self,
        (hole, at): (u16, usize),
        member: &TokenStream,
        arm: &Body,
        shape: &[Memo],
        keys: &[RowKey],
    ) -> TokenStream {
        let private = &self.private;
        let (pass, memo, outer) = (ident("__pass"), ident("__memo"), ident("__outer"));
        let there = (0..at).map(|_| quote!(.there()));
        let body = self.recall(&arm.steps, shape, keys);
        let index = u32::try_from(at).unwrap_or(u32::MAX);
        quote! {
            if let ::core::option::Option::Some((#outer, #memo)) =
                #pass.arm(#hole, "", #index, #private::Arm::of(&mut #memo #member, false) #(#there)* .here())
            {
                let _ = &#memo;
                #body
                #pass.leave(#outer, "");
            }
        }
    }

    fn recall_event(&self, event: &Event, memo: Option<TokenStream>, keys: &[RowKey]) -> TokenStream {
        let private = &self.private;
        let (pass, found, bound) = (ident("__pass"), ident("__found"), ident("__bound"));
        let hole = event.hole;
        let Some(member) = memo else {
            let make = self.call(event, |_, value| {
                let written = value.tokens.to_string();
                match keys.iter().rfind(|(key, _)| *key == written) {
                    Some((_, name)) => quote!(#private::recalled(#name)?),
                    None => value.tokens.clone(),
                }
            });
            return quote! {
                if let ::core::option::Option::Some(#found) = #pass.finds(#hole) { let _ = #found; #make }
            };
        };
        let (memo, types) = (ident("__memo"), bound_arguments(event).map(|(ty, _)| ty));
        let bind = self.bind(event, &quote!(&mut #memo #member));
        quote! {{
            let mut #bound: ::core::option::Option<(#(#types,)*)> = ::core::option::Option::None;
            #bind
        }}
    }
}
