//! Writes the code of a part: shows it with its props, and calls handlers with what it emits.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};

use super::{Captures, Expand, call_maker, ident};
use crate::errors::Place;
use crate::template::ast::Expr;
use crate::template::lower::{ComponentListener, Hole, Part, Source};

impl Expand<'_> {
    /// Shows the part, or follows an address into it.
    pub(super) fn part(&self, hole: &Hole, memo: &TokenStream, shown: &Part) -> TokenStream {
        let (pass, number, before, private) =
            (ident("__pass"), hole.number, &hole.before, &self.private);
        let (at, contents) = (ident("__at"), ident("__contents"));
        let show = |part: TokenStream| {
            quote! {
                if let ::core::option::Option::Some(#at) = #pass.part(#number, #before, &mut #memo) {
                    #at.show(#part);
                }
            }
        };
        match shown {
            Part::View(view) if view.is_content => {
                let value = &view.value.tokens;
                let show = show(quote!(&#value));
                quote! {
                    #private::has_memo(&mut #memo, #private::memo_of_content(&#value));
                    #show
                }
            }
            Part::View(view) => {
                let (value, twin) = (&view.value.tokens, twin(&view.value));
                let show = show(quote!(#private::Piece(#value)));
                quote! {
                    #private::has_memo(&mut #memo, #private::memo_of(#twin));
                    #show
                }
            }
            Part::Tag {
                name,
                place,
                props,
                listeners,
                contents: written,
            } => {
                let written = written.iter().map(|(prop, body)| {
                    let view = self.view(body, Captures::Borrowed);
                    quote_spanned!(prop.span()=> .#prop(#view))
                });
                let given = quote_spanned!(place.start=> #name::__contents());
                let show = show(given_props(name, *place, props, &contents));
                let delivered = delivered(hole, name, listeners);
                quote! {
                    match #given #(#written)* {
                        #contents => {
                            #private::has_memo(&mut #memo, #contents.__twins().__memo());
                            #show
                        }
                    }
                    #delivered
                }
            }
        }
    }
}

/// A function that makes the same view as a call of a method, of values that borrow nothing.
fn twin(call: &Expr) -> TokenStream {
    let (method, count) = match syn::parse2(call.tokens.clone()) {
        Ok(syn::Expr::MethodCall(call)) => (call.method, call.args.len() + 1),
        Ok(syn::Expr::Call(syn::ExprCall { func, args, .. })) => match *func {
            syn::Expr::Path(path) => match path.path.segments.last() {
                Some(word) => (word.ident.clone(), args.len()),
                None => return TokenStream::new(),
            },
            _ => return TokenStream::new(),
        },
        _ => return TokenStream::new(),
    };
    let values: Vec<_> = (0..count).map(|at| ident(&format!("__v{at}"))).collect();
    quote!(|(#(#values,)*)| Self::#method(#(#values),*))
}

/// What a tag names, with its props. Errors about missing ones are reported at the name.
fn given_props(
    name: &TokenStream,
    place: Place,
    props: &[(Ident, Expr)],
    contents: &Ident,
) -> TokenStream {
    let props = props.iter().map(|(prop, value)| {
        let value = &value.tokens;
        quote_spanned!(prop.span()=> .#prop(#value))
    });
    quote_spanned!(place.start=> #name::__props(#contents)#(#props)*.__end().__shown())
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
