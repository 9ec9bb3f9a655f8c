//! Forms whose rules are those of garde.

use garde::Validate;
use taut::prelude::*;

#[derive(Form, Validate, Debug, PartialEq)]
struct Account {
    #[garde(length(chars, min = 2))]
    name: String,
    #[garde(email)]
    email: String,
    #[garde(range(max = 120))]
    age: Option<u8>,
    #[garde(inner(length(max = 3)))]
    tags: Vec<String>,
    #[garde(custom(not_home))]
    #[form(nested)]
    place: Place,
    #[garde(length(max = 1))]
    #[form(nested)]
    places: Vec<Place>,
}

#[derive(Form, Validate, Debug, PartialEq)]
struct Place {
    #[garde(ascii)]
    street: String,
}

fn not_home(place: &Place, (): &()) -> garde::Result {
    match place.street.as_str() {
        "home" => Err(garde::Error::new("not at home")),
        _ => Ok(()),
    }
}

fn said(error: Option<&Invalid>) -> String {
    error.map(ToString::to_string).unwrap_or_default()
}

fn input(fields: &[(&str, &str)]) -> FormInput<Account> {
    fields.iter().copied().collect()
}

#[test]
fn the_rules_of_garde_are_asked_field_by_field() {
    let mut form = FormState::<Account>::new();
    form.places.add();
    form.places.add();
    let fields = [
        ("name", "A"),
        ("email", "not an address"),
        ("age", "abc"),
        ("tags", "long tag"),
        ("place.street", "home"),
        ("places.0.street", "a"),
        ("places.1.street", "b"),
    ];
    assert_eq!(form.submit(input(&fields)), None);
    assert_eq!(said(form.name.error()), "length is lower than 2");
    assert!(said(form.email.error()).starts_with("not a valid email"));
    let whole = "A whole number from 0 to 255, please.";
    assert_eq!(said(form.age.error()), whole);
    assert_eq!(said(form.tags.error()), "length is greater than 3");
    assert_eq!(said(form.place.street.error()), "not at home");
    assert_eq!(said(form.places.error()), "length is greater than 1");
}

#[test]
fn a_browser_is_told_of_the_limits_that_it_counts_alike() {
    let form = FormState::<Account>::new();
    let (name, age) = (form.name.attributes(), form.age.attributes());
    assert_eq!(name.get("minlength"), Some("2"));
    assert_eq!((age.get("min"), age.get("max")), (Some("0"), Some("120")));
}

#[test]
fn values_by_the_rules_of_garde_are_accepted() {
    let mut form = FormState::<Account>::new();
    form.places.add();
    let fields = [
        ("name", "Ada"),
        ("email", "ada@example.org"),
        ("age", "121"),
        ("place.street", "a"),
        ("places.0.street", "ä"),
    ];
    assert_eq!(form.submit(input(&fields)), None);
    assert_eq!(said(form.places.rows()[0].street.error()), "not ascii");
    assert_eq!(form.submit(input(&[("places.0.street", "b")])), None);
    assert_eq!(said(form.age.error()), "greater than 120");
    let place = |street: &str| Place {
        street: street.to_owned(),
    };
    let expected = Account {
        name: "Ada".to_owned(),
        email: "ada@example.org".to_owned(),
        age: Some(120),
        tags: Vec::new(),
        place: place("a"),
        places: vec![place("b")],
    };
    assert_eq!(form.submit(input(&[("age", "120")])), Some(expected));
}
