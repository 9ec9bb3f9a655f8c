//! The annotations: parses and checks them, and removes them from the compiler's input.
//!
//! An annotation of a handler is a file, which reads its options, and a line in [`ALL`]. The annotation
//! of a view, `#[draft]`, is separate.

mod after;
mod blocking;
mod cache;
mod client_state;
mod confirm;
mod debounce;
pub(crate) mod draft;
pub(crate) mod duration;
mod every;
mod on;
mod optimistic;
pub(crate) mod options;
mod throttle;
mod timer;

use proc_macro2::TokenStream;
use syn::Attribute;

use crate::errors::Errors;
use crate::live_view::parameter::Parameter;
use options::Options;

/// All annotations of handlers.
const ALL: &[Annotation] = &[
    after::AFTER,
    blocking::BLOCKING,
    cache::CACHE,
    client_state::CLIENT_STATE,
    confirm::CONFIRM,
    debounce::DEBOUNCE,
    every::EVERY,
    on::ON,
    optimistic::OPTIMISTIC,
    throttle::THROTTLE,
];

/// The entry in `excludes` of an annotation that is not allowed on an `async` handler.
const ASYNC: &str = "async";

/// An annotation of a handler.
pub(crate) struct Annotation {
    /// Its name, which is also the name of its field in `taut_core::handler::Handler`.
    name: &'static str,
    /// Its syntax.
    how: &'static str,
    /// The names of its options.
    options: &'static [&'static str],
    /// The annotations that it can't be combined with, and why.
    excludes: &'static [(&'static str, &'static str)],
    /// Reads its options. Returns nothing if they are invalid, or if there is nothing to do.
    read: fn(&mut Options<'_>, Option<&[Parameter]>) -> Option<Declared>,
}

impl Annotation {
    /// Why it can't be combined with another one, if it can't.
    fn excludes(&self, other: &Self) -> Option<&'static str> {
        let mut excludes = self.excludes.iter();
        excludes
            .find(|(name, _)| *name == other.name)
            .map(|(_, why)| *why)
    }
}

/// The result of an annotation.
pub(crate) struct Declared {
    /// The field of the handler's entry in the table.
    pub(crate) field: &'static str,
    /// Its value, with the names of `taut_core::handler`.
    pub(crate) value: TokenStream,
    /// The parameters whose values a browser must know; nothing if it needs none.
    pub(crate) known: Option<Vec<usize>>,
    /// How it is declared, if it affects the row of a listener.
    pub(crate) in_row: Option<String>,
    /// The topic or the flow that the handler receives from.
    pub(crate) source: Option<TokenStream>,
    /// Whether all of the handler must be predicted.
    pub(crate) predicts: bool,
    /// The value that the handler's timer follows.
    pub(crate) follows: Option<TokenStream>,
}

impl Declared {
    /// A value that needs no parameters in the browser.
    fn new(field: &'static str, value: TokenStream) -> Self {
        Self {
            field,
            value,
            known: None,
            in_row: None,
            source: None,
            predicts: false,
            follows: None,
        }
    }
}

/// Takes the annotations of a handler from its attributes. If the method can't be a handler, its
/// parameters are unknown.
pub(crate) fn take(
    attributes: &mut Vec<Attribute>,
    parameters: Option<&[Parameter]>,
    is_async: bool,
    errors: &mut Errors,
) -> Vec<Declared> {
    draft::refuse(attributes, errors);
    let mut seen: Vec<&Annotation> = Vec::new();
    let mut all = Vec::new();
    for (annotation, attribute) in extract(attributes) {
        let name = annotation.name;
        if seen.iter().any(|other| other.name == name) {
            errors.on(attribute.path(), format_args!("`#[{name}]` is given twice"));
            continue;
        }
        let clash = seen.iter().find_map(|other| {
            let why = annotation.excludes(other).or(other.excludes(annotation))?;
            Some((other.name, why))
        });
        if let Some((other, why)) = clash {
            errors.on(
                attribute.path(),
                format_args!("`#[{name}]` can't be combined with `#[{other}]`: {why}"),
            );
        }
        if let Some((_, why)) = annotation
            .excludes
            .iter()
            .find(|(other, _)| is_async && *other == ASYNC)
        {
            errors.on(
                attribute.path(),
                format_args!("`#[{name}]` is not allowed on an `async` handler: {why}"),
            );
        }
        seen.push(annotation);
        let mut options = Options::of(&attribute, name, annotation.how, annotation.options, errors);
        let declared = (annotation.read)(&mut options, parameters);
        if options.end() {
            all.extend(declared);
        }
    }
    all
}

/// Takes the annotations of an item that is not a handler, and reports why it is not one.
pub(crate) fn refuse(attributes: &mut Vec<Attribute>, why: &str, errors: &mut Errors) {
    draft::refuse(attributes, errors);
    for (annotation, attribute) in extract(attributes) {
        errors.on(
            attribute.path(),
            format_args!("`#[{}]` belongs to a handler: {why}", annotation.name),
        );
    }
}

/// The annotations among attributes, in order.
fn extract(attributes: &mut Vec<Attribute>) -> Vec<(&'static Annotation, Attribute)> {
    let known = |attribute: &Attribute| {
        ALL.iter()
            .find(|annotation| attribute.path().is_ident(annotation.name))
    };
    let mut taken = Vec::new();
    for attribute in std::mem::take(attributes) {
        match known(&attribute) {
            Some(annotation) => taken.push((annotation, attribute)),
            None => attributes.push(attribute),
        }
    }
    taken
}

/// The indexes of listed parameters, each once.
fn positions(
    names: &[syn::Ident],
    parameters: &[Parameter],
    errors: &mut Errors,
) -> Option<Vec<usize>> {
    let before = errors.len();
    let mut positions = Vec::new();
    for name in names {
        let text = syn::ext::IdentExt::unraw(name).to_string();
        match parameters
            .iter()
            .position(|parameter| parameter.name.trim_start_matches("r#") == text)
        {
            None => {
                let known = parameters.iter().map(|parameter| parameter.name.as_str());
                let hint = crate::errors::did_you_mean(&text, known);
                errors.at(
                    name.span(),
                    format_args!("the handler has no parameter `{text}`{hint}"),
                );
            }
            Some(position) if positions.contains(&position) => {
                errors.at(
                    name.span(),
                    format_args!("the parameter `{text}` is listed twice"),
                );
            }
            Some(position) => positions.push(position),
        }
    }
    (errors.len() == before).then_some(positions)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The result of an annotation of `fn search(&mut self, query: String, page: u32)`, or the first error.
    fn read(attribute: &str) -> String {
        let method: syn::ImplItemFn = match syn::parse_str(&format!("{attribute} fn search() {{}}"))
        {
            Ok(method) => method,
            Err(error) => return error.to_string(),
        };
        let parameter = |name: &str| Parameter {
            name: name.to_owned(),
            ty: quote::quote!(u32),
        };
        let parameters = [parameter("query"), parameter("page")];
        let (mut attributes, mut errors) = (method.attrs, Errors::default());
        let declared = take(&mut attributes, Some(&parameters), false, &mut errors);
        assert!(attributes.is_empty(), "{attribute} is left");
        let written = |declared: &Declared| {
            let text = format!("{}: {}", declared.field, declared.value);
            text.replace(":: core :: option :: Option :: ", "")
                .replace(' ', "")
        };
        let all: Vec<String> = declared.iter().map(written).collect();
        errors
            .first()
            .map_or_else(|| all.join("; "), |first| format!("error: {first}"))
    }

    #[track_caller]
    fn check(attribute: &str, expected: &str) {
        assert_eq!(read(attribute), expected, "{attribute}");
    }

    /// The guide of an annotation.
    fn page(name: &str) -> String {
        let path = format!("{}/../taut/docs/{name}.md", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(&path).unwrap_or_else(|error| unreachable!("{path}: {error}"))
    }

    #[test]
    fn the_docs_name_each_option_and_its_default() {
        for Annotation { name, options, .. } in ALL {
            let page = page(name);
            for option in *options {
                let spelled = |cell: &str| {
                    cell.split('`')
                        .any(|part| part.split(['(', ' ']).next() == Some(option))
                };
                let row = page
                    .lines()
                    .map(|line| line.split('|').collect::<Vec<_>>())
                    .find(|cells| cells.get(1).is_some_and(|cell| spelled(cell)));
                let default = row.and_then(|cells| cells.get(3).map(|cell| cell.trim().to_owned()));
                assert!(
                    default.is_some_and(|default| !default.is_empty()),
                    "{name}.md: the table of options has `{option}` and its default"
                );
            }
        }
    }

    #[test]
    fn the_docs_have_the_defaults_that_are_declared() {
        let check = |name: &str, option: &str, default: &str, attribute: &str, declared: &str| {
            let page = page(name);
            let row = page
                .lines()
                .find(|line| line.starts_with("| ") && line.contains(&format!("`{option}")));
            assert!(
                row.is_some_and(|row| row.trim_end().ends_with(&format!("| {default} |"))),
                "{name}.md: `{option}` is {default} unless it is said"
            );
            assert!(
                read(attribute).contains(declared),
                "{attribute} declares {declared}: {}",
                read(attribute)
            );
        };
        check(
            "optimistic",
            "timeout",
            "`30s`",
            "#[optimistic]",
            "timeout:30000u32",
        );
        check(
            "optimistic",
            "error_for",
            "`2s`",
            "#[optimistic]",
            "mark:2000u32",
        );
        check("cache", "max = ", "100", "#[cache(ttl = 1s)]", "max:100u32");
        check(
            "cache",
            "max_bytes",
            "1,048,576 (1 MiB)",
            "#[cache(ttl = 1s)]",
            "max_bytes:1048576u32",
        );
        check(
            "throttle",
            "leading",
            "`true`",
            "#[throttle(1s)]",
            "leading:true",
        );
        check(
            "throttle",
            "trailing",
            "`true`",
            "#[throttle(1s)]",
            "trailing:true",
        );
        check(
            "debounce",
            "max_wait",
            "no limit",
            "#[debounce(1s)]",
            "max_wait:None",
        );
    }

    #[test]
    fn what_is_declared_is_read() {
        check(
            "#[debounce(300ms)]",
            "debounce:Some(Debounce{wait:Some(300u32),max_wait:None})",
        );
        check(
            "#[debounce(0.5s, max_wait = 2s)]",
            "debounce:Some(Debounce{wait:Some(500u32),max_wait:Some(2000u32)})",
        );
        check(
            "#[debounce(blur)]",
            "debounce:Some(Debounce{wait:None,max_wait:None})",
        );
        check(
            "#[throttle(1s)]",
            "throttle:Some(Throttle{interval:1000u32,leading:true,trailing:true})",
        );
        check(
            "#[throttle(100ms, leading = false)]",
            "throttle:Some(Throttle{interval:100u32,leading:false,trailing:true})",
        );
        check(
            "#[optimistic]",
            "optimistic:Some(Optimistic{timeout:30000u32,mark:2000u32,action:None})",
        );
        check(
            "#[optimistic(remove, timeout = 10s, error_for = 0)]",
            "optimistic:Some(Optimistic{timeout:10000u32,mark:0u32,action:Some(Action::Remove)})",
        );
        check(
            "#[cache(ttl = 5min, key(page), max = 7, max_bytes = 8, revalidate)]",
            "cache:Some(Cache{ttl:300000u32,max:7u32,max_bytes:8u32,revalidate:true,key:&[KeyPart{parameter:1u16,number:NumberOf::<u32>::NUMBER}]})",
        );
        check(
            "#[cache(ttl = 30days)]",
            "cache:Some(Cache{ttl:2592000000u32,max:100u32,max_bytes:1048576u32,revalidate:false,key:&[KeyPart{parameter:0u16,number:NumberOf::<u32>::NUMBER},\
             KeyPart{parameter:1u16,number:NumberOf::<u32>::NUMBER}]})",
        );
        check("#[cache(ttl = 0)]", "");
        check("#[blocking]", "blocking:true");
        check("#[confirm(\"Really?\")]", "confirm:Some(\"Really?\")");
        check(
            "#[every(1.5s)]",
            "error: a handler with `#[every]` takes only `&mut self` and optionally `&mut Context`, because it has no event",
        );
        check(
            "#[client_state(page)]",
            "client_state:&[ClientState{key:\"page\",parameter:1u16,number:NumberOf::<u32>::NUMBER}]",
        );
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        check(
            "#[debounce(0ms)]",
            "error: a wait must be between `1ms` and `1h`",
        );
        check(
            "#[debounce(2h)]",
            "error: a wait must be between `1ms` and `1h`",
        );
        check(
            "#[debounce(300)]",
            "error: a duration needs a unit: `300ms`, `2s`, `5min`, `1h` or `7days`",
        );
        check(
            "#[optimistic(predicted)]",
            "error: `#[optimistic]` has no option `predicted`; did you mean `predict`?",
        );
        check(
            "#[cache(ttl = 31days)]",
            "error: a time to live must be between `1ms` and `30days`, or `0` to store nothing",
        );
        check(
            "#[cache(ttl = 1s, key(pge))]",
            "error: the handler has no parameter `pge`; did you mean `page`?",
        );
        check(
            "#[client_state(page, page)]",
            "error: the parameter `page` is listed twice",
        );
        check(
            "#[debounce(1s)] #[debounce(2s)]",
            "error: `#[debounce]` is given twice",
        );
    }
}
