//! Whatever errors a template has, the compiler can parse its expansion, and an editor sees all of it.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::quote;

use crate::live_view::live_view;

/// Each `probe` is at a place where a Rust expression is allowed.
const TEMPLATE: &str = r#"
    <!DOCTYPE html>
    let first = probe_0;
    <div class="a" class={probe_1} class:b={probe_2} style:color={probe_3} title={probe_4} {..probe_5} data-x="1">
        "text" {probe_6} <br> <>{probe_7}</>
        <input type="checkbox" @change.prevent={toggle(probe_8, event.checked)}> <button>"Go"</button>
        if probe_9 && self.open { <p>{probe_10}</p> } else if let Some(name) = probe_11 { {name} } else { {probe_12} }
        match probe_13 {
            Some(inner) if probe_14 => { <b>{inner + probe_15}</b> }
            None => <i>{probe_16}</i>,
            _ => {}
        }
        <ul>
            for (at, row) in probe_17.iter().enumerate(); key = probe_18 {
                let twice = row * probe_19;
                <li class:last={at == probe_20} @keydown.enter={toggle(row.id, probe_21)}>{twice}</li>
            }
        </ul>
        <my-element any={probe_22}></my-element>
        <button @loading={toggle} @loading-text={probe_24}>{client.filter or probe_25}</button>
        <svg viewBox="0 0 1 1"><path d={probe_23}></path></svg>
    </div>
"#;

fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

/// All ways to change one token: the change returns its replacement.
fn changed(
    tokens: &TokenStream,
    change: &dyn Fn(&TokenTree) -> Vec<TokenTree>,
) -> Vec<TokenStream> {
    let all: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut ways = Vec::new();
    let mut with = |at: usize, new: Vec<TokenTree>| {
        let (before, after) = (&all[..at], &all[at + 1..]);
        ways.push(before.iter().chain(&new).chain(after).cloned().collect());
    };
    for (at, token) in all.iter().enumerate() {
        with(at, change(token));
        if let TokenTree::Group(group) = token {
            for inner in changed(&group.stream(), change) {
                let mut group = Group::new(group.delimiter(), inner);
                group.set_span(token.span());
                with(at, vec![group.into()]);
            }
        }
    }
    ways
}

fn probes(tokens: &TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(ident) if ident.to_string().starts_with("probe_") => {
                found.push(ident.to_string())
            }
            TokenTree::Group(group) => found.extend(probes(&group.stream())),
            _ => {}
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn expand(template: &TokenStream) -> TokenStream {
    live_view(
        TokenStream::new(),
        quote! {
            impl Page {
                fn toggle(&mut self, id: u32, done: bool) {}
                fn render(&self) -> impl View { view! { #template } }
            }
        },
    )
}

/// Expands a template, and compares what an editor sees with what it should.
fn check(template: &TokenStream) -> Result<(), String> {
    let expansion = expand(template);
    if let Err(error) = syn::parse2::<syn::File>(expansion.clone()) {
        return Err(format!("the compiler cannot read it: {error}"));
    }
    let (expected, seen) = (probes(template), probes(&editor_only(&expansion)));
    let missing: Vec<_> = expected
        .iter()
        .filter(|probe| !seen.contains(probe))
        .cloned()
        .collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!("an editor does not see {missing:?}"))
    }
}

/// The content of the macro that only an editor expands.
fn editor_only(tokens: &TokenStream) -> TokenStream {
    let mut found = TokenStream::new();
    let mut is_next = false;
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(ident) => is_next = ident == "__as_typed",
            TokenTree::Group(group) if is_next => found.extend(group.stream()),
            TokenTree::Group(group) => found.extend(editor_only(&group.stream())),
            TokenTree::Punct(_) => {}
            TokenTree::Literal(_) => is_next = false,
        }
    }
    found
}

fn assert_all(ways: Vec<TokenStream>) {
    let count = ways.len();
    let wrong: Vec<String> = ways
        .iter()
        .filter_map(|way| {
            check(way)
                .err()
                .map(|error| format!("{error}\n    {}", way.to_string().replace('\n', " ")))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(8)].join("\n")
    );
}

#[test]
fn a_template_as_it_should_be() {
    let template = tokens(TEMPLATE);
    assert_eq!(probes(&template).len(), 26);
    assert_eq!(check(&template), Ok(()));
    let expansion = expand(&template).to_string();
    let mistake = expansion.find("compile_error").map(|at| &expansion[at..]);
    assert_eq!(mistake, None);
}

#[test]
fn a_template_that_lacks_any_one_token() {
    assert_all(changed(&tokens(TEMPLATE), &|_| Vec::new()));
}

#[test]
fn a_template_with_any_one_token_twice() {
    assert_all(changed(&tokens(TEMPLATE), &|token| {
        vec![token.clone(), token.clone()]
    }));
}

#[test]
fn a_template_with_a_stray_token_anywhere() {
    for stray in ["<", ">", "=", "word", "{probe_99}", "if", ";"] {
        let stray: Vec<TokenTree> = tokens(stray).into_iter().collect();
        assert_all(changed(&tokens(TEMPLATE), &|token| {
            let mut with = stray.clone();
            with.push(token.clone());
            with
        }));
    }
}

#[test]
fn the_names_that_patterns_bind_stand_around_what_uses_them() {
    let template = "</p> if let Some(name) = &self.name { for row in &name.rows { {row.text} } }";
    let seen = editor_only(&expand(&tokens(template))).to_string();
    assert_eq!(
        seen,
        "if let Some (name) = & self . name { for row in & name . rows { let _ = & (row . text) ; } }"
    );
}
