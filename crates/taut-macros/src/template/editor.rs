//! What an editor sees of a template: every name as a Rust item, and every expression as it is typed.
//!
//! The compiler skips all of it without reading it, so it costs almost nothing and may be half typed.
//! An editor resolves it with the spans of the user's words. Its form does not depend on errors in the
//! template: completion compares it with the form after typing one more word.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;

use super::ast::{
    Argument, Attribute, AttributeValue, Call, Command, Element, Expr, For, If, Listener, Match,
    Name, Node,
};
use crate::html::items::{Module, identifier};
use crate::html::{self, Ancestors};
use crate::paths::Paths;

/// A statement with everything that an editor sees of a template.
pub(crate) fn statement(nodes: &[Node], paths: &Paths) -> TokenStream {
    let mut editor = Editor {
        html: paths.html(),
        ancestors: Ancestors::default(),
    };
    let (as_typed, code) = (paths.as_typed(), editor.nodes(nodes));
    quote! {
        #[allow(unexpected_cfgs, reason = "only an editor sees this")]
        {
            #[cfg(rust_analyzer)]
            #as_typed! { #code }
        }
    }
}

struct Editor {
    html: TokenStream,
    ancestors: Ancestors,
}

impl Editor {
    fn nodes(&mut self, nodes: &[Node]) -> TokenStream {
        nodes.iter().map(|node| self.node(node)).collect()
    }

    fn node(&mut self, node: &Node) -> TokenStream {
        match node {
            Node::Doctype(_) | Node::Text(_) => TokenStream::new(),
            Node::Hole(expression) | Node::Stray(expression) => value(expression),
            Node::View(view) => value(&view.value),
            Node::Let(statement) => statement.tokens.clone(),
            Node::Element(element) => self.element(element),
            Node::Component(component) => {
                let view = &component.tokens;
                let props = component
                    .props
                    .iter()
                    .flatten()
                    .map(|(_, expression)| value(expression));
                let calls = component
                    .listeners
                    .iter()
                    .filter_map(|listener| listener.call.as_ref())
                    .map(component_call);
                let props: TokenStream = props.chain(calls).collect();
                let contents = component
                    .contents
                    .iter()
                    .map(|content| self.nodes(&content.nodes));
                quote!(let _: #view; #props #({ #contents })*)
            }
            Node::Fragment(children) => self.nodes(children),
            Node::If(chain) => self.if_chain(chain),
            Node::Match(choice) => self.match_arms(choice),
            Node::For(list) => self.for_loop(list),
        }
    }

    fn if_chain(&mut self, chain: &If) -> TokenStream {
        let mut code = TokenStream::new();
        for (condition, body) in &chain.branches {
            let or = (!code.is_empty()).then(|| quote!(else));
            let body = self.nodes(body);
            let head = condition.as_ref().map(|condition| {
                let tokens = &condition.tokens;
                quote!(if #tokens)
            });
            code.extend(quote!(#or #head { #body }));
        }
        code
    }

    fn match_arms(&mut self, choice: &Match) -> TokenStream {
        let scrutinee = &choice.scrutinee.tokens;
        let arms = choice.arms.iter().map(|(pattern, body)| {
            let (pattern, body) = (&pattern.tokens, self.nodes(body));
            quote!(#pattern => { #body })
        });
        quote!(match #scrutinee { #(#arms)* })
    }

    fn for_loop(&mut self, list: &For) -> TokenStream {
        let (pattern, iterator) = (&list.pattern.tokens, &list.iterator.tokens);
        let (key, body) = (list.key.as_ref().map(value), self.nodes(&list.body));
        quote!(for #pattern in #iterator { #key #body })
    }

    fn element(&mut self, element: &Element) -> TokenStream {
        let namespace = self.ancestors.namespace_of(&element.name.text);
        let module = Module::Elements(namespace);
        let is_known = !html::is_custom(&element.name.text);
        let name = is_known.then(|| self.name(module, &[&element.name]));
        let attributes: TokenStream = element
            .attributes
            .iter()
            .map(|attribute| self.attribute(attribute, &element.name, module))
            .collect();
        self.ancestors.push(&element.name.text, namespace);
        let children = self.nodes(&element.children);
        self.ancestors.pop();
        quote!(#name #attributes { #children })
    }

    fn attribute(&mut self, attribute: &Attribute, element: &Name, module: Module) -> TokenStream {
        match attribute {
            Attribute::Class {
                value: expression, ..
            }
            | Attribute::Style {
                value: expression, ..
            }
            | Attribute::Spread(expression)
            | Attribute::Stray(expression) => value(expression),
            Attribute::Event(listener) => self.listener(listener),
            Attribute::Loading(loading) => {
                let (handlers, stray) = (&loading.handlers, loading.stray.as_ref().map(value));
                quote!(#(let _ = Self::#handlers;)* #stray)
            }
            Attribute::Mount(_) => TokenStream::new(),
            Attribute::Plain { name, value: given } => {
                let is_known = !html::is_custom(&element.text) && !name.text.starts_with("data-");
                let name = is_known.then(|| self.name(module, &[element, name]));
                let value = if let AttributeValue::Dynamic(given) = given {
                    value(given)
                } else {
                    TokenStream::new()
                };
                quote!(#name #value)
            }
        }
    }

    fn listener(&mut self, listener: &Listener) -> TokenStream {
        let event = (!listener.event.text.contains('-'))
            .then(|| self.name(Module::Events, &[&listener.event]));
        let modifiers = listener
            .modifiers
            .iter()
            .map(|modifier| self.name(Module::Modifiers, &[modifier]));
        let stray =
            listener
                .stray
                .as_ref()
                .map(|stray| match syn::parse2::<Ident>(stray.tokens.clone()) {
                    Ok(handler) => quote!(let _ = Self::#handler;),
                    Err(_) => value(stray),
                });
        let mut code = quote!(#event #(#modifiers)* #stray);
        for expression in listener.commands.iter().flat_map(Command::values) {
            code.extend(value(expression));
        }
        if let Some(call) = &listener.call {
            let handler = &call.handler;
            code.extend(quote!(let _ = Self::#handler;));
            for argument in &call.arguments {
                code.extend(match argument {
                    Argument::Projection(projection) => {
                        self.name(Module::Projections, &[projection])
                    }
                    Argument::Bound(expression) => value(expression),
                });
            }
        }
        code
    }

    /// An import that binds nothing, of a path of words.
    fn name(&self, module: Module, path: &[&Name]) -> TokenStream {
        let (html, module) = (&self.html, identifier(module.name(), Span::mixed_site()));
        let words = path.iter().flat_map(|name| &name.words);
        let words = words.map(|word| identifier(&word.unraw().to_string(), word.span()));
        quote!(use #html::#module #(::#words)* as _;)
    }
}

fn value(expression: &Expr) -> TokenStream {
    let tokens = &expression.tokens;
    quote!(let _ = &(#tokens);)
}

/// A call with what a component emits, of which an editor knows nothing.
fn component_call(call: &Call) -> TokenStream {
    let handler = &call.handler;
    let bound = call.arguments.iter().filter_map(|argument| match argument {
        Argument::Bound(expression) => Some(value(expression)),
        Argument::Projection(_) => None,
    });
    quote!(let _ = Self::#handler; #(#bound)*)
}

#[cfg(test)]
mod tests;
