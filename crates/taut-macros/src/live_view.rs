//! `#[live_view]`: finds the handlers and templates of an impl, and implements `LiveView` with them.

mod expand;
pub(crate) mod handlers;
mod methods;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ImplItemFn, ItemImpl, Macro, Stmt};

use crate::errors::Errors;
use crate::paths::Paths;
use crate::template::check::Root;
use crate::template::{self, check, editor, lower, parse};
use handlers::Handlers;
use methods::Methods;

/// Expands the attribute.
pub(crate) fn live_view(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let paths = match syn::parse2(arguments) {
        Ok(paths) => paths,
        Err(error) => {
            errors.push(&error, error.span());
            Paths::default()
        }
    };
    let Ok(mut item) = syn::parse2::<ItemImpl>(item.clone()) else {
        let keyword = item.clone().into_iter().find(|token| matches!(token, TokenTree::Ident(_)));
        let how = "`#[live_view]` stands on an impl: `#[live_view] impl Page { fn render(&self) -> impl View { … } }`";
        errors.on(&keyword, how);
        let errors = errors.into_tokens();
        return quote::quote!(#item #errors);
    };
    let methods = Methods::of(&item, &mut errors);
    let mut handlers = Handlers::of(&item);
    let mut views = Views { handlers: &mut handlers, root: Root::Unknown, paths: &paths, errors: &mut errors };
    views.visit_item_impl_mut(&mut item);
    handlers.check_used(&mut errors);
    let live_view = methods.can_be_live.then(|| expand::live_view(&item, &methods, &handlers, &paths));
    methods.complete(&mut item, &paths);
    let errors = errors.into_tokens();
    quote::quote!(#item #live_view #errors)
}

/// Expands a `view!` that stands alone: it has no handlers.
pub(crate) fn view(tokens: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let view = expand_view(tokens, None, Root::Unknown, &Paths::default(), &mut errors);
    let errors = errors.into_tokens();
    quote::quote!({ #errors #view })
}

fn expand_view(
    tokens: TokenStream,
    handlers: Option<&mut Handlers>,
    root: Root,
    paths: &Paths,
    errors: &mut Errors,
) -> TokenStream {
    let nodes = parse::template(tokens, errors);
    let handlers = handlers.map(|handlers| {
        handlers.note_uses(&nodes);
        &*handlers
    });
    check::template(&nodes, handlers, root, errors);
    let editor = editor::statement(&nodes, paths);
    template::expand::view(&lower::template(nodes, handlers), editor, paths)
}

/// Replaces each `view!` in the methods of an impl by its expansion.
struct Views<'a> {
    handlers: &'a mut Handlers,
    /// What a template in the method at hand stands in.
    root: Root,
    paths: &'a Paths,
    errors: &'a mut Errors,
}

impl Views<'_> {
    fn expand(&mut self, mac: &Macro) -> Option<Expr> {
        if mac.path.segments.last().is_none_or(|segment| segment.ident != "view") {
            return None;
        }
        let view = expand_view(mac.tokens.clone(), Some(self.handlers), self.root, self.paths, self.errors);
        Some(Expr::Verbatim(view))
    }
}

impl VisitMut for Views<'_> {
    fn visit_impl_item_fn_mut(&mut self, method: &mut ImplItemFn) {
        self.root = if method.sig.ident == "render" { Root::Body } else { Root::Unknown };
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
