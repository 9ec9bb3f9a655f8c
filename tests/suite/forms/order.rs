//! A form with a field of each type, and random values for it.

use taut::prelude::*;
use taut::{Date, DateTime, FormChoice, Time};

use crate::diff::random::Random;

#[derive(Form, Debug, Clone, PartialEq)]
pub(super) struct Order {
    #[form(optional)]
    pub(super) name: String,
    pub(super) note: Option<String>,
    pub(super) age: Option<u8>,
    pub(super) size: i64,
    pub(super) huge: u128,
    pub(super) weight: f64,
    pub(super) news: bool,
    pub(super) plan: Plan,
    pub(super) colour: Option<Colour>,
    pub(super) extras: Vec<Colour>,
    pub(super) others_of: Vec<Colour>,
    pub(super) words: Vec<String>,
    #[form(optional)]
    pub(super) story: String,
    pub(super) day: Date,
    pub(super) at: Option<Time>,
    pub(super) starts: DateTime,
    #[form(text)]
    pub(super) host: std::net::Ipv4Addr,
    #[form(nested)]
    pub(super) home: Address,
    #[form(nested)]
    pub(super) others: Vec<Address>,
}

#[derive(Form, Debug, Clone, PartialEq)]
pub(super) struct Address {
    #[form(optional)]
    pub(super) street: String,
    pub(super) is_main: bool,
    pub(super) r#type: Option<Plan>,
}

#[derive(Choice, Debug, Clone, Copy, PartialEq)]
pub(super) enum Plan {
    Free,
    #[form(label = "For <teams>", value = "a \"team\"")]
    Team,
    Other,
}

#[derive(Choice, Debug, Clone, Copy, PartialEq)]
pub(super) enum Colour {
    Red,
    Green,
    Blue,
}

#[derive(Default)]
pub(super) struct Shop {
    pub(super) form: FormState<Order>,
    pub(super) ordered: Option<Order>,
}

#[live_view]
impl Shop {
    fn change(&mut self, input: FormInput<Order>) {
        self.form.change(input);
    }

    fn order(&mut self, input: FormInput<Order>) {
        self.ordered = self.form.submit(input);
    }

    fn render(&self) -> impl View {
        let form = &self.form;
        view! {
            <form id="order" @input={change(event.form)} @submit={order(event.form)}>
                <input {..form.name.attributes()}>
                <input {..form.note.attributes()}>
                <input {..form.age.attributes()}>
                <input type="number" {..form.size.attributes()}>
                <input {..form.huge.attributes()}>
                <input {..form.weight.attributes()}>
                <input type="checkbox" {..form.news.attributes()}>
                <select {..form.plan.attributes()}>
                    for choice in form.plan.choices(); key = choice.value() {
                        <option {..choice.option()}>{choice.label()}</option>
                    }
                </select>
                for choice in form.colour.choices(); key = choice.value() {
                    <label><input type="radio" {..choice.attributes()}>{choice.label()}</label>
                }
                for choice in form.extras.choices(); key = choice.value() {
                    <label><input type="checkbox" {..choice.attributes()}>{choice.label()}</label>
                }
                <select multiple {..form.others_of.attributes()}>
                    for choice in form.others_of.choices(); key = choice.value() {
                        <option {..choice.option()}>{choice.label()}</option>
                    }
                </select>
                for (at, word) in form.words.values().iter().enumerate(); key = at {
                    <input name={form.words.name()} value={word}>
                }
                <textarea {..form.story.attributes()}></textarea>
                <input type="date" {..form.day.attributes()}>
                <input type="time" {..form.at.attributes()}>
                <input type="datetime-local" {..form.starts.attributes()}>
                <input {..form.host.attributes()}>
                <input {..form.home.street.attributes()}>
                <input type="checkbox" {..form.home.is_main.attributes()}>
                <select {..form.home.r#type.attributes()}>
                    <option value="">"None"</option>
                    for choice in form.home.r#type.choices(); key = choice.value() {
                        <option {..choice.option()}>{label(choice)}</option>
                    }
                </select>
                for row in form.others.rows(); key = row.key() {
                    <fieldset>
                        <input {..row.street.attributes()}>
                        <input type="checkbox" {..row.is_main.attributes()}>
                        <select {..row.r#type.attributes()}>
                            <option value="">"None"</option>
                            for choice in row.r#type.choices(); key = choice.value() {
                                <option {..choice.option()}>{choice.label()}</option>
                            }
                        </select>
                    </fieldset>
                }
                <button>"Order"</button>
            </form>
        }
    }
}

/// A label in another language.
fn label(choice: FormChoice<'_, Plan>) -> &'static str {
    match choice.choice() {
        Plan::Free => "gratis",
        Plan::Team | Plan::Other => choice.label(),
    }
}

/// A text that a control of one line can hold.
fn line(random: &mut Random) -> String {
    random.text().replace(['\n', '\r', '\0'], " ")
}

/// A text that a `<textarea>` can hold.
fn lines(random: &mut Random) -> String {
    random
        .text()
        .replace('\0', " ")
        .replace("\r\n", "\n")
        .replace('\r', "\n")
}

fn one_of<T: Copy>(random: &mut Random, all: &[T]) -> Option<T> {
    random
        .chance(70)
        .then(|| random.pick(all).copied())
        .flatten()
}

const COLOURS: [Colour; 3] = [Colour::Red, Colour::Green, Colour::Blue];
const PLANS: [Plan; 3] = [Plan::Free, Plan::Team, Plan::Other];

fn address(random: &mut Random) -> Address {
    Address {
        street: line(random),
        is_main: random.chance(50),
        r#type: one_of(random, &PLANS),
    }
}

fn day(random: &mut Random) -> Date {
    let part = |random: &mut Random, most| u8::try_from(random.below(most) + 1).unwrap();
    let year = u16::try_from(random.below(9999) + 1).unwrap();
    let (month, day) = (part(random, 12), part(random, 28));
    Date::new(year, month, day).unwrap()
}

fn time(random: &mut Random) -> Time {
    let part = |random: &mut Random, end| u8::try_from(random.below(end)).unwrap();
    let seconds = if random.chance(50) {
        part(random, 60)
    } else {
        0
    };
    Time::new(part(random, 24), part(random, 60), seconds).unwrap()
}

/// A number that may be anything between the ends of its type.
fn number(random: &mut Random) -> u128 {
    let bits = (0..5).fold(0_u128, |bits, _| {
        bits << 27 | u128::from(random.number(1 << 27))
    });
    bits >> random.below(128)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "any number is as good as another"
)]
pub(super) fn order(random: &mut Random) -> Order {
    let note = line(random);
    Order {
        name: line(random),
        note: Some(note).filter(|note| !note.is_empty()),
        age: random.chance(50).then(|| number(random) as u8),
        size: number(random) as i64,
        huge: number(random),
        weight: (number(random) as i64) as f64 / f64::from(1 + random.number(1000)),
        news: random.chance(50),
        plan: PLANS[random.below(3)],
        colour: one_of(random, &COLOURS),
        extras: COLOURS.into_iter().filter(|_| random.chance(50)).collect(),
        others_of: COLOURS.into_iter().filter(|_| random.chance(50)).collect(),
        words: (0..random.below(3)).map(|_| line(random)).collect(),
        story: lines(random),
        day: day(random),
        at: random.chance(50).then(|| time(random)),
        starts: DateTime {
            date: day(random),
            time: time(random),
        },
        host: (number(random) as u32).into(),
        home: address(random),
        others: (0..random.below(4)).map(|_| address(random)).collect(),
    }
}
