//! `#[live_view]`: finds the handlers and templates of an impl, and implements `LiveView` with them.

mod arguments;
pub(crate) mod branches;
mod events;
mod expand;
pub(crate) mod handlers;
mod messages;
pub(crate) mod methods;
mod mount;
mod pages;
pub(crate) mod parameter;
mod props;
mod refill;

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ImplItemFn, ItemFn, ItemImpl, Macro, Stmt};

use crate::annotations;
use crate::errors::Errors;
use crate::paths::Paths;
use crate::predict::{self, Program};
use crate::template::ast::Node;
use crate::template::check::Root;
use crate::template::{self, check, editor, lower, parse};
use arguments::Arguments;
use events::Events;
use handlers::Handlers;
use methods::Methods;
use props::Props;
use template::lower::Template;
use template::parse::Names;

/// Expands the attribute.
pub(crate) fn live_view(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let Arguments { paths, persist } = syn::parse2(arguments).unwrap_or_else(|error| {
        errors.push(&error, error.span());
        Arguments::default()
    });
    let Ok(mut item) = syn::parse2::<ItemImpl>(item.clone()) else {
        let keyword = item
            .clone()
            .into_iter()
            .find(|token| matches!(token, TokenTree::Ident(_)));
        let how = "`#[live_view]` belongs on an impl: `#[live_view] impl Page { fn render(&self) -> impl View { … } }`";
        errors.on(&keyword, how);
        let errors = errors.into_tokens();
        return quote::quote!(#item #errors);
    };
    branches::check(&item, &mut errors);
    let methods = Methods::of(&item, persist.is_some(), &mut errors);
    let draft = annotations::draft::take(&mut item, &mut errors);
    let props = Props::take(&mut item, &methods.contents, &mut errors);
    let events = Events::take(&mut item, &mut errors);
    let mut handlers = Handlers::of(&mut item, &mut errors);
    let contents = methods.contents.iter().map(ToString::to_string).collect();
    expand_views(&mut item, &contents, &mut handlers, &paths, &mut errors);
    handlers.check_used(&mut errors);
    pages::check(&item, &handlers, &mut errors);
    messages::check(&item, &handlers, &mut errors);
    refill::check(&handlers, &mut errors);
    let declared = expand::Declared {
        draft: draft.as_ref(),
        persist: persist.as_ref(),
        props: props.as_ref(),
        events: &events,
        pages: pages::items(&handlers, &paths.private()),
        messages: messages::items(&handlers, &paths.private()),
        refill: refill::items(&handlers),
    };
    let live_view = methods
        .can_be_live
        .then(|| expand::live_view(&item, &methods, &handlers, &declared, &paths));
    methods.complete(&mut item, &paths);
    let errors = errors.into_tokens();
    quote::quote!(#item #live_view #errors)
}

/// Expands a `view!` outside a live view, which has no handlers.
pub(crate) fn view(tokens: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let nodes = parse::template(tokens, &mut errors);
    let view = expand_view(nodes, Root::Unknown, &Paths::default(), &mut errors);
    let errors = errors.into_tokens();
    quote::quote!({ #errors #view })
}

/// Expands a template without handlers.
fn expand_view(nodes: Vec<Node>, root: Root, paths: &Paths, errors: &mut Errors) -> TokenStream {
    let (template, editor) = lower_view(nodes, None, root, paths, errors);
    template::expand::view(&template, editor, None, paths)
}

/// Checks a template and lowers it; also returns what only editors see of it.
fn lower_view(
    nodes: Vec<Node>,
    handlers: Option<&Handlers>,
    root: Root,
    paths: &Paths,
    errors: &mut Errors,
) -> (Template, TokenStream) {
    check::template(&nodes, handlers, root, errors);
    let editor = editor::statement(&nodes, paths);
    let of = match root {
        Root::Body => lower::Instance::Page,
        Root::Unknown => lower::Instance::Piece,
    };
    (lower::template(nodes, handlers, of), editor)
}

/// Expands all templates of an impl. A listener identifies its handler by its index among those that
/// are called anywhere in the impl, so all templates are read before the first one is lowered. Which of their holes are predicted
/// depends on all of them, so all are lowered before the first one is expanded.
fn expand_views(
    item: &mut ItemImpl,
    contents: &BTreeSet<String>,
    handlers: &mut Handlers,
    paths: &Paths,
    errors: &mut Errors,
) {
    let mut read = Vec::new();
    let views: BTreeSet<_> = methods::views(item).collect();
    let mut note = |view: &Macro, around: Around| {
        let contents = match around.root {
            Root::Body => contents.clone(),
            Root::Unknown => BTreeSet::new(),
        };
        let names = Names {
            has_bus: around.has_bus,
            handlers: handlers.names().map(str::to_owned).collect(),
            views: views.clone(),
            contents,
        };
        let nodes = parse::template_in(view.tokens.clone(), &names, errors);
        handlers.note_uses(&nodes);
        read.push((nodes, around.root));
        None
    };
    let around = Around {
        root: Root::Unknown,
        has_bus: true,
    };
    Views {
        around,
        visit: &mut note,
    }
    .visit_item_impl_mut(item);
    let lowered = read
        .into_iter()
        .map(|(nodes, root)| lower_view(nodes, Some(handlers), root, paths, errors));
    let (mut templates, editors): (Vec<_>, Vec<_>) = lowered.unzip();
    attach_formulas(handlers, &mut templates, errors);
    let mut lowered = templates.into_iter().zip(editors);
    let mut expand = |_: &Macro, _: Around| {
        let (template, editor) = lowered.next()?;
        let view = template::expand::view(&template, editor, Some(&handlers.fields), paths);
        Some(Expr::Verbatim(view))
    };
    Views {
        around,
        visit: &mut expand,
    }
    .visit_item_impl_mut(item);
}

/// Finds how the holes of the templates follow from what handlers set.
fn attach_formulas(handlers: &mut Handlers, templates: &mut [Template], errors: &mut Errors) {
    let mut fields = std::mem::take(&mut handlers.fields);
    let called = || {
        handlers
            .called()
            .filter(|handler| handler.program.is_some())
    };
    let programs: Vec<&Program> = called()
        .filter_map(|handler| handler.program.as_ref())
        .collect();
    predict::formulas::attach(templates, &programs, &mut fields);
    let strict = called().filter(|handler| handler.must_be_predicted());
    for program in strict.filter_map(|handler| handler.program.as_ref()) {
        predict::formulas::report_unknown(program, templates, &fields, errors);
    }
    handlers.fields = fields;
}

/// Expands the templates of a function that has no handlers.
pub(crate) fn expand_in_function(
    function: &mut ItemFn,
    contents: BTreeSet<String>,
    errors: &mut Errors,
) {
    let names = Names {
        has_bus: !parse::has_variable(&function.to_token_stream()),
        contents,
        ..Names::default()
    };
    let mut expand = |view: &Macro, around: Around| {
        let nodes = parse::template_in(view.tokens.clone(), &names, errors);
        let view = expand_view(nodes, around.root, &Paths::default(), errors);
        Some(Expr::Verbatim(view))
    };
    let around = Around {
        root: Root::Unknown,
        has_bus: names.has_bus,
    };
    Views {
        around,
        visit: &mut expand,
    }
    .visit_item_fn_mut(function);
}

/// Visits each `view!` in the methods of an impl, and replaces it by its expansion.
struct Views<'a> {
    around: Around,
    visit: &'a mut dyn FnMut(&Macro, Around) -> Option<Expr>,
}

/// The current method.
#[derive(Clone, Copy)]
struct Around {
    /// What contains a template in it.
    root: Root,
    /// Whether `client` means the client state in it, and not a variable.
    has_bus: bool,
}

impl Views<'_> {
    fn expand(&mut self, mac: &Macro) -> Option<Expr> {
        let is_view = mac
            .path
            .segments
            .last()
            .is_some_and(|segment| segment.ident == "view");
        if is_view {
            (self.visit)(mac, self.around)
        } else {
            None
        }
    }
}

impl VisitMut for Views<'_> {
    fn visit_impl_item_fn_mut(&mut self, method: &mut ImplItemFn) {
        let root = if method.sig.ident == "render" {
            Root::Body
        } else {
            Root::Unknown
        };
        self.around = Around {
            root,
            has_bus: !parse::has_variable(&method.to_token_stream()),
        };
        visit_mut::visit_impl_item_fn_mut(self, method);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Macro(mac) = expr
            && let Some(view) = self.expand(&mac.mac)
        {
            *expr = view;
        } else {
            visit_mut::visit_expr_mut(self, expr);
        }
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        if let Stmt::Macro(mac) = stmt
            && let Some(view) = self.expand(&mac.mac)
        {
            *stmt = Stmt::Expr(view, mac.semi_token);
        } else {
            visit_mut::visit_stmt_mut(self, stmt);
        }
    }
}
