//! Parses Rust inside a template: where an expression ends, and whether the compiler can parse it.
//!
//! A template is a closure that is called repeatedly, and must not be left early: `return`, `?`,
//! `break`, `continue` and `.await` are refused.

use proc_macro2::{Group, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Pat, Token};

use super::{Parser, take_until};
use crate::errors::{Errors, Place};
use crate::template::ast::Expr;

impl Parser<'_> {
    /// The expression in braces.
    pub(super) fn value(&mut self, group: &Group) -> Expr {
        self.value_of(group, group.stream(), "{value}")
    }

    /// An expression that consists of the tokens of a group, or the rest of them.
    pub(super) fn value_of(&mut self, group: &Group, tokens: TokenStream, how: &str) -> Expr {
        let place = Place {
            start: group.span_open(),
            end: group.span_close(),
        };
        if tokens.is_empty() {
            self.errors
                .at(place, format_args!("expected a value: `{how}`"));
            return Expr::broken(tokens, place);
        }
        let around = group.span();
        if let Some(value) = self.bus_value(&tokens, group.span_close().into()) {
            return Expr { around, ..value };
        }
        Expr {
            around,
            ..self.expression(tokens, group.span_close())
        }
    }

    /// Tokens as an expression; `end` is what follows them.
    pub(super) fn expression(&mut self, tokens: TokenStream, end: impl Into<Place>) -> Expr {
        let end = end.into();
        let Some(place) = Place::of(&tokens) else {
            return Expr::broken(tokens, end);
        };
        let is_whole = match syn::parse2::<syn::Expr>(tokens.clone()) {
            Ok(expression) => may_stand_in_a_template(&expression, self.errors),
            Err(_) if has_statements(&tokens) => {
                self.errors.at(
                    place,
                    "braces contain a single expression; write the `let` as a node of its own, before it",
                );
                false
            }
            Err(error) => {
                self.errors.push(&error, end);
                false
            }
        };
        Expr::new(tokens, place, is_whole)
    }

    /// The tokens before a block: a condition, or the expression to match or to loop over.
    pub(super) fn head(&mut self, input: ParseStream<'_>, expected: &str) -> Expr {
        let at_block =
            |input: ParseStream<'_>| input.peek(syn::token::Brace) || input.peek(Token![;]);
        if input.is_empty() || at_block(input) {
            let place: Place = input.span().into();
            self.errors.at(place, format_args!("expected {expected}"));
            return Expr::broken(TokenStream::new(), place);
        }
        let ahead = input.fork();
        match syn::Expr::parse_without_eager_brace(&ahead) {
            Ok(expression) if at_block(&ahead) => {
                let tokens = up_to(input, &ahead);
                let is_whole = may_stand_in_a_template(&expression, self.errors);
                Expr::new(tokens, input.span(), is_whole)
            }
            parsed => {
                let tokens = take_until(input, at_block);
                let place = Place::of(&tokens).unwrap_or(input.span().into());
                match parsed {
                    Err(error) => self.errors.push(&error, input.span()),
                    Ok(_) => self.errors.at(
                        place,
                        format_args!("expected {expected} and then `{{ … }}`"),
                    ),
                }
                Expr::broken(tokens, place)
            }
        }
    }

    /// A pattern, which ends where it is followed by what `ends` it.
    pub(super) fn pattern(
        &mut self,
        input: ParseStream<'_>,
        ends: impl Fn(ParseStream<'_>) -> bool,
    ) -> Expr {
        let ahead = input.fork();
        match Pat::parse_multi_with_leading_vert(&ahead) {
            Ok(_) => {
                let tokens = up_to(input, &ahead);
                Expr::new(tokens, input.span(), true)
            }
            Err(error) => {
                let place = if ends(input) {
                    input.span()
                } else {
                    error.span()
                };
                self.errors.at(place, "expected a pattern");
                let tokens =
                    take_until(input, |input| ends(input) || input.peek(syn::token::Brace));
                Expr::broken(tokens, place)
            }
        }
    }

    /// `let pattern = expression;`.
    pub(super) fn let_statement(&mut self, input: ParseStream<'_>) -> Expr {
        let (start, ahead) = (input.span(), input.fork());
        let (is_whole, problem) = match local(&ahead) {
            Ok((value, None)) if ahead.peek(Token![;]) => {
                (may_stand_in_a_template(&value, self.errors), None)
            }
            Ok((_, Some(other))) => {
                let message = "a template can't return early: write `if let … { … } else { … }`";
                self.errors.at(other.span(), message);
                (false, None)
            }
            Ok((_, None)) => (false, None),
            Err(error) => (false, Some(error)),
        };
        let mut tokens = if is_whole {
            up_to(input, &ahead)
        } else {
            take_until(input, ends_broken_statement)
        };
        let place = Place::of(&tokens).unwrap_or(start.into());
        match (input.parse::<Option<Token![;]>>(), problem) {
            (Ok(Some(semicolon)), None) => tokens.extend(quote::quote!(#semicolon)),
            (Ok(Some(semicolon)), Some(error)) => self.errors.push(&error, semicolon.spans[0]),
            _ => self.errors.at(place, "a `let` ends with `;`"),
        }
        Expr::new(tokens, place, is_whole)
    }
}

fn ends_broken_statement(input: ParseStream<'_>) -> bool {
    input.peek(Token![;])
        || input.peek(Token![<]) && !input.peek(Token![<=])
        || input.peek(syn::LitStr)
}

/// The value of a `let`, and its `else`; the semicolon is not consumed.
fn local(input: ParseStream<'_>) -> syn::Result<(syn::Expr, Option<Token![else]>)> {
    input.parse::<Token![let]>()?;
    Pat::parse_single(input)?;
    if input.parse::<Option<Token![:]>>()?.is_some() {
        input.parse::<syn::Type>()?;
    }
    input.parse::<Token![=]>()?;
    let value = input.parse()?;
    let other = input.parse::<Option<Token![else]>>()?;
    if other.is_some() {
        input.parse::<syn::Block>()?;
    }
    Ok((value, other))
}

/// The tokens up to the position of another parser of the same input.
fn up_to(input: ParseStream<'_>, ahead: ParseStream<'_>) -> TokenStream {
    let mut tokens = TokenStream::new();
    while input.cursor() != ahead.cursor() {
        match input.parse::<TokenTree>() {
            Ok(token) => tokens.extend([token]),
            Err(_) => break,
        }
    }
    tokens
}

fn has_statements(tokens: &TokenStream) -> bool {
    let block = |input: ParseStream<'_>| syn::Block::parse_within(input);
    block.parse2(tokens.clone()).is_ok()
}

/// Reports code that would leave the template or change the view.
pub(super) fn may_stand_in_a_template(expression: &syn::Expr, errors: &mut Errors) -> bool {
    let before = errors.len();
    Exits {
        errors,
        in_loop: false,
    }
    .visit_expr(expression);
    errors.len() == before
}

/// Finds what leaves an expression.
struct Exits<'e> {
    errors: &'e mut Errors,
    /// Whether a `break` or `continue` stays within the expression.
    in_loop: bool,
}

impl Exits<'_> {
    fn refuse(&mut self, what: &str, at: &impl Spanned) {
        let message = format_args!(
            "`{what}` would leave the template early: compute the value before `view!`, or in a method"
        );
        self.errors.at(at.span(), message);
    }

    fn in_loop(&mut self, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.in_loop, true);
        visit(self);
        self.in_loop = outer;
    }
}

impl<'ast> Visit<'ast> for Exits<'_> {
    fn visit_expr(&mut self, expression: &'ast syn::Expr) {
        match expression {
            syn::Expr::Return(at) => self.refuse("return", &at.return_token),
            syn::Expr::Try(at) => self.refuse("?", &at.question_token),
            syn::Expr::Await(at) => self.refuse(".await", &at.await_token),
            syn::Expr::Yield(at) => self.refuse("yield", &at.yield_token),
            syn::Expr::Break(at) if !self.in_loop => self.refuse("break", &at.break_token),
            syn::Expr::Continue(at) if !self.in_loop => self.refuse("continue", &at.continue_token),
            syn::Expr::Closure(_) | syn::Expr::Async(_) => return,
            syn::Expr::Loop(_) | syn::Expr::While(_) | syn::Expr::ForLoop(_) => {
                return self.in_loop(|exits| visit::visit_expr(exits, expression));
            }
            syn::Expr::Block(block) if block.label.is_some() => {
                return self.in_loop(|exits| visit::visit_expr(exits, expression));
            }
            _ => {}
        }
        visit::visit_expr(self, expression);
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
