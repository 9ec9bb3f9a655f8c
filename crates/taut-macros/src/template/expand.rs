//! Writes the code of a lowered template: a constant table, and a closure that visits its holes.

mod component;
mod expressions;
mod loops;
mod memo;
mod places;
mod reads;
mod recall;
mod table;

use std::cell::RefCell;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;

use expressions::{borrowed, condition};
use memo::{Members, memo_type};

use super::lower::{
    Argument, Body, Choice, Event, Hole, Kind, Piece, Source, Step, Template, Value,
};
use crate::paths::Paths;
use crate::predict::Fields;
use crate::template::ast::Expr;

/// The expression that a `view!` expands to.
///
/// The fields are those of its formulas.
pub(crate) fn view(
    template: &Template,
    editor: TokenStream,
    fields: Option<&Fields>,
    paths: &Paths,
) -> TokenStream {
    let private = paths.private();
    let changing = RefCell::default();
    let expand = Expand {
        private,
        fields,
        changing,
    };
    let view = expand.view(template, Captures::Moved);
    quote!({ #editor #view })
}

/// How the code of a view has what it shows.
#[derive(Clone, Copy)]
enum Captures {
    /// It outlives the function that makes it.
    Moved,
    /// It is shown at once.
    Borrowed,
}

impl Expand<'_> {
    fn view(&self, Template { body, outline }: &Template, captures: Captures) -> TokenStream {
        let private = &self.private;
        let (template, outline) = (self.view_template(body), table::outline(outline, body));
        let (pass, memo) = (ident("__pass"), ident("__memo"));
        let shape = memo_type(body, private, &mut memo::blank);
        let code = self.body(body);
        let recall = self.recall(body, &[]);
        let captures = match captures {
            Captures::Moved => Some(quote!(move)),
            Captures::Borrowed => None,
        };
        let parts: Vec<_> = body.parts().into_iter().map(part_type).collect();
        let view_of = match parts.is_empty() {
            true => quote!(#private::view_of::<__Template, _, _>),
            false => quote!(__view),
        };
        let parts_in_scope = (!parts.is_empty()).then(|| quote!(use #private::part::*;));
        let with_parts = (!parts.is_empty()).then(|| with_parts(body, &parts, private));
        quote! {{
            struct __Template<#(#parts),*>(::core::marker::PhantomData<(#(#parts,)*)>);
            impl<#(#parts: #private::PartMemo),*> #private::StaticTemplate for __Template<#(#parts),*> {
                const TEMPLATE: &'static #private::Template = {
                    use #private::template::*;
                    #parts_in_scope
                                    &#template
            };

            const OUTLINE: &'static #private::outline::Outline = {
                use #private::outline::*;
                #parts_in_scope
                &#outline
            };
            }
            #with_parts
            #view_of(
                #captures |#pass: &mut #private::Pass<'_>, #memo: &mut #shape| { #code },
                |#pass: &mut #private::Pass<'_>, #memo: &mut #shape| { let _ = (&#pass, &#memo); #recall },
            )
        }}
    }
}

/// A function that makes the view of a template with parts: from the types of their memos follows what they are.
fn with_parts(body: &Body, parts: &[Ident], private: &TokenStream) -> TokenStream {
    let mut others = Vec::new();
    let shape = memo_type(body, private, &mut |part| match part {
        Some(number) => part_type(number).into_token_stream(),
        None => {
            others.push(ident(&format!("__M{}", others.len())));
            others.last().into_token_stream()
        }
    });
    quote! {
        fn __view<#(#parts: #private::PartMemo,)* #(#others,)* __F: Fn(&mut #private::Pass<'_>, &mut #shape)>(
            walk: __F,
            recall: #private::Recall<#shape>,
        ) -> #private::ViewOf<__Template<#(#parts),*>, __F, #shape> {
            #private::view_of(walk, recall)
        }
    }
}

/// The type of the memo of a part.
fn part_type(number: usize) -> Ident {
    ident(&format!("__P{number}"))
}

/// A name that the user's code cannot see.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

struct Expand<'f> {
    private: TokenStream,
    /// The fields of formulas, if there are any.
    fields: Option<&'f Fields>,
    /// The names that were bound so far so that rows can change them.
    changing: RefCell<Vec<String>>,
}

impl Expand<'_> {
    /// The code of a template, an arm or a row.
    fn body(&self, body: &Body) -> TokenStream {
        self.steps(&body.steps, Members::of(body))
    }

    fn steps(&self, steps: &[Step], members: Members) -> TokenStream {
        steps.iter().map(|step| self.step(step, members)).collect()
    }

    fn step(&self, step: &Step, members: Members) -> TokenStream {
        match step {
            Step::Let(statement) => {
                self.binds(statement);
                statement.clone()
            }
            Step::Scope(steps) => {
                let code = self.steps(steps, members);
                quote!({ #code })
            }
            Step::Spread(name, value, steps) => {
                let (private, pass) = (&self.private, ident("__pass"));
                let (value, code) = (borrowed(value), self.steps(steps, members));
                quote!(if #pass.renders() { let #name: &#private::Attributes = #value; #code })
            }
            Step::Mention(value) => {
                let places = places::of(&value.tokens);
                quote!(#(let _ = &#places;)*)
            }
            Step::Hole(hole) => self.hole(hole, members),
        }
    }

    /// Notes the names that are bound with `mut`, in this template or an outer one.
    fn binds(&self, tokens: &TokenStream) {
        reads::note_changing(tokens, &mut self.changing.borrow_mut());
    }

    fn hole(&self, hole: &Hole, members: Members) -> TokenStream {
        let memo = members.of_hole(hole);
        match &hole.kind {
            Kind::Value { method, value, .. } => self.value(method, hole, value, &memo),
            Kind::Block { arms, choice } => self.block(hole, &memo, arms, choice),
            Kind::List {
                pattern,
                iterator,
                keys,
                row,
            } => self.rows(hole, &memo, (pattern, iterator, keys), row),
            Kind::Part { shown, .. } => self.part(hole, &memo, shown),
            Kind::Event(event) => {
                let (pass, number, before) = (ident("__pass"), hole.number, &hole.before);
                let varies = hole.memo.is_some();
                let form = event
                    .posts
                    .then(|| quote!(#pass.form(#number, #before, #varies);));
                let listener = self.event(hole, event, hole.memo.map(|_| memo));
                quote!(#form #listener)
            }
            Kind::Bus { .. } | Kind::Commands(_) => TokenStream::new(),
        }
    }

    fn value(&self, method: &str, hole: &Hole, value: &Value, memo: &TokenStream) -> TokenStream {
        let Hole { number, before, .. } = hole;
        let pass = ident("__pass");
        let (value, span) = match value {
            Value::Borrowed(value) => (borrowed(value), value.around),
            Value::Copied(value) => (condition(value), value.around),
            Value::Typed(value, ty) => {
                let private = &self.private;
                let (as_known, value_of) = (
                    quote_spanned!(value.place.start=> known_in_the_browser),
                    borrowed(value),
                );
                (quote!(#private::#as_known::<#ty>(#value_of)), value.around)
            }
            Value::Json(value) => {
                let private = &self.private;
                let json_of = quote_spanned!(value.place.start=> json_for_the_browser);
                let value_of = borrowed(value);
                (quote!(&#private::#json_of(#value_of)), value.around)
            }
            Value::Joined(pieces) => (self.joined(pieces), Span::mixed_site()),
        };
        let method = Ident::new(method, Span::mixed_site().located_at(span));
        quote! {
            if #pass.renders() {
                #pass.#method(#number, #before, #value, &mut #memo);
            }
        }
    }

    fn joined(&self, pieces: &[Piece]) -> TokenStream {
        let private = &self.private;
        let with = pieces.iter().map(|piece| match piece {
            Piece::Static(text) => quote!(.with(#text)),
            Piece::Value(value) => {
                let value = borrowed(value);
                quote!(.with(#value))
            }
        });
        quote!(&#private::Joined::new() #(#with)*)
    }

    fn block(
        &self,
        hole: &Hole,
        memo: &TokenStream,
        arms: &[Body],
        choice: &Choice,
    ) -> TokenStream {
        let branch = |arm: &Option<usize>| self.branch(hole, memo, arms, *arm);
        match choice {
            Choice::If(branches) => {
                let mut code = TokenStream::new();
                for (at, (condition, arm)) in branches.iter().enumerate() {
                    let body = branch(arm);
                    let head = condition.as_ref().map(|condition| {
                        let tokens = &condition.tokens;
                        self.binds(tokens);
                        quote!(if #tokens)
                    });
                    let or = (at > 0).then(|| quote!(else));
                    code.extend(quote!(#or #head { #body }));
                }
                code
            }
            Choice::Match(scrutinee, branches) => {
                let scrutinee = &scrutinee.tokens;
                let arms = branches.iter().map(|(pattern, arm)| {
                    self.binds(&pattern.tokens);
                    let (pattern, body) = (&pattern.tokens, branch(arm));
                    quote!(#pattern => { #body })
                });
                quote!(match #scrutinee { #(#arms)* })
            }
        }
    }

    fn branch(
        &self,
        hole: &Hole,
        memo: &TokenStream,
        arms: &[Body],
        arm: Option<usize>,
    ) -> TokenStream {
        let Hole {
            number: hole,
            before,
            ..
        } = hole;
        let private = &self.private;
        let (pass, outer, inner) = (ident("__pass"), ident("__outer"), ident("__memo"));
        let start = quote!(#private::Arm::of(&mut #memo, #pass.renders()));
        let Some(index) = arm else {
            let there = arms.iter().map(|_| quote!(.there()));
            return quote!(#pass.no_arm(#hole, #before, #start #(#there)*););
        };
        let there = (0..index).map(|_| quote!(.there()));
        let (body, last) = (self.body(&arms[index]), &arms[index].last);
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        quote! {
            if let ::core::option::Option::Some((#outer, #inner)) = #pass.arm(#hole, #before, #index, #start #(#there)* .here()) {
                #body
                #pass.leave(#outer, #last);
            }
        }
    }

    /// A listener: remembers its bound arguments, or makes the call if it is the one that is searched for.
    fn event(&self, hole: &Hole, event: &Event, memo: Option<TokenStream>) -> TokenStream {
        let (pass, found, bound) = (ident("__pass"), ident("__found"), ident("__bound"));
        let number = hole.number;
        let Some(memo) = memo else {
            let make = self.call(event, |_, value| value.tokens.clone());
            return quote! {
                if let ::core::option::Option::Some(#found) = #pass.finds(#number) { let _ = #found; #make }
            };
        };
        let bind = self.bind(hole, event, &memo);
        let (types, values): (Vec<_>, Vec<_>) = bound_arguments(event).unzip();
        quote! {
            if #pass.listens(#number) {
                let #bound: (#(#types,)*) = (#(#values,)*);
                let mut #bound = ::core::option::Option::Some(#bound);
                #bind
            }
        }
    }

    /// Binds a listener to its arguments, if they are known, and makes the call if it is the one that is searched for.
    fn bind(&self, hole: &Hole, event: &Event, memo: &TokenStream) -> TokenStream {
        let (pass, found, bound) = (ident("__pass"), ident("__found"), ident("__bound"));
        let (number, bind) = (hole.number, Ident::new("bind", event.handler.span()));
        let make = self.call(event, |at, _| quote!(#bound.#at));
        quote! {
            let #found = #pass.#bind(#number, &mut #bound, &mut #memo);
            if let (::core::option::Option::Some(#found), ::core::option::Option::Some(#bound)) = (#found, #bound) {
                let _ = #found;
                #make
            }
        }
    }

    /// Ends the search for a listener with its call. The source of its bound arguments depends on their
    /// position and on how they are written.
    fn call(&self, event: &Event, bound: impl Fn(Literal, &Expr) -> TokenStream) -> TokenStream {
        let private = &self.private;
        let (pass, found) = (ident("__pass"), ident("__found"));
        let mut position = 0_usize;
        let mut argument = |argument: &Argument| match &argument.source {
            Source::Projection(projection, index) => {
                let read =
                    quote_spanned!(projection.span()=> argument::<#private::event::#projection, _>);
                quote!(#found.#read(#index)?)
            }
            Source::Bound(value) => {
                let at = Literal::usize_unsuffixed(position);
                position += 1;
                bound(at, value)
            }
        };
        let arguments: Vec<_> = event.arguments.iter().map(&mut argument).collect();
        let call = call_maker(&event.handler);
        quote! {
            #pass.call((move || -> ::core::result::Result<_, #private::event::EventError> {
                ::core::result::Result::Ok(Self::#call(#(#arguments),*))
            })());
        }
    }
}

/// The types and values of the bound arguments of a listener.
fn bound_arguments(event: &Event) -> impl Iterator<Item = (&TokenStream, &TokenStream)> {
    event
        .arguments
        .iter()
        .filter_map(|argument| match &argument.source {
            Source::Bound(value) => Some((&argument.ty, &value.tokens)),
            Source::Projection(..) => None,
        })
}

/// The name of the function that makes the call of a handler.
pub(crate) fn call_maker(handler: &Ident) -> Ident {
    Ident::new(&format!("__call_{}", handler.unraw()), handler.span())
}
