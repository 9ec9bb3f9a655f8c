//! Turns a checked template into static HTML, holes with their paths, and steps.
//!
//! Every decision about HTML is made here. Two things need care. A parser would merge adjacent texts
//! into one node, so an empty comment separates them; and a block or a list has a comment of its own
//! (before a block, after a list), so that each instance starts and ends with a node that stays. A
//! hole's path starts at the previous hole, because nothing between them is dynamic.

mod attributes;
mod body;
mod bus;
mod commands;
mod component;
mod edited;
mod escape;
mod events;
mod keys;
mod markers;
mod outline;
mod spread;

use proc_macro2::TokenStream;

pub(crate) use body::{
    Argument, Body, Choice, Commands, ComponentListener, Event, Hole, Keys, Kind, Origin, Part,
    Piece, Source, Step, Template, Value,
};
pub(crate) use outline::{Outline, Roots, Within};

pub(crate) use super::target::Target;

use super::ast::{Attribute, Element, Expr, For, If, Match, Node};
use crate::errors::Place;
use crate::html::{self, Ancestors, Content, Namespace};
use crate::live_view::handlers::Handlers;
use attributes::Inner;
use events::OpenTag;
use markers::End;
pub(crate) use markers::Instance;

/// Lowers a whole template.
pub(crate) fn template(nodes: Vec<Node>, handlers: Option<&Handlers>, of: Instance) -> Template {
    // A page is no part of another template.
    let mut outline = match of {
        Instance::Page => Outline::default(),
        _ => Outline::of(&nodes),
    };
    let is_page = of == Instance::Page && !matches!(nodes.first(), Some(Node::Doctype(_)));
    let mut scope = Scope {
        handlers,
        ancestors: Ancestors::default(),
        keys: Vec::new(),
        parts: 0,
        root_parts: Vec::new(),
        is_page,
    };
    let body = instance(nodes, &mut scope, of);
    outline.root_parts = scope.root_parts;
    Template { body, outline }
}

/// The context of a node.
struct Scope<'a> {
    handlers: Option<&'a Handlers>,
    ancestors: Ancestors,
    /// The keys of the loops around, as long as no name in them is rebound.
    keys: Vec<TokenStream>,
    /// How many parts there have been.
    parts: usize,
    /// Which of them no element of the template contains.
    root_parts: Vec<usize>,
    /// Whether a `<body>` is around the template.
    is_page: bool,
}

impl Scope<'_> {
    /// What may stand here; nothing if what is around the template is not known.
    fn within(&self) -> Option<Within> {
        let is_root = self.ancestors.names().is_empty();
        let mut ancestors = self.ancestors.clone();
        if is_root && self.is_page {
            ancestors.push("body", Namespace::Html);
        }
        (!is_root || self.is_page).then(|| Within::of(&ancestors))
    }
}

/// Lowers the nodes of one instance: a template, an arm or a row.
fn instance(nodes: Vec<Node>, scope: &mut Scope<'_>, of: Instance) -> Body {
    let mut lower = Lower::new(scope.ancestors.inner_namespace());
    let nodes = flatten(nodes);
    let edges = markers::edges(&nodes, of);
    if edges.before {
        lower.marker();
    }
    lower.siblings(nodes, scope);
    if edges.after {
        lower.marker();
    }
    lower.finish()
}

/// Whether the compiler can parse the patterns and expressions before the blocks of a node.
fn is_readable(node: &Node) -> bool {
    match node {
        Node::If(chain) => chain
            .branches
            .iter()
            .all(|(condition, _)| condition.as_ref().is_none_or(|it| it.is_whole)),
        Node::Match(choice) => {
            choice.scrutinee.is_whole && choice.arms.iter().all(|(pattern, _)| pattern.is_whole)
        }
        Node::For(list) => list.pattern.is_whole && list.iterator.is_whole,
        _ => true,
    }
}

/// Replaces a missing key; the error has been reported.
fn no_key(place: Place) -> Expr {
    Expr {
        place,
        ..Expr::new(quote::quote!(0_u8), place, true)
    }
}

/// Fragments leave no trace in a page.
fn flatten(nodes: Vec<Node>) -> Vec<Node> {
    let inner = |node| match node {
        Node::Fragment(children) => flatten(children),
        other => vec![other],
    };
    nodes.into_iter().flat_map(inner).collect()
}

/// An instance in progress.
struct Lower {
    body: Body,
    /// Static HTML since the last hole.
    html: String,
    /// The child index of the next node, at each depth.
    at: Vec<u16>,
    /// The place of the last hole.
    last: Vec<u16>,
    /// The number of holes, and of their memos.
    holes: u16,
    memos: usize,
}

impl Lower {
    fn new(namespace: Namespace) -> Self {
        let body = Body {
            namespace,
            steps: Vec::new(),
            last: String::new(),
            tail: Vec::new(),
            is_document: false,
            has_marks: false,
            needs: 0,
        };
        Self {
            body,
            html: String::new(),
            at: vec![0],
            last: vec![0],
            holes: 0,
            memos: 0,
        }
    }

    fn finish(mut self) -> Body {
        self.body.last = self.html;
        let last = self
            .at
            .iter()
            .map(|next| next.saturating_sub(1))
            .collect::<Vec<_>>();
        self.body.tail = markers::steps_between(&self.last, &last);
        self.body
    }

    /// Counts a node that is written.
    fn node(&mut self) {
        if let Some(at) = self.at.last_mut() {
            *at += 1;
        }
    }

    /// A comment, which separates its neighbours.
    fn marker(&mut self) {
        self.html.push_str("<!>");
        self.node();
    }

    /// A hole at the next node.
    fn hole(&mut self, kind: Kind) {
        let at = self.at.clone();
        self.hole_at(at, kind);
    }

    fn hole_at(&mut self, at: Vec<u16>, kind: Kind) {
        self.body.has_marks |= kind.may_be_marked();
        let before = if kind.takes_html() {
            std::mem::take(&mut self.html)
        } else {
            String::new()
        };
        let path = markers::steps_between(&self.last, &at);
        self.last = at;
        let memo = kind.has_memo().then_some(self.memos);
        self.memos += usize::from(memo.is_some());
        let hole = Hole {
            number: self.holes,
            before,
            path,
            kind,
            memo,
            formula: None,
        };
        self.body.steps.push(Step::Hole(Box::new(hole)));
        self.holes += 1;
    }

    fn value(&mut self, method: &'static str, target: Target, value: Value) {
        let at = self.at.clone();
        self.value_at(at, method, target, value);
    }

    /// A value at a node, and the client state that replaces it.
    fn value_at(&mut self, at: Vec<u16>, method: &'static str, target: Target, mut value: Value) {
        let shared = bus::of(&mut value).and_then(|bus| bus::hole(&target, *bus));
        self.hole_at(
            at.clone(),
            Kind::Value {
                target,
                method,
                value,
            },
        );
        if let Some(shared) = shared {
            self.hole_at(at, shared);
        }
    }

    fn siblings(&mut self, nodes: Vec<Node>, scope: &mut Scope<'_>) {
        let mut before = End::Clean;
        for node in nodes {
            if before.collides_with(&node) {
                self.marker();
                before = End::Clean;
            }
            let end = before.then(&node);
            self.sibling(node, before, scope);
            before = end;
        }
    }

    fn sibling(&mut self, node: Node, before: End, scope: &mut Scope<'_>) {
        match node {
            Node::Doctype(_) => {
                self.html.push_str("<!DOCTYPE html>");
                self.body.is_document = true;
                self.node();
            }
            Node::Text(text) if text.value.is_empty() => {}
            Node::Text(text) => {
                self.html.push_str(&escape::text(&text.value));
                if before != End::StaticText {
                    self.node();
                }
            }
            Node::Hole(value) if !value.is_whole => {}
            Node::Hole(value) => {
                self.value("text", Target::Text, Value::Borrowed(value));
                self.node();
            }
            Node::Element(element) => self.element(element, scope),
            Node::Component(component) if component.name == "Self" => {}
            Node::Component(component) => self.component(component, scope),
            Node::View(view) if !view.value.is_whole => {}
            Node::View(view) => self.part(Part::View(view), scope),
            Node::Fragment(children) => self.siblings(children, scope),
            Node::If(_) | Node::Match(_) | Node::For(_) if !is_readable(&node) => {}
            Node::If(chain) => self.if_chain(chain, scope),
            Node::Match(choice) => self.match_arms(choice, scope),
            Node::For(list) => self.rows(list, scope),
            Node::Let(statement) => {
                scope.forget_keys_bound_in(&statement.tokens);
                if statement.is_whole {
                    self.body.steps.push(Step::Let(statement.tokens));
                }
            }
            Node::Stray(value) => self.mention(value),
        }
    }

    /// Keeps an expression that has no place in the page, if the compiler can parse it.
    fn mention(&mut self, value: Expr) {
        if value.is_whole {
            self.body.steps.push(Step::Mention(value));
        }
    }

    fn element(&mut self, element: Element, scope: &mut Scope<'_>) {
        let name = element.name.text.clone();
        let namespace = scope.ancestors.namespace_of(&name);
        let content = html::content(&name, namespace);
        self.html.push('<');
        self.html.push_str(&name);
        let inner = self.attributes(&element);
        self.known_arguments(&element, scope);
        let commands = self.all_commands(&element);
        let mut tag = OpenTag::of(&element);
        let (inner, children) = match inner {
            None if edited::is_text(&element) => (
                self.text_of(element.children).map(Inner::Edited),
                Vec::new(),
            ),
            inner => (inner, element.children),
        };
        if !tag.is_open {
            self.html.push('>');
        }
        if name == "pre" && namespace == Namespace::Html {
            // A parser drops one line feed after the start tag.
            self.html.push('\n');
        }
        if let Some(inner) = inner {
            self.inner_value(inner, &name, scope);
        }
        let listeners = element
            .attributes
            .into_iter()
            .filter_map(Attribute::into_listener);
        for ((at, listener), commands) in listeners.enumerate().zip(commands) {
            if let Some(commands) = commands {
                self.commands_hole(&listener, commands);
            }
            self.listener(listener, at, &mut tag, scope);
        }
        if tag.is_open {
            self.html.push('>');
        }
        if content != Content::Void {
            scope.ancestors.push(&name, namespace);
            self.children(children, content, scope);
            scope.ancestors.pop();
            self.html.push_str("</");
            self.html.push_str(&name);
            self.html.push('>');
        }
        self.node();
    }

    fn children(&mut self, children: Vec<Node>, content: Content, scope: &mut Scope<'_>) {
        let children = flatten(children);
        match content {
            Content::EscapableText => self.one_text(children),
            Content::RawText => self.raw_text(children),
            _ => {
                let binds = children.iter().any(|node| matches!(node, Node::Let(_)));
                let outer = binds.then(|| std::mem::take(&mut self.body.steps));
                let keys = scope.keys.clone();
                self.at.push(0);
                self.siblings(children, scope);
                self.at.pop();
                scope.keys = keys;
                if let Some(outer) = outer {
                    let inner = std::mem::replace(&mut self.body.steps, outer);
                    self.body.steps.push(Step::Scope(inner));
                }
            }
        }
    }

    /// Text that a parser reads literally.
    fn raw_text(&mut self, children: Vec<Node>) {
        for node in children {
            match node {
                Node::Text(text) => self.html.push_str(&text.value),
                Node::Hole(value) | Node::Stray(value) => self.mention(value),
                _ => {}
            }
        }
    }

    /// The content of an element that can contain only one text node.
    fn one_text(&mut self, children: Vec<Node>) {
        let mut at = self.at.clone();
        at.push(0);
        let Some(value) = self.text_of(children) else {
            return;
        };
        if let Value::Joined(pieces) = &value
            && let [Piece::Static(text)] = pieces.as_slice()
        {
            return self.html.push_str(&escape::text(text));
        }
        self.value_at(at, "text", Target::Text, value);
    }

    /// Combines texts and values into one text.
    fn text_of(&mut self, children: Vec<Node>) -> Option<Value> {
        let mut pieces = Vec::new();
        for node in children {
            match node {
                Node::Text(text) => match pieces.last_mut() {
                    Some(Piece::Static(before)) => before.push_str(&text.value),
                    _ => pieces.push(Piece::Static(text.value)),
                },
                Node::Hole(value) if value.is_whole => pieces.push(Piece::Value(value)),
                Node::Stray(value) => self.mention(value),
                _ => {}
            }
        }
        match pieces.as_slice() {
            [] => None,
            [Piece::Value(value)] => Some(Value::Borrowed(value.clone())),
            _ => Some(Value::Joined(pieces)),
        }
    }

    fn if_chain(&mut self, chain: If, scope: &mut Scope<'_>) {
        let mut arms = Vec::new();
        let mut branches = Vec::new();
        for (condition, body) in chain.branches {
            let binds = condition
                .as_ref()
                .filter(|condition| keys::binds_names(&condition.tokens));
            let arm = self.arm(body, binds, scope, &mut arms);
            branches.push((condition, arm));
        }
        if branches
            .last()
            .is_some_and(|(condition, _)| condition.is_some())
        {
            branches.push((None, None));
        }
        self.block(arms, Choice::If(branches));
    }

    fn match_arms(&mut self, choice: Match, scope: &mut Scope<'_>) {
        let mut arms = Vec::new();
        let mut branches = Vec::new();
        for (pattern, body) in choice.arms {
            let arm = self.arm(body, Some(&pattern), scope, &mut arms);
            branches.push((pattern, arm));
        }
        self.block(arms, Choice::Match(choice.scrutinee, branches));
    }

    /// Lowers an arm and returns its index; an arm without content needs none.
    fn arm(
        &mut self,
        body: Vec<Node>,
        binds: Option<&Expr>,
        scope: &mut Scope<'_>,
        arms: &mut Vec<Body>,
    ) -> Option<usize> {
        let keys = scope.keys.clone();
        if let Some(binds) = binds {
            scope.forget_keys_bound_in(&binds.tokens);
        }
        let arm = (!body.is_empty()).then(|| {
            arms.push(instance(body, scope, Instance::Arm));
            arms.len() - 1
        });
        scope.keys = keys;
        arm
    }

    fn block(&mut self, arms: Vec<Body>, choice: Choice) {
        self.hole(Kind::Block { arms, choice });
        self.node();
    }

    fn rows(&mut self, list: For, scope: &mut Scope<'_>) {
        let outer = scope.keys.clone();
        scope.forget_keys_bound_in(&list.pattern.tokens);
        let keys = match list.feed {
            Some(key) => {
                scope.remember_key_of_feed(&key);
                Keys::Feed(key)
            }
            None => {
                let key = list.key.filter(|key| key.is_whole);
                let key = key.unwrap_or_else(|| no_key(list.pattern.place));
                scope.remember_key(&key.tokens);
                Keys::Written(key)
            }
        };
        let row = instance(list.body, scope, Instance::Row);
        scope.keys = outer;
        self.hole(Kind::List {
            pattern: list.pattern,
            iterator: list.iterator,
            keys,
            row,
        });
        self.html.push_str("<!/>");
        self.node();
    }
}

#[cfg(test)]
mod tests;
