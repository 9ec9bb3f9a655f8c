//! Forms: what they show and send is what they are about, and what is wrong is said at the field.

#[path = "forms/order.rs"]
mod order;

use order::{Order, Shop, order};
use taut::FieldState;
use taut::prelude::*;
use taut_test::Live;

use crate::diff::random::{Random, mixed};

const SEEDS: u64 = 300;

#[test]
fn what_a_form_shows_is_sent_back_as_the_same_values() {
    for seed in 0..SEEDS {
        let random = &mut Random::new(mixed(seed, 1));
        let values = order(random);
        let mut page = Live::of(Shop {
            form: FormState::of(&values),
            ordered: None,
        });
        page.submit("#order");
        assert_eq!(
            page.view().ordered.as_ref(),
            Some(&values),
            "seed {seed}: {}",
            page.html()
        );
        // The same in a page that had other values before.
        let values = order(random);
        page.update(|shop| shop.form.set(&values));
        page.submit("#order");
        assert_eq!(
            page.view().ordered.as_ref(),
            Some(&values),
            "seed {seed}: {}",
            page.html()
        );
        assert!(page.view().form.shows_no_error());
    }
}

/// The names of all fields of a form with so many rows.
fn names(rows: u32) -> Vec<String> {
    let fixed = [
        "name",
        "note",
        "age",
        "size",
        "huge",
        "weight",
        "news",
        "plan",
        "colour",
        "extras",
        "story",
        "day",
        "at",
        "starts",
        "host",
        "home.street",
        "home.is_main",
        "home.type",
    ];
    let of_row =
        |row: u32| ["street", "is_main", "type"].map(|name| format!("others.{row}.{name}"));
    let fixed = fixed.into_iter().map(str::to_owned);
    fixed.chain((0..rows).flat_map(of_row)).collect()
}

/// Bytes as a text, as any browser could send them.
fn noise(random: &mut Random) -> String {
    let bytes: Vec<u8> = (0..random.below(12))
        .map(|_| random.number(256) as u8)
        .collect();
    match random.below(4) {
        0 => String::from_utf8_lossy(&bytes).into_owned(),
        1 => random.text(),
        2 => format!("{}{}", random.number(400), random.text()),
        _ => [
            "on",
            "Free",
            "Red",
            "2024-02-30",
            "1e999",
            "-0",
            "25:00",
            "NaN",
        ][random.below(8)]
        .to_owned(),
    }
}

#[test]
fn whatever_is_sent_either_has_values_or_errors_at_fields() {
    let mut counts = [0, 0];
    for seed in 0..4 * SEEDS {
        let random = &mut Random::new(mixed(seed, 2));
        let mut form = FormState::<Order>::new();
        let rows = random.number(3);
        for _ in 0..rows {
            form.others.add();
        }
        let mut names = names(rows);
        names.extend(
            [
                "others.9.street",
                "others",
                "home",
                "",
                "others.x.street",
                ".",
            ]
            .map(str::to_owned),
        );
        let count = random.below(2 * names.len());
        let fields: Vec<_> = (0..count)
            .filter_map(|_| Some((random.pick(&names)?.clone(), noise(random))))
            .collect();
        let values = form.submit(fields.iter().cloned().collect());
        counts[usize::from(values.is_some())] += 1;
        assert_eq!(
            values.is_none(),
            !form.shows_no_error(),
            "seed {seed}: {fields:?}"
        );
        // What was sent is what the form shows, and it means the same again.
        let again = form
            .clone()
            .submit(FormInput::from_iter(Vec::<(String, String)>::new()));
        assert_eq!(again.is_some(), values.is_some(), "seed {seed}: {fields:?}");
        let mut page = Live::of(Shop {
            form,
            ordered: None,
        });
        page.reconnect();
    }
    assert!(counts[0] > 0, "{counts:?}");
}

#[derive(Form, Debug, PartialEq)]
#[form(check = same_passwords)]
struct Account {
    #[form(min = 2, max = 20)]
    name: String,
    age: Option<u8>,
    #[form(required)]
    terms: bool,
    #[form(secret, min = 4)]
    password: String,
    #[form(secret)]
    again: String,
    #[form(nested, max = 3)]
    tags: Vec<Tag>,
}

#[derive(Form, Debug, PartialEq)]
struct Tag {
    #[form(pattern = "[a-z]+", check = is_free, message = "Only small letters.")]
    text: String,
    is_hidden: bool,
}

fn same_passwords(account: &Account, form: &mut AccountFields) {
    if account.password != account.again {
        form.again.refuse("The passwords differ.");
    }
}

fn is_free(text: &str) -> Result<(), String> {
    if text == "taken" {
        return Err(format!("`{text}` is taken."));
    }
    Ok(())
}

fn input(fields: &[(&str, &str)]) -> FormInput<Account> {
    fields.iter().copied().collect()
}

const VALID: [(&str, &str); 4] = [
    ("name", "Ada"),
    ("terms", "on"),
    ("password", "1234"),
    ("again", "1234"),
];

fn with(more: &[(&str, &str)]) -> FormInput<Account> {
    let is_other = |(name, _): &&(&str, &str)| more.iter().all(|(other, _)| other != name);
    input(
        &[
            VALID.iter().filter(is_other).copied().collect(),
            more.to_vec(),
        ]
        .concat(),
    )
}

fn said(error: Option<&Invalid>) -> String {
    error.map(ToString::to_string).unwrap_or_default()
}

#[test]
fn errors_show_for_fields_that_were_touched_and_all_after_a_submit() {
    let mut form = FormState::<Account>::new();
    form.change(input(&[
        ("name", "A"),
        ("age", ""),
        ("password", ""),
        ("again", ""),
    ]));
    assert_eq!(said(form.name.error()), "At least 2 characters, please.");
    assert!(form.password.error().is_none() && form.terms.error().is_none());
    form.change(input(&[("name", "A"), ("age", "abc")]));
    assert_eq!(
        said(form.age.error()),
        "A whole number from 0 to 255, please."
    );
    assert_eq!(form.age.value(), "abc");
    assert_eq!(form.submit(input(&[("name", "Ada"), ("age", "")])), None);
    assert!(form.name.error().is_none() && form.age.error().is_none());
    assert_eq!(said(form.terms.error()), "This is required.");
    assert_eq!(said(form.password.error()), "This is required.");
}

#[test]
fn the_first_wrong_field_gets_the_focus() {
    let mut form = FormState::<Account>::new();
    let has_focus = |attributes: &Attributes| attributes.get("autofocus").is_some();
    assert_eq!(form.submit(input(&[("name", "Ada")])), None);
    assert!(has_focus(&form.terms.attributes()));
    assert!(!has_focus(&form.name.attributes()) && !has_focus(&form.password.attributes()));
    form.change(input(&[("name", "Adam")]));
    assert!(!has_focus(&form.terms.attributes()));
}

#[test]
fn a_rule_over_several_fields_is_asked_when_they_are_valid() {
    let mut form = FormState::<Account>::new();
    assert_eq!(form.submit(with(&[("again", "12345")])), None);
    assert_eq!(said(form.again.error()), "The passwords differ.");
    form.change(with(&[("password", "12345"), ("again", "12345")]));
    assert!(
        form.again.error().is_none(),
        "another field has put it right"
    );
    assert!(form.submit(with(&[])).is_some());
}

#[test]
fn what_the_application_refuses_stays_until_it_is_changed() {
    let mut form = FormState::<Account>::new();
    assert!(form.submit(with(&[])).is_some());
    form.name.refuse("This name is taken.");
    form.refuse("Try again later.");
    assert_eq!(said(form.error()), "Try again later.");
    form.change(with(&[("age", "7")]));
    assert_eq!(said(form.name.error()), "This name is taken.");
    assert!(form.error().is_none());
    form.change(with(&[("name", "Adam")]));
    assert!(form.name.error().is_none());
    form.name.refuse("This name is taken, too.");
    let again = form.submit(with(&[("name", "Adam")]));
    assert!(again.is_some(), "the application is asked again");
    assert!(form.name.error().is_none());
}

#[test]
fn rows_keep_what_was_typed_wherever_they_are() {
    let mut form = FormState::<Account>::new();
    let keys: Vec<u32> = (0..3)
        .filter_map(|_| Some(form.tags.add()?.key()))
        .collect();
    assert!(form.tags.add().is_none(), "at most three");
    let (first, last) = (keys[0], keys[2]);
    let of = |row: u32| format!("tags.{row}.text");
    let fields = [(of(first), "one"), (of(last), "three")];
    form.change(
        fields
            .iter()
            .map(|(name, text)| (name.as_str(), *text))
            .collect(),
    );
    form.tags.shift(last, -2);
    form.tags.shift(first, 9);
    let shown = |form: &FormState<Account>| -> Vec<String> {
        form.tags
            .rows()
            .iter()
            .map(|row| row.text.value().to_owned())
            .collect()
    };
    assert_eq!(shown(&form), ["three", "", "one"]);
    form.tags.remove(keys[1]);
    form.tags.remove(99);
    let values = form.submit(with(&[
        (&of(first), "a"),
        (&of(last), "taken"),
        (&of(keys[1]), "gone"),
    ]));
    assert_eq!(values, None);
    assert_eq!(said(form.tags.rows()[0].text.error()), "`taken` is taken.");
    let values = form.submit(with(&[(&of(first), "a"), (&of(last), "B")]));
    assert_eq!(
        (values, said(form.tags.rows()[0].text.error())),
        (None, "Only small letters.".to_owned())
    );
    let tags = form
        .submit(with(&[(&of(last), "b")]))
        .map(|account| account.tags);
    let tag = |text: &str| Tag {
        text: text.to_owned(),
        is_hidden: false,
    };
    assert_eq!(tags, Some(vec![tag("b"), tag("a")]));
}

#[test]
fn a_checkbox_in_a_row_that_was_not_there_yet_stays() {
    let mut form = FormState::<Account>::new();
    form.tags.set(&[Tag {
        text: "a".to_owned(),
        is_hidden: true,
    }]);
    form.change(with(&[]));
    assert!(!form.tags.rows()[0].is_hidden.value().is_empty());
    form.change(with(&[("tags.0.text", "a")]));
    assert!(form.tags.rows()[0].is_hidden.value().is_empty());
}

#[test]
fn a_saved_form_is_the_same_but_for_its_secrets() {
    let mut form = FormState::<Account>::named("other");
    form.tags.add();
    let fields = [
        ("other.name", "A"),
        ("other.password", "hidden words"),
        ("other.tags.0.text", "X"),
    ];
    assert_eq!(form.submit(input(&fields)), None);
    form.name.refuse("Taken.");
    let saved = serde_json::to_string(&form).unwrap();
    assert!(!saved.contains("hidden words"), "{saved}");
    assert!(!format!("{form:?}").contains("hidden words"));
    let restored: FormState<Account> = serde_json::from_str(&saved).unwrap();
    let shown = |form: &FormState<Account>| {
        let row = &form.tags.rows()[0];
        let fields = [&*form.name, &*form.terms, &*row.text];
        fields.map(|field| {
            (
                field.name().to_owned(),
                field.value().to_owned(),
                said(field.error()),
            )
        })
    };
    assert_eq!(shown(&restored), shown(&form));
    assert_eq!(restored.password.value(), "");
    let foreign =
        r#"{"fields":{"name":{"texts":["A"]},"gone":{}},"rows":{"tags":{"keys":[1,1,2,3,4,5,6]}}}"#;
    let restored: FormState<Account> = serde_json::from_str(foreign).unwrap();
    assert_eq!((restored.name.value(), restored.tags.len()), ("A", 3));
    let foreign = r#"{"rows":{"tags":{"keys":[7]}}}"#;
    let mut restored: FormState<Account> = serde_json::from_str(foreign).unwrap();
    let key = restored.tags.add().map(|row| row.key());
    assert_eq!(key, Some(8), "no key is used twice");
}

/// Names that generated code could use, too.
#[derive(Form, Debug, PartialEq)]
#[form(check = form)]
struct Names {
    #[form(check = value)]
    form: u8,
    #[form(check = form_of)]
    fields: u8,
    #[form(check = value)]
    value: u8,
    #[form(check = value)]
    #[form(check = name)]
    name: u8,
    #[form(check = |place: &u8| Self::is_small(*place))]
    place: u8,
    visit: u8,
    form_of: u8,
    r#type: u8,
}

impl NamesFields {
    fn is_small(place: u8) -> Result<(), Invalid> {
        value(&place).map_err(Invalid::from)
    }
}

fn form(names: &Names, fields: &mut NamesFields) {
    if names.name == names.value {
        fields.name.refuse("too alike");
    }
}

fn form_of(_: &u8) -> Result<(), Invalid> {
    Ok(())
}

fn value(value: &u8) -> Result<(), &'static str> {
    if *value > 100 {
        Err("too large")
    } else {
        Ok(())
    }
}

fn name(name: &u8) -> Result<(), String> {
    if *name == 7 {
        Err("not 7".to_owned())
    } else {
        Ok(())
    }
}

#[test]
fn fields_and_rules_are_named_as_one_likes() {
    let names = [
        "form", "fields", "value", "name", "place", "visit", "form_of", "type",
    ];
    let mut state = FormState::<Names>::new();
    let mut submit = |value: &str, name: &str| {
        let of = |field: &str| match field {
            "name" => name.to_owned(),
            _ => value.to_owned(),
        };
        let values = state.submit(names.iter().map(|field| (*field, of(field))).collect());
        (values.map(|names| names.r#type), said(state.name.error()))
    };
    assert_eq!(submit("1", "7"), (None, "not 7".to_owned()));
    assert_eq!(submit("1", "101"), (None, "too large".to_owned()));
    assert_eq!(submit("1", "1"), (None, "too alike".to_owned()));
    assert_eq!(submit("1", "2"), (Some(1), String::new()));
}

/// A field with its label and error, as an application may have for all of its forms.
#[derive(Default)]
struct Labelled {
    label: String,
    field: Option<FieldState>,
    given: u32,
}

#[live_view]
impl Labelled {
    fn props(&mut self, label: &str, of: &FieldState) {
        self.label = label.to_owned();
        self.field = Some(of.clone());
        self.given += 1;
    }

    fn render(&self) -> impl View {
        view! {
            if let Some(field) = &self.field {
                <label for={field.id()}>{&self.label}</label>
                <input {..field.attributes()}>
                <p {..field.error_attributes()}>{field.error()}</p>
                <i>{self.given}</i>
            }
        }
    }
}

#[derive(Form, Debug)]
struct Login {
    #[form(min = 2)]
    user: String,
    code: u16,
}

#[derive(Default)]
struct SignIn {
    form: FormState<Login>,
    login: Option<Login>,
}

#[live_view]
impl SignIn {
    fn change(&mut self, input: FormInput<Login>) {
        self.form.change(input);
    }

    fn submit(&mut self, input: FormInput<Login>) {
        self.login = self.form.submit(input);
    }

    fn render(&self) -> impl View {
        view! {
            <form @input={change(event.form)} @submit={submit(event.form)}>
                <Labelled label="User" of={&self.form.user}/>
                <Labelled label="Code" of={&self.form.code}/>
            </form>
        }
    }
}

#[test]
fn a_field_can_be_a_component_that_is_given_only_what_has_changed() {
    let mut page = Live::of(SignIn::default());
    page.fill("form", &[("user", "A")]);
    assert_eq!(page.field_error("user"), "At least 2 characters, please.");
    assert_eq!(page.texts("i"), ["2", "1"]);
    page.submit("form");
    assert_eq!(page.field_error("code"), "This is required.");
    page.fill("form", &[("user", "Ada"), ("code", "007")]);
    assert_eq!(page.value("#code"), "007", "a text stays as it was typed");
    page.submit("form");
    let login = page.view().login.as_ref();
    assert_eq!(
        login.map(|login| (login.user.as_str(), login.code)),
        Some(("Ada", 7))
    );
}
