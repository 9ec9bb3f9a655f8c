//! The methods of an impl that a listener may call.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::visit::{self, Visit};
use syn::{
    Attribute, FnArg, ImplItem, ImplItemFn, ItemImpl, Lifetime, Pat, PatType, Receiver,
    ReceiverKind, ReturnType, Signature, Type,
};

use crate::annotations::{self, Declared};
use crate::errors::{Errors, Place};
use crate::live_view::parameter::Parameter;
use crate::predict::{self, Fields, Program};
use crate::template::ast::{self, Listener, Node};

/// The methods that are no handlers though they are methods.
const RESERVED: &[&str] = &["mount", "on_reject", "props", "render"];

/// The handler that is called when the address has changed.
pub(super) const PARAMS: &str = "params";

/// The handler that is called when messages of a topic were missed.
pub(super) const MISSED: &str = "missed";

/// The method that is called when rows of feeds must be loaded again.
pub(super) const REFILL: &str = "refill";

/// All methods of an impl, seen as handlers.
pub(crate) struct Handlers {
    handlers: Vec<Handler>,
    others: Vec<(String, String)>,
    used: BTreeSet<String>,
    /// The loops over feeds in its templates.
    pub(super) feeds: Vec<Place>,
    /// The fields that predictions are about.
    pub(super) fields: Fields,
}

/// A method that takes `&mut self`.
pub(crate) struct Handler {
    pub(crate) name: Ident,
    /// Its name without `r#`.
    pub(crate) text: String,
    /// What a listener gives.
    pub(crate) parameters: Vec<Parameter>,
    /// Where among the parameters the context stands.
    pub(crate) context: Option<usize>,
    pub(crate) is_async: bool,
    /// Where its result is declared.
    pub(crate) returns: Place,
    /// The `cfg` attributes, without which a call would lead nowhere.
    pub(crate) conditions: Vec<Attribute>,
    /// What its annotations say.
    pub(crate) annotations: Vec<Declared>,
    is_annotated: bool,
    /// What is predicted of it.
    pub(crate) program: Option<Program>,
    /// Whether it takes a message, and borrows it.
    borrows: bool,
    /// What keeps it from being called by a listener.
    problems: Vec<(Place, String)>,
}

impl Handlers {
    /// Finds the handlers of an impl, and takes their annotations from it.
    pub(crate) fn of(item: &mut ItemImpl, errors: &mut Errors) -> Self {
        let mut all = Self {
            handlers: Vec::new(),
            others: Vec::new(),
            used: BTreeSet::new(),
            feeds: Vec::new(),
            fields: Fields::default(),
        };
        annotations::refuse(
            &mut item.attrs,
            "put it on a method that takes `&mut self`",
            errors,
        );
        for item in &mut item.items {
            let ImplItem::Fn(method) = item else {
                if let Some(attributes) = attributes_of(item) {
                    annotations::refuse(attributes, "this is not a method", errors);
                }
                continue;
            };
            let signature = &method.sig;
            let name = signature.ident.unraw().to_string();
            if RESERVED.contains(&name.as_str()) {
                let why = format!("`{name}` has a special meaning, so it can't be a handler");
                annotations::refuse(
                    &mut method.attrs,
                    &format!("`{name}` has a special meaning"),
                    errors,
                );
                all.others.push((name, why));
            } else if signature.receiver().is_some_and(is_exclusive) {
                let handler = Handler::of(method, &mut all.fields, errors);
                if handler.ticks() || handler.source().is_some() || handler.text == PARAMS {
                    all.used.insert(handler.text.clone());
                }
                all.handlers.push(handler);
            } else {
                let takes = match signature.receiver().map(|receiver| &receiver.kind) {
                    None => "is not a method",
                    Some(ReceiverKind::Reference(..)) => "cannot change the view",
                    Some(_) => "would consume the view",
                };
                annotations::refuse(&mut method.attrs, &format!("`{name}` {takes}"), errors);
                all.others.push((
                    name.clone(),
                    format!("`{name}` {takes}: a handler takes `&mut self`"),
                ));
            }
        }
        if all.receive_messages() {
            all.used.insert(MISSED.to_owned());
        }
        all
    }

    /// Whether a handler receives messages.
    pub(super) fn receive_messages(&self) -> bool {
        self.handlers
            .iter()
            .any(|handler| handler.source().is_some())
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Handler> {
        self.handlers.iter().find(|handler| handler.text == name)
    }

    /// The handler with a name, if a listener can call it.
    pub(crate) fn callable(&self, name: &str) -> Option<&Handler> {
        let handler = self.find(name)?;
        (handler.problems.is_empty() && handler.source().is_none()).then_some(handler)
    }

    /// Why a method with that name is no handler.
    pub(crate) fn why_not(&self, name: &str) -> Option<String> {
        self.others
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, why)| why.clone())
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.handlers.iter().map(|handler| handler.text.as_str())
    }

    /// The handlers that listeners call, or the server by itself, in the order of their declaration.
    pub(crate) fn called(&self) -> impl Iterator<Item = &Handler> {
        let is_called = |handler: &&Handler| {
            let first = self.find(&handler.text);
            self.used.contains(&handler.text)
                && handler.problems.is_empty()
                && first.is_some_and(|first| std::ptr::eq(first, *handler))
        };
        self.handlers.iter().filter(is_called)
    }

    /// Whether a listener calls the handler of that name.
    pub(crate) fn is_used(&self, name: &str) -> bool {
        self.used.contains(name)
    }

    /// The place of a handler among those that listeners call.
    pub(crate) fn index(&self, handler: &Handler) -> u16 {
        let index = self
            .called()
            .position(|called| std::ptr::eq(called, handler));
        index
            .and_then(|index| u16::try_from(index).ok())
            .unwrap_or(u16::MAX)
    }

    /// Notes which handlers the listeners of a template call.
    pub(crate) fn note_uses(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Element(element) => {
                    for attribute in &element.attributes {
                        if let ast::Attribute::Event(listener) = attribute {
                            self.note_use(listener);
                        }
                    }
                    self.note_uses(&element.children);
                }
                Node::Fragment(children) => self.note_uses(children),
                Node::If(chain) => chain
                    .branches
                    .iter()
                    .for_each(|(_, body)| self.note_uses(body)),
                Node::Match(choice) => choice
                    .arms
                    .iter()
                    .for_each(|(_, body)| self.note_uses(body)),
                Node::For(list) => {
                    let feed = list.feed.as_ref().map(|_| list.place);
                    self.feeds.extend(feed);
                    self.note_uses(&list.body);
                }
                Node::Component(component) => {
                    let (listeners, contents) = (&component.listeners, &component.contents);
                    listeners
                        .iter()
                        .for_each(|listener| self.note_use(listener));
                    contents
                        .iter()
                        .for_each(|content| self.note_uses(&content.nodes));
                }
                Node::Doctype(_)
                | Node::Text(_)
                | Node::Hole(_)
                | Node::View(_)
                | Node::Let(_)
                | Node::Stray(_) => {}
            }
        }
    }

    fn note_use(&mut self, listener: &Listener) {
        if let Some(call) = &listener.call {
            self.used.insert(call.handler.unraw().to_string());
        }
    }

    /// Notes what keeps handlers that are used, or annotated, from being called.
    pub(crate) fn check_used(&self, errors: &mut Errors) {
        let is_meant =
            |handler: &&Handler| self.used.contains(&handler.text) || handler.is_annotated;
        for handler in self.handlers.iter().filter(is_meant) {
            for (place, problem) in &handler.problems {
                errors.at(*place, problem);
            }
        }
    }
}

impl Handler {
    fn of(method: &mut ImplItemFn, fields: &mut Fields, errors: &mut Errors) -> Self {
        let signature = &method.sig;
        let mut handler = Self {
            name: signature.ident.clone(),
            text: signature.ident.unraw().to_string(),
            parameters: Vec::new(),
            context: None,
            is_async: signature.asyncness.is_some(),
            returns: returns(signature),
            conditions: method
                .attrs
                .iter()
                .filter(|attribute| attribute.path().is_ident("cfg"))
                .cloned()
                .collect(),
            annotations: Vec::new(),
            is_annotated: false,
            program: None,
            borrows: method
                .attrs
                .iter()
                .any(|attribute| attribute.path().is_ident("on")),
            problems: Vec::new(),
        };
        if !signature.generics.params.is_empty() {
            handler.problem(
                &signature.generics,
                "a handler can't be generic, because an event has concrete values",
            );
        } else {
            for (at, parameter) in signature.inputs.iter().filter_map(typed).enumerate() {
                handler.parameter(at, &parameter.pat, &parameter.ty);
            }
        }
        if let syn::Safety::Unsafe(token) = &signature.safety {
            handler.problem(
                token,
                "a handler must be safe, because anyone can send an event",
            );
        }
        let parameters = handler
            .problems
            .is_empty()
            .then_some(handler.parameters.as_slice());
        let others = method.attrs.len();
        handler.annotations =
            annotations::take(&mut method.attrs, parameters, handler.is_async, errors);
        handler.is_annotated = method.attrs.len() < others;
        if handler.is_optimistic() && handler.conditions.is_empty() {
            let program = predict::program(method, &handler.parameters, fields);
            if handler.must_be_predicted() {
                predict::report(&program, errors);
            }
            handler.program = program.ok();
        }
        handler
    }

    fn parameter(&mut self, at: usize, pattern: &Pat, ty: &Type) {
        if let Type::Reference(reference) = ty
            && is_context(&reference.elem)
        {
            if reference.mutability.is_none() {
                self.problem(ty, "a handler takes the context as `&mut Context`");
            } else if self.context.is_some() {
                self.problem(ty, "a handler takes only one context");
            } else {
                self.context = Some(at);
            }
            return;
        }
        let ty = match ty {
            Type::Reference(reference) if self.borrows && reference.mutability.is_none() => {
                &*reference.elem
            }
            _ if self.borrows => return self.unshared(ty),
            _ => ty,
        };
        if let Some(borrows) = Borrows::find(ty) {
            self.problems.push(borrows);
        }
        let name = match pattern {
            Pat::Ident(ident) => ident.ident.to_string(),
            _ => "_".to_owned(),
        };
        self.parameters.push(Parameter {
            name,
            ty: ty.to_token_stream(),
        });
    }

    /// A message that the handler does not take as it should.
    fn unshared(&mut self, ty: &Type) {
        let elem = match ty {
            Type::Reference(reference) => &*reference.elem,
            _ => ty,
        };
        let (elem, found) = (
            written(&elem.to_token_stream()),
            written(&ty.to_token_stream()),
        );
        let message = format!("all that receive it share it: write `&{elem}` for `{found}`");
        self.problem(ty, &message);
    }

    fn problem(&mut self, on: &impl ToTokens, message: &str) {
        let place = Place::of(&on.to_token_stream()).unwrap_or_else(|| self.name.span().into());
        self.problems.push((place, message.to_owned()));
    }

    /// Whether it holds its thread.
    pub(crate) fn is_blocking(&self) -> bool {
        self.annotations
            .iter()
            .any(|declared| declared.field == "blocking")
    }

    /// Whether it is an error if something of it is not predicted.
    pub(crate) fn must_be_predicted(&self) -> bool {
        self.annotations.iter().any(|declared| declared.predicts)
    }

    /// Whether the page shows what it will most likely do.
    fn is_optimistic(&self) -> bool {
        self.annotations
            .iter()
            .any(|declared| declared.field == "optimistic")
    }

    /// Whether the server calls it by itself.
    pub(crate) fn ticks(&self) -> bool {
        self.annotations
            .iter()
            .any(|declared| matches!(declared.field, "every" | "after"))
    }

    /// The value that its timer follows, if it follows one.
    pub(crate) fn follows(&self) -> Option<&TokenStream> {
        let mut annotations = self.annotations.iter();
        annotations.find_map(|declared| declared.follows.as_ref())
    }

    /// The topic or the flow that it receives from, if it does.
    pub(crate) fn source(&self) -> Option<&TokenStream> {
        let mut annotations = self.annotations.iter();
        annotations.find_map(|declared| declared.source.as_ref())
    }

    /// The parameters whose values a browser must know; nothing if no annotation needs any.
    pub(crate) fn known(&self) -> Option<BTreeSet<usize>> {
        let known: Vec<_> = self
            .annotations
            .iter()
            .filter_map(|declared| declared.known.as_ref())
            .collect();
        (!known.is_empty()).then(|| known.into_iter().flatten().copied().collect())
    }

    /// How it is declared that something happens to the row of a listener, if it is.
    pub(crate) fn in_row(&self) -> Option<&str> {
        self.annotations
            .iter()
            .find_map(|declared| declared.in_row.as_deref())
    }

    /// The handler as a listener sees it: `toggle(id: u32, done: bool)`.
    pub(crate) fn signature(&self) -> String {
        let parameters: Vec<_> = self
            .parameters
            .iter()
            .map(|Parameter { name, ty }| format!("{name}: {}", written(ty)))
            .collect();
        format!("{}({})", self.text, parameters.join(", "))
    }
}

/// The attributes of an item that is not a method.
fn attributes_of(item: &mut ImplItem) -> Option<&mut Vec<Attribute>> {
    match item {
        ImplItem::Const(item) => Some(&mut item.attrs),
        ImplItem::Type(item) => Some(&mut item.attrs),
        ImplItem::Macro(item) => Some(&mut item.attrs),
        _ => None,
    }
}

/// `&mut self`, in short or in full.
pub(super) fn is_exclusive(receiver: &Receiver) -> bool {
    match &receiver.kind {
        ReceiverKind::Reference(_, _, mutability) => mutability.is_some(),
        ReceiverKind::Typed(_, ty) => {
            matches!(&**ty, Type::Reference(reference) if reference.mutability.is_some())
        }
        _ => false,
    }
}

/// `Context`, however it is qualified.
pub(super) fn is_context(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|segment| segment.ident == "Context"))
}

fn typed(input: &FnArg) -> Option<&PatType> {
    match input {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    }
}

/// Where a method declares what it returns.
pub(super) fn returns(signature: &Signature) -> Place {
    match &signature.output {
        ReturnType::Default => signature.ident.span().into(),
        ReturnType::Type(_, ty) => {
            Place::of(&ty.to_token_stream()).unwrap_or_else(|| signature.ident.span().into())
        }
    }
}

/// A type as a person would write it.
fn written(ty: &TokenStream) -> String {
    let text = ty.to_string();
    text.replace(" < ", "<")
        .replace(" >", ">")
        .replace(" :: ", "::")
        .replace(" ,", ",")
        .replace("& ", "&")
}

/// Finds what a parameter borrows or leaves open: an event lasts longer than any borrow.
struct Borrows(Option<(Place, String)>);

impl Borrows {
    fn find(ty: &Type) -> Option<(Place, String)> {
        let mut borrows = Self(None);
        borrows.visit_type(ty);
        borrows.0
    }

    fn note(&mut self, on: &impl ToTokens, message: &str) {
        if let Some(place) = Place::of(&on.to_token_stream()) {
            self.0.get_or_insert((place, message.to_owned()));
        }
    }
}

impl<'ast> Visit<'ast> for Borrows {
    fn visit_type(&mut self, ty: &'ast Type) {
        match ty {
            Type::Reference(reference) if !is_static(reference.lifetime.as_ref()) => {
                let owned = match &*reference.elem {
                    Type::Path(path) if path.path.is_ident("str") => {
                        "`String` for `&str`".to_owned()
                    }
                    Type::Slice(_) => "`Vec<T>` for `&[T]`".to_owned(),
                    elem => format!("`{0}` for `&{0}`", written(&elem.to_token_stream())),
                };
                self.note(ty, &format!("a handler owns its parameters: write {owned}"));
            }
            Type::ImplTrait(_) => self.note(
                ty,
                "a handler's parameters must have concrete types, because an event has concrete values",
            ),
            _ => visit::visit_type(self, ty),
        }
    }

    fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
        if !is_static(Some(lifetime)) {
            self.note(
                lifetime,
                "a handler owns its parameters: they can't borrow anything except `'static`",
            );
        }
    }
}

fn is_static(lifetime: Option<&Lifetime>) -> bool {
    lifetime.is_some_and(|lifetime| lifetime.ident == "static")
}
