//! The options of a field: `#[form(min = 2, message = "…")]`.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Attribute, Expr, Lit};

use crate::annotations::options::{Options, Placed};
use crate::errors::{Errors, Place};

/// The name of the attribute.
pub(super) const FORM: &str = "form";

const HOW: &str = "`#[form(min = 2, max = 40, message = \"From 2 to 40 letters, please.\")]`";

const KNOWN: &[&str] = &[
    "check", "email", "max", "message", "min", "nested", "optional", "pattern", "required",
    "secret", "step", "text", "url",
];

/// The options of a field.
#[derive(Default)]
pub(super) struct FieldOptions {
    /// The rules of each attribute, with its message.
    pub(super) rules: Vec<Rules>,
    pub(super) checks: Vec<Expr>,
    pub(super) secret: Option<Place>,
    pub(super) optional: Option<Place>,
    pub(super) required: Option<Place>,
    pub(super) nested: Option<Place>,
    pub(super) text: Option<Place>,
}

/// The rules in one attribute.
#[derive(Default)]
pub(super) struct Rules {
    pub(super) min: Option<Limit>,
    pub(super) max: Option<Limit>,
    pub(super) step: Option<Limit>,
    pub(super) pattern: Option<Placed<String>>,
    pub(super) email: Option<Place>,
    pub(super) url: Option<Place>,
    pub(super) message: Option<String>,
}

/// A number or date, as the attribute of a control has it.
pub(super) struct Limit {
    pub(super) text: String,
    pub(super) is_quoted: bool,
    pub(super) place: Place,
}

impl FieldOptions {
    pub(super) fn of(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut all = Self::default();
        for attribute in attributes {
            if attribute.path().is_ident(FORM) {
                all.read(attribute, errors);
            }
        }
        all.check_together(errors);
        all
    }

    fn read(&mut self, attribute: &Attribute, errors: &mut Errors) {
        let mut given = Options::of(attribute, FORM, HOW, KNOWN, errors);
        self.rules.push(Rules::of(&mut given));
        for (name, place) in [
            ("secret", &mut self.secret),
            ("optional", &mut self.optional),
            ("required", &mut self.required),
            ("nested", &mut self.nested),
            ("text", &mut self.text),
        ] {
            *place = place.or(given.word(name));
        }
        if let Some(value) = given.named("check") {
            self.checks.extend(read_function(value, given.errors));
        }
        given.end();
    }

    /// Reports options that exclude each other.
    fn check_together(&self, errors: &mut Errors) {
        if let (Some(nested), true) = (self.nested, self.has_rules_of_texts()) {
            errors.at(
                nested,
                "a nested struct has its rules at its own fields; here, only `min`, `max` and `message` count rows",
            );
        }
        let limits = [self.min(), self.max(), self.step()];
        let limit = limits.into_iter().flatten().map(|limit| limit.place).next();
        let odd = limit.or(self.optional).or(self.required);
        if let (Some(_), Some(odd)) = (self.text, odd) {
            errors.at(odd, "with `text`, a type has its own rules; `pattern`, `message` and `check` can be added");
        }
        if let (Some(optional), Some(_)) = (self.optional, self.required) {
            errors.at(optional, "a field is `optional` or `required`");
        }
        if let (Some(email), Some(_)) =
            (self.find(|rules| rules.email), self.find(|rules| rules.url))
        {
            errors.at(email, "a text cannot be an e-mail address and a URL");
        }
        let number = |limit: &Limit| limit.text.parse::<f64>().ok().filter(|_| !limit.is_quoted);
        let limits = (self.min(), self.max());
        if let (Some(min), Some(max)) = limits
            && number(min) > number(max)
            && number(max).is_some()
        {
            errors.at(max.place, "no value fits: `max` is less than `min`");
        }
    }

    fn has_rules_of_texts(&self) -> bool {
        let words = [self.secret, self.optional, self.text];
        words.iter().any(Option::is_some)
            || !self.checks.is_empty()
            || self.step().is_some()
            || self.format().is_some()
    }

    pub(super) fn min(&self) -> Option<&Limit> {
        self.rules.iter().find_map(|rules| rules.min.as_ref())
    }

    pub(super) fn max(&self) -> Option<&Limit> {
        self.rules.iter().find_map(|rules| rules.max.as_ref())
    }

    pub(super) fn step(&self) -> Option<&Limit> {
        self.rules.iter().find_map(|rules| rules.step.as_ref())
    }

    /// Where the format of a text is given.
    pub(super) fn format(&self) -> Option<Place> {
        self.find(|rules| {
            let pattern = rules.pattern.as_ref().map(|(_, place)| *place);
            pattern.or(rules.email).or(rules.url)
        })
    }

    fn find(&self, place: impl Fn(&Rules) -> Option<Place>) -> Option<Place> {
        self.rules.iter().find_map(place)
    }
}

impl Rules {
    fn of(given: &mut Options<'_>) -> Self {
        let mut limit = |name| {
            let value = given.named(name)?;
            read_limit(name, value, given.errors)
        };
        let (min, max, step) = (limit("min"), limit("max"), limit("step"));
        let pattern = given.named("pattern");
        let message = given.named("message");
        Self {
            min,
            max,
            step,
            pattern: pattern.and_then(|value| read_pattern(value, given.errors)),
            email: given.word("email"),
            url: given.word("url"),
            message: message
                .and_then(|(tokens, place)| text_of(tokens, place, "message", given.errors)),
        }
    }
}

/// `check = path`, or a closure.
pub(super) fn read_function(
    (tokens, place): Placed<TokenStream>,
    errors: &mut Errors,
) -> Option<Expr> {
    let function = syn::parse2(tokens)
        .ok()
        .filter(|function| matches!(function, Expr::Path(_) | Expr::Closure(_)));
    if function.is_none() {
        errors.at(place, "expected a function: `check = is_free`, with `fn is_free(value: &T) -> Result<(), &'static str>`");
    }
    function
}

/// A number, or a text in quotes, which is a date or time.
fn read_limit(
    name: &str,
    (tokens, place): Placed<TokenStream>,
    errors: &mut Errors,
) -> Option<Limit> {
    let written = tokens.to_string().replace(' ', "");
    let unsigned = written.strip_prefix('-').unwrap_or(&written);
    let limit = match syn::parse_str::<Lit>(unsigned) {
        Ok(Lit::Int(number)) => Some((number.base10_digits().to_owned(), false)),
        Ok(Lit::Float(number)) => Some((number.base10_digits().to_owned(), false)),
        Ok(Lit::Str(_)) => syn::parse2(tokens)
            .ok()
            .map(|text: syn::LitStr| (text.value(), true)),
        _ => None,
    };
    let Some((text, is_quoted)) = limit else {
        errors.at(
            place,
            format_args!(
                "expected a number, or a date in quotes: `{name} = 2`, `{name} = \"2024-01-31\"`"
            ),
        );
        return None;
    };
    let sign = if unsigned.len() < written.len() {
        "-"
    } else {
        ""
    };
    Some(Limit {
        text: format!("{sign}{text}"),
        is_quoted,
        place,
    })
}

/// A regular expression in the syntax that Rust and browsers share.
fn read_pattern(
    (tokens, place): Placed<TokenStream>,
    errors: &mut Errors,
) -> Option<Placed<String>> {
    let pattern = text_of(tokens, place, "pattern", errors)?;
    let is_shared = !pattern.replace("(?:", "").contains("(?")
        && ["\\A", "\\z", "[[:", "&&"]
            .iter()
            .all(|odd| !pattern.contains(odd));
    if let Err(error) = regex_lite::Regex::new(&pattern) {
        errors.at(
            place,
            format_args!("the server cannot read this pattern: {error}"),
        );
        return None;
    }
    if !is_shared {
        errors.at(place, "browsers do not read this pattern as Rust does: use neither flags, names of groups, look-around, `\\A`, `\\z`, `[[:…:]]` nor `&&`");
        return None;
    }
    Some((pattern, place))
}

fn text_of(tokens: TokenStream, place: Place, name: &str, errors: &mut Errors) -> Option<String> {
    let text = syn::parse2::<syn::LitStr>(tokens);
    if text.is_err() {
        errors.at(
            place,
            format_args!("expected a text in quotes: `{name} = \"…\"`"),
        );
    }
    Some(text.ok()?.value())
}

/// Tokens with another position, and the names that they have where they were written.
pub(super) fn moved(tokens: &impl ToTokens, to: Span) -> TokenStream {
    let tokens = tokens.to_token_stream().into_iter().map(|mut token| {
        if let proc_macro2::TokenTree::Group(group) = &token {
            let inner = moved(&group.stream(), to);
            token = proc_macro2::Group::new(group.delimiter(), inner).into();
        }
        token.set_span(token.span().located_at(to));
        token
    });
    tokens.collect()
}
