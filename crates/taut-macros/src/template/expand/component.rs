//! Writes the code of a part: shows it with its props, and calls handlers with what it emits.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};

use super::{Expand, call_maker, ident};
use crate::errors::Place;
use crate::template::ast::Expr;
use crate::template::lower::{ComponentListener, Hole, Part, Source};

impl Expand {
    /// Shows the part, or follows an address into it.
    pub(super) fn part(&self, hole: &Hole, memo: &TokenStream, shown: &Part) -> TokenStream {
        let (pass, number, before, private) =
            (ident("__pass"), hole.number, &hole.before, &self.private);
        let at = ident("__at");
        match shown {
            Part::View(view) => {
                let view = &view.tokens;
                quote! {
                    if let ::core::option::Option::Some(#at) = #pass.part(#number, #before, &mut #memo) {
                        #at.show(#private::Piece(#view));
                    }
                }
            }
            Part::Tag {
                name,
                place,
                props,
                listeners,
            } => {
                let given = given(name, *place, props);
                let delivered = delivered(hole, name, listeners);
                quote! {
                    const _: () = #name::__tag();
                    if let ::core::option::Option::Some(#at) = #pass.part(#number, #before, &mut #memo) {
                        #at.show(#given);
                    }
                    #delivered
                }
            }
        }
    }
}

/// What a tag names, with its props. Errors about missing ones are reported at the name.
fn given(name: &TokenStream, place: Place, props: &[(Ident, Expr)]) -> TokenStream {
    let props = props.iter().map(|(prop, value)| {
        let value = &value.tokens;
        quote_spanned!(prop.span()=> .#prop(#value))
    });
    quote_spanned!(place.start=> #name::__props()#(#props)*.__end())
}

/// Calls the handlers of the listeners with what the component has emitted.
fn delivered(
    hole: &Hole,
    name: &TokenStream,
    listeners: &[ComponentListener],
) -> Option<TokenStream> {
    let (pass, emission, number) = (ident("__pass"), ident("__emission"), hole.number);
    let listeners = listeners.iter().map(|listener| delivery(name, listener));
    (listeners.len() > 0).then(|| {
        quote! {
            if let ::core::option::Option::Some(mut #emission) = #pass.emission(#number) {
                #(#listeners)*
            }
        }
    })
}

fn delivery(name: &TokenStream, listener: &ComponentListener) -> TokenStream {
    let (pass, emission, detail) = (ident("__pass"), ident("__emission"), ident("__detail"));
    let event = &listener.event;
    let arguments = listener.arguments.iter().map(|argument| match argument {
        Source::Bound(value) => value.tokens.clone(),
        Source::Projection(projection, _) => {
            let detail = Ident::new("__detail", projection.span().resolved_at(detail.span()));
            quote!(#detail)
        }
    });
    let (index, call) = (
        Literal::u16_suffixed(listener.index),
        call_maker(&listener.handler),
    );
    let taken = quote_spanned!(event.span()=> .#event(&mut #emission));
    quote! {
        if let ::core::option::Option::Some(#detail) = #name::__events()#taken {
            let _ = &#detail;
            #pass.deliver(#index, Self::#call(#(#arguments),*));
        }
    }
}
