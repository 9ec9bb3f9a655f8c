//! What rows read, by examples.

use super::*;
use crate::template::ast::Expr as Written;

/// What a row with the pattern `row` and the key `row.id` reads in an expression.
fn check(expression: &str, places: &[&str], picks: &[&str]) {
    let reads = reads_of(expression);
    let texts = |tokens: &[TokenStream]| -> Vec<String> {
        tokens
            .iter()
            .map(|place| place.to_string().replace(' ', ""))
            .collect()
    };
    let reads = reads.unwrap_or_else(|| panic!("{expression} is not known"));
    assert_eq!(texts(&reads.places), places, "{expression}");
    assert_eq!(texts(&reads.picks), picks, "{expression}");
}

fn reads_of(expression: &str) -> Option<Reads> {
    let tokens = |text: &str| text.parse::<TokenStream>().unwrap_or_default();
    let mut walk = Walk::default();
    let around = "let (mut sum, (ref mut last, x)) = &mut both; if let Some(y) = y {}";
    note_changing(&tokens(around), &mut walk.changing);
    assert_eq!(walk.changing, ["sum", "last", "both"]);
    walk.bind_tokens(&tokens("row"));
    let key = Written::new(tokens("row.id"), proc_macro2::Span::call_site(), true);
    walk.keys = key_forms(&key.tokens);
    walk.key_names = names_in(&walk.keys);
    walk.tokens(&tokens(expression));
    walk.is_known.then_some(Reads {
        places: walk.places.into_iter().map(|(_, place)| place).collect(),
        picks: walk.picks.into_iter().map(|(_, place)| place).collect(),
    })
}

#[test]
fn what_is_of_the_row_or_constant_is_not_read() {
    for expression in [
        "row.label",
        "&row.label",
        "row.total() + 1",
        "Filter::All",
        "Some(row.id)",
        "Euro(row.price).rounded()",
        "Self::price(row)",
        "crate::money::euro(row.price)",
        "row.names.iter().map(|name| name.len()).sum::<usize>()",
        "if let Some(note) = &row.note { note.len() } else { 0 }",
        "match row.kind { Kind::A(x) if x > 2 => x, other => other.size() }",
        "{ let x = row.x; x + 1 }",
        "format!(\"{} {:>5}\", row.a, row.b)",
        "format!(\"{a}\", a = row.a)",
        "format!(\"{}: use {}\", row.label, \"{name}\")",
        "std::format!(\"{}\", row.label)",
        "concat!(\"{name}\", 1)",
    ] {
        check(expression, &[], &[]);
    }
}

#[test]
fn places_outside_are_read() {
    check("self.unit", &["self.unit"], &[]);
    check("row.price * self.rates.euro", &["self.rates.euro"], &[]);
    check("self.names.get(&row.id)", &["self.names"], &[]);
    check("self.name(row)", &["self"], &[]);
    check("unit", &["unit"], &[]);
    check("format!(\"{} {unit:.1}\", row.a)", &["unit"], &[]);
    check("row.cells[self.column]", &["self.column"], &[]);
    check("LIMIT - row.x", &["LIMIT"], &[]);
    check("Self::LIMIT - row.x", &["Self::LIMIT"], &[]);
    check("(|x| x + unit)(row.x)", &["unit"], &[]);
    check("{ let unit = unit; unit }", &["unit"], &[]);
    check("if let Some(x) = x { x } else { x }", &["x"], &[]);
    check("Cell { unit, x: row.x }", &["unit"], &[]);
}

#[test]
fn a_comparison_with_the_key_concerns_two_rows() {
    check("self.selected == Some(row.id)", &[], &["self.selected"]);
    check("row.id != self.selected", &[], &["self.selected"]);
    check(
        "self.selected.as_ref() == Some(&row.id)",
        &[],
        &["self.selected"],
    );
    check(
        "self.open && self.at == row.id",
        &["self.open"],
        &["self.at"],
    );
    check("self.selected == Some(row.other)", &["self.selected"], &[]);
    check("self.selected > Some(row.id)", &["self.selected"], &[]);
    check(
        "self.selected.map(f) == Some(row.id)",
        &["self.selected", "f"],
        &[],
    );
    check(
        "others.iter().any(|row| self.at == row.id)",
        &["others", "self.at"],
        &[],
    );
}

#[test]
fn what_may_read_anything_is_not_known() {
    for expression in [
        "price(row)",
        "t!(\"name\")",
        "format!(\"{:width$}\", row.a)",
        "{ let mut x = 0; x = row.x; x }",
        "unsafe { COUNT }",
        "{ sum += row.price; sum }",
        "last.replace(row.day)",
        "last == Some(row.id)",
        "std::mem::replace(&mut other, row.day)",
        "money::format!(\"{}\", row.a)",
        "format!(\"{type}\", r#type = row.a)",
    ] {
        assert!(reads_of(expression).is_none(), "{expression}");
    }
}
