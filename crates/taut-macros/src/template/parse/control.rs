//! Parses `if`, `match` and `for`.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Token;
use syn::parse::{ParseStream, Parser as _};

use super::{Parser, ahead, brace, take_until};
use crate::errors::Place;
use crate::template::ast::{Attribute, Expr, For, If, Match, Node};

impl Parser<'_> {
    /// The nodes in a block.
    fn block(&mut self, input: ParseStream<'_>, is_expected: bool) -> Vec<Node> {
        if let Some(group) = brace(input) {
            return self.all(group.stream());
        }
        if is_expected {
            self.errors
                .at(input.span(), "expected the content: `{ … }`");
        }
        Vec::new()
    }

    pub(super) fn if_chain(&mut self, input: ParseStream<'_>) -> If {
        let mut branches = Vec::new();
        while input.parse::<Option<Token![if]>>().ok().flatten().is_some() {
            let condition = self.head(input, "a condition");
            let is_whole = condition.is_whole;
            branches.push((Some(condition), self.block(input, is_whole)));
            if input
                .parse::<Option<Token![else]>>()
                .ok()
                .flatten()
                .is_none()
            {
                break;
            }
            if !input.peek(Token![if]) {
                branches.push((None, self.block(input, true)));
                break;
            }
        }
        If { branches }
    }

    pub(super) fn match_arms(&mut self, input: ParseStream<'_>) -> Match {
        let _ = input.parse::<Token![match]>();
        let scrutinee = self.head(input, "a value to match");
        let Some(group) = brace(input) else {
            if scrutinee.is_whole {
                self.errors
                    .at(input.span(), "expected the arms: `{ pattern => …, … }`");
            }
            return Match {
                scrutinee,
                arms: Vec::new(),
            };
        };
        let read = |input: ParseStream<'_>| {
            let mut arms = Vec::new();
            while !input.is_empty() {
                arms.push(self.match_arm(input, &group));
            }
            Ok(arms)
        };
        let arms = read.parse2(group.stream()).unwrap_or_default();
        Match { scrutinee, arms }
    }

    fn match_arm(&mut self, input: ParseStream<'_>, group: &Group) -> (Expr, Vec<Node>) {
        let mut pattern = self.pattern(input, |input| input.peek(Token![=>]));
        if pattern.is_whole && input.peek(Token![if]) {
            pattern = self.guard(input, pattern);
        }
        if input.parse::<Option<Token![=>]>>().ok().flatten().is_none() && pattern.is_whole {
            let place = if input.is_empty() {
                group.span_close()
            } else {
                input.span()
            };
            self.errors
                .at(place, "expected `=>` between a pattern and its content");
            pattern.is_whole = false;
        }
        let body = match brace(input) {
            Some(group) => self.all(group.stream()),
            None if input.is_empty() || input.peek(Token![,]) => Vec::new(),
            None => self.node(input).into_iter().collect(),
        };
        let _ = input.parse::<Option<Token![,]>>();
        (pattern, body)
    }

    /// A pattern with the condition that follows it.
    fn guard(&mut self, input: ParseStream<'_>, pattern: Expr) -> Expr {
        let Ok(token) = input.parse::<Token![if]>() else {
            return pattern;
        };
        let tokens = take_until(input, |input| input.peek(Token![=>]));
        let condition = self.expression(tokens, input.span());
        let (pattern, guard) = (&pattern.tokens, &condition.tokens);
        Expr::new(
            quote::quote!(#pattern #token #guard),
            token.span,
            condition.is_whole,
        )
    }

    pub(super) fn for_loop(&mut self, input: ParseStream<'_>) -> For {
        let place: Place = input.span().into();
        let _ = input.parse::<Token![for]>();
        let mut pattern = self.pattern(input, |input| input.peek(Token![in]));
        if input.parse::<Option<Token![in]>>().ok().flatten().is_none() {
            if pattern.is_whole {
                self.errors
                    .at(input.span(), "expected `in` and an iterator");
            }
            pattern.is_whole = false;
        }
        let iterator = self.head(input, "what to loop over");
        let has_key = input.parse::<Option<Token![;]>>().ok().flatten().is_some();
        let key = if has_key { self.row_key(input) } else { None };
        let is_whole = pattern.is_whole && iterator.is_whole;
        let body = self.block(
            input,
            is_whole && key.as_ref().is_none_or(|key| key.is_whole),
        );
        let feed = (!has_key && is_whole)
            .then(|| key_of_feed(&pattern, &iterator))
            .flatten();
        if !has_key && feed.is_none() && is_whole && !has_key_attribute(&body) {
            self.missing_key(place, &pattern);
        }
        For {
            place,
            pattern,
            iterator,
            key,
            feed,
            body,
        }
    }

    fn missing_key(&mut self, place: Place, pattern: &Expr) {
        let row = match syn::parse2::<Ident>(pattern.tokens.clone()) {
            Ok(name) => name.to_string(),
            Err(_) => "item".to_owned(),
        };
        self.errors.at(
            place,
            format_args!(
                "rows need a key, so that each keeps its own elements: `for … in …; key = {row}.id {{ … }}`; \
                 where rows never move, the key may be their number; the rows of a `Feed` have keys: `for (key, {row}) in …`"
            ),
        );
    }

    /// `key = expression`, up to the block.
    fn row_key(&mut self, input: ParseStream<'_>) -> Option<Expr> {
        let is_key =
            ahead::<Ident>(input).is_some_and(|ident| ident == "key") && input.peek2(Token![=]);
        if is_key {
            let _ = (input.parse::<Ident>(), input.parse::<Token![=]>());
            return Some(self.head(input, "a key, which identifies each row"));
        }
        let tokens: TokenStream = take_until(input, |input| input.peek(syn::token::Brace));
        let place = Place::of(&tokens).unwrap_or_else(|| input.span().into());
        self.errors
            .at(place, "expected `key = …`, which identifies each row");
        Some(Expr::broken(tokens, place))
    }
}

/// The pattern of the key in `for (key, row) in &feed`; nothing if what is looped over can't be a feed.
fn key_of_feed(pattern: &Expr, iterator: &Expr) -> Option<TokenStream> {
    let is_feed = is_place(&iterator.tokens);
    match syn::Pat::parse_single.parse2(pattern.tokens.clone()).ok()? {
        syn::Pat::Tuple(pair) if is_feed && pair.elems.len() == 2 => {
            pair.elems.first().map(ToTokens::to_token_stream)
        }
        _ => None,
    }
}

/// Whether an expression names a variable, a field or an element, or refers to one.
pub(crate) fn is_place(tokens: &TokenStream) -> bool {
    let Ok(mut expression) = syn::parse2(tokens.clone()) else {
        return false;
    };
    loop {
        expression = match expression {
            syn::Expr::Reference(reference) => *reference.expr,
            syn::Expr::Paren(paren) => *paren.expr,
            syn::Expr::Field(_) | syn::Expr::Path(_) | syn::Expr::Index(_) => return true,
            _ => return false,
        };
    }
}

/// Whether the key is on the element of the row; the error is reported there.
fn has_key_attribute(row: &[Node]) -> bool {
    let is_key = |attribute: &Attribute| matches!(attribute, Attribute::Plain { name, .. } if name.text == "key");
    row.iter()
        .any(|node| matches!(node, Node::Element(element) if element.attributes.iter().any(is_key)))
}

/// Skips one token.
pub(super) fn skip(input: ParseStream<'_>) {
    let _ = input.parse::<TokenTree>();
}
