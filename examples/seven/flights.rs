//! A flight, or two: what can be booked depends on the fields.

use taut::Date;
use taut::prelude::*;

use crate::{Layout, Page};

#[derive(Choice, Clone, Copy, PartialEq)]
enum Kind {
    #[form(label = "one-way flight")]
    OneWay,
    #[form(label = "return flight")]
    Return,
}

#[derive(Form)]
#[form(check = is_in_order)]
struct Booking {
    kind: Kind,
    out: Date,
    back: Option<Date>,
}

fn is_in_order(booking: &Booking, form: &mut BookingFields) {
    let back = booking.back.filter(|_| booking.kind == Kind::Return);
    if booking.kind == Kind::Return && back.is_none() {
        form.back.refuse("The day of the flight back, please.");
    } else if back.is_some_and(|back| back < booking.out) {
        form.back.refuse("One can't fly back before one has left.");
    }
}

pub(crate) struct Flights {
    form: FormState<Booking>,
    /// Whether the fields are checked while the user types, so that the button need not be pressed to know what is wrong.
    is_checked: bool,
    is_wrong: bool,
    booked: Option<String>,
}

#[live_view]
impl Flights {
    fn mount() -> Self {
        let (kind, out) = (Kind::OneWay, Date::new(2027, 3, 27));
        let mut form = FormState::<Booking>::new();
        form.kind.set(&kind);
        form.back.set(&out);
        if let Some(out) = out {
            form.out.set(&out);
        }
        Self {
            form,
            is_checked: false,
            is_wrong: false,
            booked: None,
        }
    }

    fn params(&mut self, _: Page) {}

    fn change(&mut self, input: FormInput<Booking>) {
        self.is_checked = true;
        self.is_wrong = self.form.submit(input).is_none();
        self.booked = None;
    }

    fn book(&mut self, input: FormInput<Booking>) {
        let Some(Booking { kind, out, back }) = self.form.submit(input) else {
            return;
        };
        let back = back.filter(|_| kind == Kind::Return);
        let back = back.map_or(String::new(), |back| format!(" and back on {back}"));
        self.booked = Some(format!("You have booked a flight on {out}{back}."));
    }

    fn render(&self) -> impl View {
        let form = &self.form;
        view! {
            <Layout title="Flights">
                <form novalidate @input={change(event.form)} @submit={book(event.form)}>
                    <label for={form.kind.id()}>"Kind"</label>
                    <select {..form.kind.attributes()}>
                        for choice in form.kind.choices(); key = choice.value() { <option {..choice.option()}>{choice.label()}</option> }
                    </select>
                    <label for={form.out.id()}>"Out"</label>
                    <input type="date" {..form.out.attributes()}>
                    <FieldError of={&form.out}/>
                    <label for={form.back.id()}>"Back"</label>
                    <input type="date" disabled={self.is_checked && !form.kind.is(&Kind::Return)} {..form.back.attributes()}>
                    <FieldError of={&form.back}/>
                    <button disabled={self.is_checked && self.is_wrong}>"Book"</button>
                </form>
                <p class="success" role="status">{&self.booked}</p>
            </Layout>
        }
    }
}
