//! Forms with more than their types name, and numbers as controls give them.

use std::collections::BTreeSet;

use serde::Deserialize;
use taut::prelude::*;

#[derive(Default)]
pub(crate) struct Refusals {
    taken: String,
    refused: Vec<String>,
    number: Option<f64>,
    whole: Option<i64>,
}

#[derive(Deserialize)]
struct Order {
    product: String,
    amount: u8,
    note: Option<String>,
    gift: bool,
    colours: Vec<String>,
    days: BTreeSet<u8>,
}

#[live_view]
impl Refusals {
    fn order(&mut self, order: Order) {
        let Order {
            product,
            amount,
            note,
            gift,
            colours,
            days,
        } = order;
        self.taken = format!("{amount} {product}, {note:?}, {gift}, {colours:?}, {days:?}");
    }

    fn number(&mut self, number: f64) {
        self.number = Some(number);
    }

    fn whole(&mut self, whole: i64) {
        self.whole = Some(whole);
    }

    fn maybe(&mut self, number: Option<f64>) {
        self.number = number;
    }

    fn on_reject(&mut self, reject: &Reject) {
        (self.number, self.whole) = (None, None);
        self.refused
            .push(format!("{}: {reject}", reject.field().unwrap_or("event")));
    }

    fn render(&self) -> impl View {
        view! {
            <form id="order" @submit={order(event.form)}>
                <input id="product" name="product" dirname="product.dir" value="tea">
                <input id="amount" name="amount" type="number">
                <input id="note" name="note">
                <input id="gift" name="gift" type="checkbox">
                <select id="colours" name="colours" multiple><option>"red"</option><option>"blue"</option></select>
                <input name="days" type="checkbox" value="1"> <input name="days" type="checkbox" value="2">
                <input type="hidden" name="h-captcha-response" value="abc"> <input type="hidden" name="h-captcha-response" value="def">
                <input id="go" type="image" name="go" alt="Go"> <input id="bare" type="image" alt="Go">
                <button id="plain">"Order"</button>
            </form>
            <input id="text" @input={number(event.value)} @change={whole(event.value)}>
            <input id="control" type="number" step="any" @input={number(event.value)} @change={maybe(event.value)}>
            <p id="taken">{&self.taken}</p>
            <p id="number">{self.number.map(|number| format!("{number:?}"))}</p>
            <p id="whole">{self.whole}</p>
            <p id="count">{self.refused.len()}</p>
            <p id="refused">{self.refused.last()}</p>
        }
    }
}
