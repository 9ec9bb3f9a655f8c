//! What bodies of handlers become, and what code that is not understood may write to.

use std::str::FromStr;

use proc_macro2::TokenStream;
use syn::{Expr, ImplItemFn};

use super::fields::{Field, Fields};
use super::{Parameter, program, writes};

/// What an expression may write to, as `self.a self.b`.
fn written(expression: &str) -> String {
    let expression = syn::parse_str::<Expr>(expression).unwrap();
    match writes::of(&expression) {
        None => "anything".to_owned(),
        Some(writes) => {
            let fields: Vec<String> = writes.fields.iter().map(Field::written).collect();
            fields.join(" ")
        }
    }
}

/// The operations of a handler with a parameter `id`, where `a` and `b` are the fields 0 and 1; or `server`.
fn lowered(parameter: &str, body: &str) -> String {
    let path = |name| vec![syn::parse_str(name).unwrap()];
    let mut fields = Fields::default();
    for name in ["a", "b"] {
        fields.index(Field::of_view(path(name)));
    }
    let method = format!("fn handler(&mut self, {parameter}: u32) {{ {body} }}");
    let method = syn::parse_str::<ImplItemFn>(&method).unwrap();
    let parameters = [Parameter {
        name: "id".to_owned(),
        ty: TokenStream::from_str("u32").unwrap(),
    }];
    match program(&method, &parameters, &mut fields) {
        Ok(program) => program.tree.json(&fields),
        Err(_) => "server".to_owned(),
    }
}

#[test]
fn all_places_are_found_that_code_may_write_to() {
    let cases = [
        ("self.a", ""),
        ("self.rows[self.a].price", ""),
        ("self.a = self.b", "self.a"),
        ("(self.a, self.b) = (self.b, self.a)", "self.a self.b"),
        ("[self.a, (_, self.b)] = pair", "self.a self.b"),
        ("Point { x: self.x, .. } = p", "self.x"),
        ("Pair(self.a, _) = p", "self.a"),
        ("(self, _) = p", "anything"),
        ("{ let ref mut c = self.a; *c += 1; }", "self.a"),
        ("match self.a { ref mut c => *c += 1 }", "self.a"),
        ("if let Some(ref mut c) = self.a { *c += 1; }", "self.a"),
        ("match self.a { ref c => {} }", ""),
        ("self.rows[self.next()].price", "anything"),
        (
            "self.rows[self.next()].price += 1",
            "self.rows.price anything",
        ),
        ("(&self.rows[{ self.a = 1; 0 }]).price", "self.a"),
        ("format!(\"{}\", self.a)", ""),
        ("format!(\"{}\", self.next())", "anything"),
        ("format!(\"{}\", self.a.next())", "self.a"),
        ("format!(\"{a}\", a = self.next())", "anything"),
        ("vec![self.a; 3]", ""),
        ("vec![self.next(); 3]", "anything"),
        ("*dbg!(&mut self.a) = 5", "self.a"),
        ("{ println!(\"{}\", self.next()); }", "anything"),
        ("info!(count = %self.a, \"counted\")", "anything"),
        ("bail!(\"no\")", "anything"),
        ("{ assert!(x); }", "anything"),
        ("{ if x { Err(\"no\")?; } }", "anything"),
    ];
    for (code, expected) in cases {
        let expected = if expected.ends_with("anything") {
            "anything"
        } else {
            expected
        };
        assert_eq!(written(code), expected, "{code}");
    }
}

#[test]
fn what_ends_a_handler_is_an_end() {
    let set = r#"["set",0,0,["int","1"]]"#;
    let ends =
        |condition: &str| format!(r#"["do",["if",{condition},null,["fail"]],["do",{set},null]]"#);
    let cases = [
        (
            "if self.a == 1 { Err(\"no\")?; } self.a = 1;",
            format!(
                r#"["do",["if",["==",["get",0,0],["int","1"]],["fail"],null],["do",{set},null]]"#
            ),
        ),
        (
            "assert!(self.a < self.b); self.a = 1;",
            ends(r#"["<",["get",0,0],["get",0,1]]"#),
        ),
        (
            "assert!(self.a < self.b, \"no\"); self.a = 1;",
            ends(r#"["<",["get",0,0],["get",0,1]]"#),
        ),
        (
            "debug_assert_eq!(self.a, self.b); self.a = 1;",
            ends(r#"["==",["get",0,0],["get",0,1]]"#),
        ),
        (
            "assert_ne!(self.a, self.b); self.a = 1;",
            ends(r#"["!=",["get",0,0],["get",0,1]]"#),
        ),
        ("assert!(self.next()); self.a = 1;", "server".to_owned()),
        (
            "if self.a == 1 { bail!(\"no\"); } self.a = 1;",
            "server".to_owned(),
        ),
        ("#[cfg(unix)] self.b = 1; self.a = 1;", "server".to_owned()),
        (
            "self.a = { #[cfg_attr(unix, cfg(x))] let x = 1; 1 };",
            "server".to_owned(),
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(lowered("id", body), expected, "{body}");
    }
}

#[test]
fn what_is_assigned_by_parts_is_forgotten() {
    let [a, b] = [0, 1].map(|field| format!("[\"forget\",{field}]"));
    let swapped = lowered("id", "(self.a, self.b) = (self.b, self.a); self.a = 1;");
    assert!(swapped.contains(&a) && swapped.contains(&b), "{swapped}");
    let borrowed = lowered("id", "let ref mut c = self.b; *c += 1; self.a = 1;");
    assert!(
        borrowed.contains(&b) && !borrowed.contains(&a),
        "{borrowed}"
    );
}

#[test]
fn a_row_is_found_only_by_what_the_listener_has_given() {
    let body =
        "if let Some(item) = self.items.iter_mut().find(|item| item.id == id) { item.n = 1; }";
    assert!(lowered("id", body).contains("\"find\""));
    assert_eq!(lowered("mut id", &format!("id += 1; {body}")), "server");
}
