//! `#[draft(fields(title, body))]` on a view: the browser saves what was typed into these fields and not sent.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Attribute, ItemImpl, LitStr};

use super::duration;
use super::options::Options;
use crate::errors::{Errors, Place};

const NAME: &str = "draft";
const HOW: &str = "`#[draft(fields(title, body))]`, and perhaps `key = self.id`, `scope = &self.user`, `save_every = 500ms`, `ttl = 7days`, `restore = auto`";
const OPTIONS: &[&str] = &["key", "scope", "fields", "save_every", "ttl", "restore"];

/// How long the user must pause before a draft is saved by default, in milliseconds.
const SAVE_EVERY: u32 = 500;
/// How long a draft is valid by default, in milliseconds.
const TTL: u32 = 604_800_000;

/// The options of the drafts of a view.
pub(crate) struct Draft {
    key: Option<TokenStream>,
    scope: Option<TokenStream>,
    fields: Vec<String>,
    save_every: u32,
    ttl: u32,
    restores: bool,
}

/// Takes the annotation from an impl.
pub(crate) fn take(item: &mut ItemImpl, errors: &mut Errors) -> Option<Draft> {
    let mut all = extract(&mut item.attrs).into_iter();
    let attribute = all.next()?;
    for second in all {
        errors.on(second.path(), "`#[draft]` is given twice");
    }
    let mut options = Options::of(&attribute, NAME, HOW, OPTIONS, errors);
    let draft = read(&mut options);
    if options.end() { draft } else { None }
}

/// Refuses the annotation on something that is not a view.
pub(super) fn refuse(attributes: &mut Vec<Attribute>, errors: &mut Errors) {
    for attribute in extract(attributes) {
        errors.on(
            attribute.path(),
            "`#[draft]` belongs on the impl of a view, below `#[live_view]`",
        );
    }
}

fn extract(attributes: &mut Vec<Attribute>) -> Vec<Attribute> {
    let (taken, left) = std::mem::take(attributes)
        .into_iter()
        .partition(|attribute| attribute.path().is_ident(NAME));
    *attributes = left;
    taken
}

fn read(options: &mut Options<'_>) -> Option<Draft> {
    let (key, scope) = (expression(options, "key"), expression(options, "scope"));
    let save_every = match options.named("save_every") {
        Some(wait) => duration::read(wait, duration::GATE, options.errors),
        None => Some(SAVE_EVERY),
    };
    let ttl = match options.named("ttl") {
        Some(ttl) => duration::read(ttl, duration::DRAFT, options.errors),
        None => Some(TTL),
    };
    let restores = restores(options);
    let Some((pieces, place)) = options.pieces("fields") else {
        options.expected();
        return None;
    };
    if pieces.is_empty() {
        options.errors.at(
            place,
            "`fields(…)` lists the controls to save: `fields(title, body)`",
        );
    }
    let mut fields = Vec::new();
    for piece in pieces {
        let Some((field, place)) = field(&piece, options.errors) else {
            continue;
        };
        if fields.contains(&field) {
            options
                .errors
                .at(place, format_args!("the field `{field}` is listed twice"));
        } else if is_secret(&field) {
            let message =
                format_args!("`{field}` looks like a secret, which is never saved in the browser");
            options.errors.at(place, message);
        }
        fields.push(field);
    }
    Some(Draft {
        key,
        scope,
        fields,
        save_every: save_every?,
        ttl: ttl?,
        restores,
    })
}

/// An expression over `self`.
fn expression(options: &mut Options<'_>, name: &str) -> Option<TokenStream> {
    let (tokens, place) = options.named(name)?;
    if syn::parse2::<syn::Expr>(tokens.clone()).is_err() {
        options.errors.at(
            place,
            format_args!("expected an expression: `{name} = self.id`"),
        );
        return None;
    }
    Some(tokens)
}

fn restores(options: &mut Options<'_>) -> bool {
    let Some((tokens, place)) = options.named("restore") else {
        return false;
    };
    match tokens.to_string().as_str() {
        "auto" => true,
        "ask" => false,
        _ => {
            options
                .errors
                .at(place, "expected `restore = auto` or `restore = ask`");
            false
        }
    }
}

/// The name of a control, as a word or in quotes.
fn field(tokens: &TokenStream, errors: &mut Errors) -> Option<(String, Place)> {
    let place = Place::of(tokens)?;
    if let Ok(word) = syn::parse2::<syn::Ident>(tokens.clone()) {
        return Some((word.unraw().to_string(), place));
    }
    match syn::parse2::<LitStr>(tokens.clone()) {
        Ok(text) if !text.value().is_empty() => Some((text.value(), place)),
        _ => {
            errors.at(
                place,
                "expected the name of a control: `title`, or `\"due-date\"` in quotes",
            );
            None
        }
    }
}

/// Whether the name of a control suggests that its value is secret.
fn is_secret(name: &str) -> bool {
    const PARTS: &[&str] = &[
        "password",
        "passwd",
        "passphrase",
        "passcode",
        "secret",
        "cardnumber",
        "creditcard",
        "onetimecode",
    ];
    const WORDS: &[&str] = &["pwd", "pin", "otp", "totp", "cvc", "cvv", "csc"];
    let lower = name.to_lowercase();
    let mut words = lower.split(|char: char| !char.is_alphanumeric());
    let joined: String = lower
        .chars()
        .filter(|char| char.is_alphanumeric())
        .collect();
    PARTS.iter().any(|part| joined.contains(part)) || words.any(|word| WORDS.contains(&word))
}

impl Draft {
    /// The items of `LiveView` for the annotation.
    pub(crate) fn items(&self, private: &TokenStream) -> TokenStream {
        let Self {
            fields,
            save_every,
            ttl,
            restores,
            ..
        } = self;
        let part = |expression: &Option<TokenStream>| match expression {
            Some(tokens) => {
                let span = Place::of(tokens).map_or_else(Span::call_site, |place| place.start);
                quote_spanned!(span=> #private::draft_part(&(#tokens)))
            }
            None => quote!(::std::string::String::new()),
        };
        let (key, scope) = (part(&self.key), part(&self.scope));
        quote! {
            const DRAFT: ::core::option::Option<&'static #private::DraftOptions> =
                ::core::option::Option::Some(&#private::DraftOptions {
                    fields: &[#(#fields),*],
                    save_every: #save_every,
                    ttl: #ttl,
                    restores: #restores,
                });

            fn draft_key(&self) -> ::core::option::Option<::std::string::String> {
                let view = #private::draft_part(::core::any::type_name::<Self>());
                ::core::option::Option::Some([view, #key, #scope].join("/"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn a_name_tells_a_secret() {
        for name in [
            "password",
            "new-password",
            "userPassword",
            "card_number",
            "cvc",
            "card-cvv",
            "otp",
            "pin",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in ["title", "opinion", "spin", "card_title", "passenger"] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
