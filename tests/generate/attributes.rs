//! A view with each attribute that has a line in the table, for each kind of value that it may have.

use crate::attributes::{ARIA, CUSTOM, GLOBAL, Kind, OBSOLETE, OTHER, OWN, Truth};
use crate::elements::ELEMENTS;
use crate::events::EVENTS;

/// An attribute of an element, and what the table says of it.
struct Case {
    element: &'static str,
    name: &'static str,
    kind: Kind,
}

pub(crate) fn view() -> String {
    let cases: String = cases().iter().map(shown).collect();
    format!(
        "/// What the tables say, as JSON.
        const TABLES: &str = {:?};

        #[taut::live_view]
        impl Attributes {{
            fn mount(request: &Request<'_>) -> Result<Self, Reject> {{ Ok(Self {{ step: request.param(\"step\")? }}) }}
            fn go(&mut self, step: usize) {{ self.step = step; }}
            fn render(&self) -> impl taut::View {{
                let Given {{ truth, text, number }} = self.given();
                taut::view! {{
                    <output id=\"tables\">{{TABLES}}</output>
                    <output id=\"given\">{{self.given_json()}}</output>
                    for step in 0..GIVEN.len(); key = step {{ <button class=\"step\" @click={{go(step)}}>{{step}}</button> }}
                    {cases}
                }}
            }}
        }}",
        tables()
    )
}

/// All attributes that need no check of their own; of those with text, one element each.
fn cases() -> Vec<Case> {
    let global = GLOBAL.iter().map(|(name, kind)| Case {
        element: "div",
        name,
        kind: *kind,
    });
    let own = OWN.iter().flat_map(|own| {
        let one = if own.kind == OTHER { 1 } else { own.on.len() };
        own.on.iter().take(one).map(|element| Case {
            element,
            name: own.name,
            kind: own.kind,
        })
    });
    let others = [
        Case {
            element: "my-element",
            name: "open",
            kind: CUSTOM,
        },
        Case {
            element: "my-element",
            name: "hidden",
            kind: Kind::Text(Truth::Flag),
        },
        Case {
            element: "my-element",
            name: "inert",
            kind: Kind::Flag,
        },
        Case {
            element: "my-element",
            name: "aria-busy",
            kind: OTHER,
        },
        Case {
            element: "my-element",
            name: "data-open",
            kind: OTHER,
        },
        Case {
            element: "div",
            name: "aria-hidden",
            kind: OTHER,
        },
        Case {
            element: "image",
            name: "crossorigin",
            kind: Kind::Text(Truth::Flag),
        },
    ];
    global.chain(own).chain(others).filter(changes).collect()
}

/// Whether a template may change an attribute, and no other test is about how.
fn changes(case: &Case) -> bool {
    let is_fixed = matches!(
        case.name,
        "is" | "nonce" | "http-equiv" | "content" | "rel" | "xmlns"
    ) || matches!(case.element, "base" | "script")
        || case.element == "select" && case.name == "value";
    matches!(case.kind, Kind::Text(_) | Kind::Flag | Kind::FlagProperty) && !is_fixed
}

/// An element for each kind of value.
fn shown(case: &Case) -> String {
    let given: &[&str] = match case.kind {
        Kind::Text(_) => &["truth", "text", "number", "page"],
        _ => &["truth", "page"],
    };
    given.iter().map(|given| shown_as(case, given)).collect()
}

fn shown_as(
    Case {
        element,
        name,
        kind,
    }: &Case,
    given: &str,
) -> String {
    let value = if given == "page" {
        "client.value"
    } else {
        given
    };
    let (before, after) = around(element);
    let is_void = matches!(
        *element,
        "area" | "col" | "embed" | "img" | "input" | "link" | "meta" | "source" | "track"
    );
    let end = if is_void {
        String::new()
    } else {
        format!("</{element}>")
    };
    let about = format!(
        "data-element={element:?} data-name={name:?} data-given={given:?} data-kind={:?}",
        written(*kind)
    );
    format!(
        "<div class=\"case\" {about}>{before}<{element} {name}={{{value}}}>{end}{after}</div>\n"
    )
}

/// A kind as the test in the browser reads it: how a truth is written, as JSON, or the word for what it is.
fn written(kind: Kind) -> String {
    match kind {
        Kind::Flag => "\"flag\"".to_owned(),
        Kind::FlagProperty => "\"property\"".to_owned(),
        Kind::Text(Truth::Flag) => "[\"\",null]".to_owned(),
        Kind::Text(Truth::Words(yes, no)) => format!("[{yes:?},{no:?}]"),
        _ => "[\"true\",\"false\"]".to_owned(),
    }
}

/// What an element stands in.
fn around(element: &str) -> (&'static str, &'static str) {
    match element {
        "area" => ("<map>", "</map>"),
        "col" => ("<table><colgroup>", "</colgroup></table>"),
        "colgroup" => ("<table>", "</table>"),
        "image" => ("<svg>", "</svg>"),
        "optgroup" | "option" => ("<select multiple>", "</select>"),
        "source" | "track" => ("<video>", "</video>"),
        "td" | "th" => ("<table><tbody><tr>", "</tr></tbody></table>"),
        _ => ("", ""),
    }
}

/// The names in the tables as JSON, so that the browser says whether any is missing.
fn tables() -> String {
    let list = |names: Vec<String>| format!("[{}]", names.join(","));
    let quoted = |name: &&str| format!("{name:?}");
    let global = GLOBAL.iter().map(|(name, _)| format!("{name:?}"));
    let aria = ARIA.iter().map(|name| format!("\"aria-{name}\""));
    let own = ELEMENTS.iter().map(|element| {
        let names = OWN
            .iter()
            .filter(|own| own.on.contains(element))
            .map(|own| own.name);
        let obsolete = OBSOLETE
            .iter()
            .filter(|(_, on, _)| on.is_empty() || on.contains(element))
            .map(|(name, ..)| *name);
        format!(
            "{element:?}:{}",
            list(names.chain(obsolete).map(|name| quoted(&name)).collect())
        )
    });
    let own: Vec<_> = own.collect();
    let events = EVENTS.iter().map(quoted);
    format!(
        "{{\"global\":{},\"own\":{{{}}},\"events\":{}}}",
        list(global.chain(aria).collect()),
        own.join(","),
        list(events.collect())
    )
}
