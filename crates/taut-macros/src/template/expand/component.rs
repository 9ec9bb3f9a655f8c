//! Writes the code of a component: gives it its props, and calls handlers with what it emits.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};

use super::{call_maker, ident};
use crate::errors::Place;
use crate::template::ast::Expr;
use crate::template::lower::{ComponentListener, Hole, Source};

/// Shows the component, or follows an address into it.
pub(super) fn shown(
    hole: &Hole,
    memo: &TokenStream,
    name: &Ident,
    place: Place,
    props: Option<&[(Ident, Expr)]>,
) -> TokenStream {
    let (pass, inner, number) = (ident("__pass"), ident("__component"), hole.number);
    let component = quote_spanned!(name.span()=> component::<#name>);
    let Some(props) = props else {
        return quote!(#pass.#component(#number, &mut #memo, |_| {}););
    };
    let props = props.iter().map(|(prop, value)| {
        let value = &value.tokens;
        quote_spanned!(prop.span()=> .#prop(#value))
    });
    // Errors about missing props are reported at the name.
    let props = quote_spanned!(place.start=> #name::__props()#(#props)*.__end());
    quote!(#pass.#component(#number, &mut #memo, |#inner| #inner.give(#props));)
}

/// Calls the handlers of the listeners with what the component has emitted.
pub(super) fn delivered(
    hole: &Hole,
    name: &Ident,
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

fn delivery(name: &Ident, listener: &ComponentListener) -> TokenStream {
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
