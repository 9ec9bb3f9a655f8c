//! Controls that are being edited, and handlers that keep, change, ignore or refuse what is typed.

use serde::Deserialize;
use taut::prelude::*;

#[derive(Default)]
pub(crate) struct Edits {
    price: f64,
    tenths: f32,
    upper: String,
    trimmed: String,
    tidied: String,
    later: String,
    masked: String,
    note: String,
    lines: String,
    title: String,
    checks: u32,
    saved: String,
    sizes: [String; 2],
    sent: String,
    agreed: bool,
    query: String,
    counter: u32,
    heard: Vec<String>,
    quick: Option<u8>,
    rows: Vec<Row>,
}

/// A field that moves.
struct Row {
    id: u8,
    text: String,
}

#[derive(Deserialize)]
struct Title {
    title: String,
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

#[derive(Deserialize)]
struct Size {
    size: String,
}

#[derive(Deserialize)]
struct Order {
    what: String,
    #[serde(default)]
    gift: bool,
    note: String,
}

/// Digits in groups of three.
fn grouped(text: &str) -> String {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    digits
        .chunks(3)
        .map(String::from_iter)
        .collect::<Vec<_>>()
        .join(" ")
}

#[live_view]
impl Edits {
    fn mount() -> Self {
        let sizes = ["M".to_owned(), "M".to_owned()];
        let rows = (0..3)
            .map(|id| Row {
                id,
                text: String::new(),
            })
            .collect();
        Edits {
            title: "Old".into(),
            lines: "one\r\ntwo".into(),
            sizes,
            rows,
            ..Edits::default()
        }
    }

    fn set_price(&mut self, price: f64) {
        self.price = price;
    }

    fn set_tenths(&mut self, tenths: f32) {
        self.tenths = tenths;
    }

    fn upper(&mut self, text: String) {
        self.upper = text.to_uppercase();
    }

    fn trim(&mut self, text: String) {
        self.trimmed = text.trim().into();
    }

    fn tidy(&mut self, text: String) {
        self.tidied = text.trim().into();
    }

    fn refuse(&mut self) -> Result<(), Reject> {
        Err("not now".into())
    }

    fn trim_form(&mut self, form: Name) {
        self.trimmed = form.name.trim().into();
    }

    #[debounce(50ms)]
    fn trim_later(&mut self, text: String) {
        self.later = text.trim().into();
    }

    fn mask(&mut self, text: String) {
        self.masked = grouped(&text);
    }

    fn note(&mut self, text: String) {
        self.note = text;
    }

    fn lines(&mut self, text: String) {
        self.lines = text;
    }

    fn check(&mut self, _form: Title) {
        self.checks += 1;
    }

    fn save(&mut self, form: Title) -> Result<(), Reject> {
        if form.title == "bad" {
            return Err("A bad title.".into());
        }
        self.saved = form.title;
        Ok(())
    }

    fn choose(&mut self, form: u8, size: String) {
        self.sizes[usize::from(form)] = size;
    }

    fn order(&mut self, form: u8, fields: Size) {
        self.sent = format!("{form} {}", fields.size);
    }

    fn agree(&mut self) -> Result<(), Reject> {
        Err("Never.".into())
    }

    fn search(&mut self, query: String) {
        self.query = query;
    }

    fn clear(&mut self) {
        self.query.clear();
    }

    fn count(&mut self) {
        self.counter += 1;
    }

    fn ordered(&mut self, order: Order) -> Result<(), Reject> {
        if order.what == "bad" {
            return Err("Not that.".into());
        }
        self.heard
            .push(format!("{} {} {}", order.what, order.gift, order.note));
        Ok(())
    }

    fn hear(&mut self, what: String) {
        self.heard.push(what);
    }

    fn trim_row(&mut self, id: u8, text: String) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            row.text = text.trim().into();
        }
    }

    fn turn(&mut self) {
        self.rows.rotate_left(1);
    }

    fn tick(&mut self, on: bool) {
        self.agreed = on;
        self.heard.push(format!("ticked {on}"));
    }

    #[optimistic]
    fn quick(&mut self, size: u8) -> Result<(), Reject> {
        if size == 2 {
            return Err("Not that size.".into());
        }
        self.quick = Some(size);
        Ok(())
    }

    #[optimistic]
    fn quick_note(&mut self, text: String) -> Result<(), Reject> {
        self.note = text;
        Err("No notes.".into())
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><meta charset="utf-8"><title>"Edits"</title></head>
                <body>
                    <input id="price" type="number" step="any" value={self.price} @input={set_price(event.value)}>
                    <p id="priced">{self.price}</p>
                    <input id="tenths" type="range" min="0" max="1" step="0.1" value={self.tenths} @input={set_tenths(event.value)}>
                    <p id="tenth">{self.tenths}</p>
                    <input id="upper" value={&self.upper} @input={upper(event.value)}>
                    <p id="uppered">{&self.upper}</p>
                    <input id="trim" value={&self.trimmed} @input={trim(event.value)}>
                    <form @input={trim_form(event.form)}><input id="trim-form" name="name" value={&self.trimmed}></form>
                    <p id="trimmed">{&self.trimmed}</p>
                    <form @submit={refuse()}><input id="tidy" value={&self.tidied} @input={tidy(event.value)}></form>
                    <input id="trim-later" value={&self.later} @input={trim_later(event.value)}>
                    <p id="later">{&self.later}</p>
                    <input id="mask" value:live={&self.masked} @input={mask(event.value)}>
                    <p id="masked">{&self.masked}</p>
                    <div id="note" contenteditable="true" @input={note(event.text)}>{&self.note}</div>
                    <p id="noted">{&self.note}</p>
                    <textarea id="lines" value={&self.lines} @input={lines(event.value)}></textarea>
                    <form id="title-form" @input={check(event.form)} @change={check(event.form)} @submit={save(event.form)}>
                        <input id="title" name="title" value={&self.title}>
                        <button id="save">"Save"</button>
                        <button id="reset" type="reset">"Reset"</button>
                    </form>
                    <p id="saved">{self.checks} " " {&self.saved}</p>
                    for form in 0..2_u8; key = form {
                        <form id={format!("form-{form}")} @submit={order(form, event.form)}>
                            for size in ["S", "M", "L"]; key = size {
                                <input type="radio" name="size" id={format!("{size}-{form}")} value={size}
                                    checked={self.sizes[usize::from(form)] == size} @change={choose(form, event.value)}>
                            }
                            <button id={format!("send-{form}")}>"Send"</button>
                        </form>
                    }
                    for form in 2..4_u8; key = form {
                        <form id={format!("form-{form}")} @submit={order(form, event.form)}>
                            for size in ["S", "M", "L"]; key = size {
                                <input type="radio" name="size" id={format!("{size}-{form}")} value={size}
                                    checked={size == "M"} @change={count()}>
                            }
                            <button id={format!("send-{form}")}>"Send"</button>
                        </form>
                    }
                    <p id="chosen">{&self.sizes[0]} {&self.sizes[1]} " " {&self.sent}</p>
                    <input id="never" type="checkbox" checked={self.agreed && self.counter > 100} @click={agree()}>
                    <input id="query" value={&self.query} @input={search(event.value)} @keydown.escape={clear()}>
                    <p id="queried">{&self.query}</p>
                    <button id="count" @click={count()}>{self.counter}</button>
                    <form id="order" @submit={ordered(event.form)}>
                        <input id="what" name="what" value={""}>
                        <button id="send-order">"Order"</button>
                        <button id="reset-order" type="reset">"Reset"</button>
                    </form>
                    <input id="gift" name="gift" type="checkbox" form="order" checked={false}>
                    <textarea id="order-note" name="note" form="order" value={"none"}></textarea>
                    <input id="held" form="order" aria-label="Of no name" value={&self.query}>
                    <input id="tick" type="checkbox" checked={self.agreed} @change={tick(event.checked)}>
                    <input id="heard-text" value={""} @change={hear(event.value)}>
                    <input id="unheard" value={"unheard"}>
                    <fieldset id="quick" name="quick">
                        for size in 0..3_u8; key = size {
                            <input type="radio" name="quick" id={format!("quick-{size}")} @change={quick(size)}>
                        }
                    </fieldset>
                    <div id="quick-note" contenteditable="plaintext-only" @input={quick_note(event.text)}></div>
                    <p id="kept-note" contenteditable="true">{format!("kept {}", self.counter)}</p>
                    <form id="rows" @submit={hear("sent".to_owned())}>
                        for row in &self.rows; key = row.id {
                            <input id={format!("row-{}", row.id)} value={&row.text} @input={trim_row(row.id, event.value)}
                                @change={hear(event.value)} @blur={hear("left".to_owned())} @focus={hear("come".to_owned())}>
                        }
                        <button id="turn" type="button" @click={turn()}>"Turn"</button>
                        <button>"Send"</button>
                    </form>
                    <ol id="log">
                        for (at, line) in self.heard.iter().enumerate(); key = at { <li>{line}</li> }
                    </ol>
                </body>
            </html>
        }
    }
}
