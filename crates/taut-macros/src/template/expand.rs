//! Writes the code of a lowered template: a constant table and a closure over its holes.

mod expressions;
mod memo;
mod places;
mod recall;
mod table;

use std::cell::RefCell;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned as _;

use expressions::{borrowed, condition};
use memo::{member, memo_type};
use table::hole_table;

use super::lower::{Argument, Body, Choice, Event, Kind, Memo, Piece, Source, Step, Value};
use crate::html::Namespace;
use crate::paths::Paths;
use crate::template::ast::Expr;

/// The expression that a `view!` becomes.
pub(crate) fn view(body: &Body, editor: TokenStream, paths: &Paths) -> TokenStream {
    let expand = Expand { private: paths.private(), children: RefCell::default() };
    let private = &expand.private;
    let template = expand.template(body, &child_templates(&body.steps));
    let (pass, memo) = (ident("__pass"), ident("__memo"));
    let shape = memo_type(&body.memos, private);
    let code = expand.steps(&body.steps, Parts::of(body, &body.memos));
    let recall = expand.recall(&body.steps, &body.memos, &[]);
    let children = expand.children.take();
    // Where the templates are, other names could mean other types.
    let children = (!children.is_empty()).then(|| {
        let names: Vec<_> = children.iter().enumerate().map(|(at, view)| child_name(at, view)).collect();
        quote! {
            #(type #names = #children;)*
            const __CHILDREN: &[#private::ChildView] = &[#(#private::ChildView::of::<#names>()),*];
        }
    });
    quote! {{
        #editor
        #children
        struct __Template;
        impl #private::StaticTemplate for __Template {
            const TEMPLATE: &'static #private::Template = {
                use #private::template::*;
                &#template
            };
        }
        #private::view_of::<__Template, _, _>(
            move |#pass: &mut #private::Pass<'_>, #memo: &mut #shape| { #code },
            |#pass: &mut #private::Pass<'_>, #memo: &mut #shape| { let _ = (&#pass, &#memo); #recall },
        )
    }}
}

/// A name that the user's code cannot see.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// The templates in a body's blocks and lists, in the order of their holes.
fn child_templates(steps: &[Step]) -> Vec<Vec<&Body>> {
    let mut children = Vec::new();
    for step in steps {
        match step {
            Step::Block { arms, .. } => children.push(arms.iter().collect()),
            Step::Rows { row, .. } => children.push(vec![row]),
            Step::Scope(steps) => children.extend(child_templates(steps)),
            Step::Let(_) | Step::Mention(_) | Step::Value { .. } | Step::Child { .. } | Step::Event(_) => {}
        }
    }
    children
}

struct Expand {
    private: TokenStream,
    /// The types of the views in the template, each once.
    children: RefCell<Vec<TokenStream>>,
}

/// The number of a hole, and the static HTML before it.
type Place<'a> = (u16, &'a str);

/// What the steps of a body refer to.
#[derive(Clone, Copy)]
struct Parts<'a> {
    statics: &'a [String],
    memos: &'a [Memo],
}

impl<'a> Parts<'a> {
    fn of(body: &'a Body, memos: &'a [Memo]) -> Self {
        Self { statics: &body.statics, memos }
    }

    /// The static HTML before a hole.
    fn before(&self, hole: u16) -> &'a str {
        self.statics.get(usize::from(hole)).map_or("", String::as_str)
    }

    /// The static HTML after the last hole.
    fn last(&self) -> &'a str {
        self.statics.last().map_or("", String::as_str)
    }
}

impl Expand {
    fn template(&self, body: &Body, children: &[Vec<&Body>]) -> TokenStream {
        let statics = &body.statics;
        let mut children = children.iter();
        let holes = body.holes.iter().map(|hole| {
            let has_children = matches!(hole.kind, Kind::Block | Kind::List);
            let bodies = if has_children { children.next().map(Vec::as_slice).unwrap_or_default() } else { &[] };
            let mut templates: Vec<_> =
                bodies.iter().map(|body| self.template(body, &child_templates(&body.steps))).collect();
            if let Kind::Child { view, .. } = &hole.kind {
                let at = Literal::usize_unsuffixed(self.child(view));
                templates.push(quote!(&__CHILDREN[#at]));
            }
            hole_table(hole, &templates)
        });
        let tail = body.tail.iter().map(|step| Literal::u16_unsuffixed(*step));
        let namespace = ident(match body.namespace {
            Namespace::Html => "Html",
            Namespace::Svg => "Svg",
            Namespace::MathMl => "MathMl",
        });
        quote!(Template { namespace: Namespace::#namespace, statics: &[#(#statics),*], holes: &[#(#holes),*], tail: &[#(#tail),*] })
    }

    fn steps(&self, steps: &[Step], parts: Parts<'_>) -> TokenStream {
        steps.iter().map(|step| self.step(step, parts)).collect()
    }

    fn step(&self, step: &Step, parts: Parts<'_>) -> TokenStream {
        let memo = ident("__memo");
        let member_of = |index: usize| member(index, parts.memos.len());
        match step {
            Step::Let(statement) => statement.clone(),
            Step::Scope(steps) => {
                let code = self.steps(steps, parts);
                quote!({ #code })
            }
            Step::Mention(value) => {
                let places = places::of(&value.tokens);
                quote!(#(let _ = &#places;)*)
            }
            Step::Value { method, hole, value, memo: index } => {
                let member = member_of(*index);
                self.value(method, (*hole, parts.before(*hole)), value, &quote!(&mut #memo #member))
            }
            Step::Block { hole, memo: index, arms, choice } => {
                let Memo::Block(shapes) = &parts.memos[*index] else { return TokenStream::new() };
                let member = member_of(*index);
                self.block((*hole, parts.before(*hole)), &quote!(#memo #member), arms, shapes, choice)
            }
            Step::Rows { hole, memo: index, pattern, iterator, key, row } => {
                let Memo::List(shape) = &parts.memos[*index] else { return TokenStream::new() };
                let member = member_of(*index);
                let place = (*hole, parts.before(*hole));
                self.rows(place, &quote!(&mut #memo #member), (pattern, iterator, key), row, shape)
            }
            Step::Child { hole, memo: index, view } => {
                let (pass, member) = (ident("__pass"), member_of(*index));
                let name = child_name(self.child(view), view);
                let child = quote_spanned!(view.span()=> child::<#name>);
                quote!(#pass.#child(#hole, &mut #memo #member);)
            }
            Step::Event(event) => {
                let member = event.memo.map(member_of);
                let (pass, hole, before) = (ident("__pass"), event.hole, parts.before(event.hole));
                let varies = event.memo.is_some();
                let form = event.posts.then(|| quote!(#pass.form(#hole, #before, #varies);));
                let listener = self.event(event, member);
                quote!(#form #listener)
            }
        }
    }

    /// The index of the type of a view in the template.
    fn child(&self, view: &TokenStream) -> usize {
        let mut children = self.children.borrow_mut();
        let written = view.to_string();
        children.iter().position(|known| known.to_string() == written).unwrap_or_else(|| {
            children.push(view.clone());
            children.len() - 1
        })
    }

    fn rows(
        &self,
        (hole, before): Place<'_>,
        memo: &TokenStream,
        (pattern, iterator, key): (&Expr, &Expr, &Expr),
        row: &Body,
        shape: &[Memo],
    ) -> TokenStream {
        let (pass, inner, rows) = (ident("__pass"), ident("__memo"), ident("__rows"));
        let key = borrowed(key);
        let parts = Parts::of(row, shape);
        let (body, last) = (self.steps(&row.steps, parts), parts.last());
        let (pattern, iterator) = (&pattern.tokens, &iterator.tokens);
        quote! {
            let mut #rows = #pass.list(#hole, #before, #memo);
            for #pattern in #iterator {
                if #rows.is_done() {
                    break;
                }
                if let ::core::option::Option::Some(#inner) = #rows.row(#pass, #key) {
                    { #body }
                    #rows.row_end(#pass, #last);
                }
            }
            #rows.end(#pass);
        }
    }

    fn value(&self, method: &str, (hole, before): Place<'_>, value: &Value, memo: &TokenStream) -> TokenStream {
        let pass = ident("__pass");
        let (value, span) = match value {
            Value::Borrowed(value) => (borrowed(value), value.around),
            Value::Copied(value) => (condition(value), value.around),
            Value::Typed(value, ty) => {
                let private = &self.private;
                let (as_known, value_of) = (quote_spanned!(value.place.start=> known_in_the_browser), borrowed(value));
                (quote!(#private::#as_known::<#ty>(#value_of)), value.around)
            }
            Value::Joined(pieces) => (self.joined(pieces), Span::mixed_site()),
        };
        let method = Ident::new(method, Span::mixed_site().located_at(span));
        quote! {
            if #pass.renders() {
                #pass.#method(#hole, #before, #value, #memo);
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
        place: Place<'_>,
        memo: &TokenStream,
        arms: &[Body],
        shapes: &[Vec<Memo>],
        choice: &Choice,
    ) -> TokenStream {
        let branch = |arm: &Option<usize>| self.branch(place, memo, arms, shapes, *arm);
        match choice {
            Choice::If(branches) => {
                let mut code = TokenStream::new();
                for (at, (condition, arm)) in branches.iter().enumerate() {
                    let body = branch(arm);
                    let head = condition.as_ref().map(|condition| {
                        let tokens = &condition.tokens;
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
                    let (pattern, body) = (&pattern.tokens, branch(arm));
                    quote!(#pattern => { #body })
                });
                quote!(match #scrutinee { #(#arms)* })
            }
        }
    }

    fn branch(
        &self,
        (hole, before): Place<'_>,
        memo: &TokenStream,
        arms: &[Body],
        shapes: &[Vec<Memo>],
        arm: Option<usize>,
    ) -> TokenStream {
        let private = &self.private;
        let (pass, outer, inner) = (ident("__pass"), ident("__outer"), ident("__memo"));
        let start = quote!(#private::Arm::of(&mut #memo, #pass.renders()));
        let Some(index) = arm else {
            let there = arms.iter().map(|_| quote!(.there()));
            return quote!(#pass.no_arm(#hole, #before, #start #(#there)*););
        };
        let there = (0..index).map(|_| quote!(.there()));
        let parts = Parts::of(&arms[index], &shapes[index]);
        let (body, last) = (self.steps(&arms[index].steps, parts), parts.last());
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        quote! {
            if let ::core::option::Option::Some((#outer, #inner)) = #pass.arm(#hole, #before, #index, #start #(#there)* .here()) {
                #body
                #pass.leave(#outer, #last);
            }
        }
    }

    /// A listener: remembers its bound arguments, or makes the call when it is the one sought.
    fn event(&self, event: &Event, memo: Option<TokenStream>) -> TokenStream {
        let (pass, found, bound) = (ident("__pass"), ident("__found"), ident("__bound"));
        let hole = event.hole;
        let Some(member) = memo else {
            let make = self.call(event, |_, value| value.tokens.clone());
            return quote! {
                if let ::core::option::Option::Some(#found) = #pass.finds(#hole) { let _ = #found; #make }
            };
        };
        let memo = ident("__memo");
        let bind = self.bind(event, &quote!(&mut #memo #member));
        let (types, values): (Vec<_>, Vec<_>) = bound_arguments(event).unzip();
        quote! {
            if #pass.listens(#hole) {
                let #bound: (#(#types,)*) = (#(#values,)*);
                let mut #bound = ::core::option::Option::Some(#bound);
                #bind
            }
        }
    }

    /// Binds a listener to its arguments, if they are known, and makes the call when it is the one sought.
    fn bind(&self, event: &Event, memo: &TokenStream) -> TokenStream {
        let (pass, found, bound) = (ident("__pass"), ident("__found"), ident("__bound"));
        let (hole, bind) = (event.hole, Ident::new("bind", event.handler.span()));
        let make = self.call(event, |at, _| quote!(#bound.#at));
        quote! {
            let #found = #pass.#bind(#hole, &mut #bound, #memo);
            if let (::core::option::Option::Some(#found), ::core::option::Option::Some(#bound)) = (#found, #bound) {
                let _ = #found;
                #make
            }
        }
    }

    /// Ends the search for a listener with its call. Where its bound arguments come from depends on their place and on how they are
    /// written.
    fn call(&self, event: &Event, bound: impl Fn(Literal, &Expr) -> TokenStream) -> TokenStream {
        let private = &self.private;
        let (pass, found) = (ident("__pass"), ident("__found"));
        let mut position = 0_usize;
        let mut argument = |argument: &Argument| match &argument.source {
            Source::Projection(projection, index) => {
                let read = quote_spanned!(projection.span()=> argument::<#private::event::#projection, _>);
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
    event.arguments.iter().filter_map(|argument| match &argument.source {
        Source::Bound(value) => Some((&argument.ty, &value.tokens)),
        Source::Projection(..) => None,
    })
}

/// What the type of a view in the template is called in its code, so that the type itself is named once.
fn child_name(at: usize, view: &TokenStream) -> Ident {
    Ident::new(&format!("__View{at}"), view.span())
}

/// The name of the function that makes the call of a handler.
pub(crate) fn call_maker(handler: &Ident) -> Ident {
    Ident::new(&format!("__call_{}", handler.unraw()), handler.span())
}
