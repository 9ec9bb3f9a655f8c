//! Forms made by a seed: every kind of control, in two forms with the same names, in rows and arms, and apart from their
//! form; handlers keep what they hear, change, ignore or refuse it, at once or later.

use std::time::Duration;

use serde::Deserialize;
use taut::prelude::*;

#[derive(Deserialize)]
struct Query {
    seed: u32,
    /// How many milliseconds an answer takes at most.
    #[serde(default)]
    slow: usize,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Kind {
    Text,
    Area,
    Number,
    Range,
    Check,
    Radio,
    Select,
    Many,
    Edited,
    Mask,
    Later,
    /// No listener hears of it.
    Silent,
    /// No hole says what it shows.
    Free,
}

const KINDS: [Kind; 13] = [
    Kind::Text,
    Kind::Area,
    Kind::Number,
    Kind::Range,
    Kind::Check,
    Kind::Radio,
    Kind::Select,
    Kind::Many,
    Kind::Edited,
    Kind::Mask,
    Kind::Later,
    Kind::Silent,
    Kind::Free,
];

/// What a handler makes of what it hears.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Mode {
    Keep,
    Trim,
    Upper,
    Ignore,
    Refuse,
}

/// What a field is heard by.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Heard {
    Input,
    Change,
    Form,
}

struct Field {
    id: u32,
    kind: Kind,
    mode: Mode,
    heard: Heard,
    /// The form that it stands in, and the one that it belongs to, if that is another or none.
    stands: usize,
    belongs: Option<&'static str>,
    name: &'static str,
    value: String,
    number: f64,
    on: bool,
    picks: Vec<String>,
}

impl Field {
    /// What the page says that the server says.
    fn said(&self) -> String {
        match self.kind {
            Kind::Number | Kind::Range => self.number.to_string(),
            Kind::Check => self.on.to_string(),
            Kind::Many => self.picks.join(","),
            _ => self.value.clone(),
        }
    }

    /// Hears a text, and keeps what the mode makes of it.
    fn hear(&mut self, text: &str) -> Result<(), Reject> {
        if self.mode == Mode::Refuse
            && (text.contains('q') || matches!(self.kind, Kind::Radio | Kind::Select))
        {
            return Err("Not that.".into());
        }
        self.value = match (self.kind, self.mode) {
            (_, Mode::Ignore) => return Ok(()),
            (Kind::Mask, _) => grouped(text),
            (Kind::Radio | Kind::Select, _) => text.to_owned(),
            (_, Mode::Trim) => text.trim().to_owned(),
            (_, Mode::Upper) => text.to_uppercase(),
            (_, Mode::Keep | Mode::Refuse) => text.to_owned(),
        };
        Ok(())
    }

    fn hear_number(&mut self, number: f64) -> Result<(), Reject> {
        match self.mode {
            Mode::Ignore => {}
            Mode::Refuse if number > 50.0 => return Err("Too much.".into()),
            Mode::Upper => self.number = number.clamp(0.0, 20.0),
            _ => self.number = number,
        }
        Ok(())
    }
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

const OPTIONS: [&str; 3] = ["a", "b", "c"];
const NAMES: [&str; 4] = ["one", "two", "three", "four"];

/// Shows a control that belongs to the page around.
#[derive(Default)]
struct Fold;

#[live_view]
impl Fold {
    fn render(&self, children: Children) -> impl View {
        view! { <div class="fold">{children}</div> }
    }
}

/// A view whose handlers of single fields have an annotation, or none, and whose controls are between two tags, or none.
macro_rules! model {
    ($name:ident, [$($open:tt)*] [$($close:tt)*] $(, #[$($annotation:tt)+])?) => {
        #[derive(Default)]
        pub(crate) struct $name {
            random: u32,
            slow: usize,
            fields: Vec<Field>,
            is_refusing: bool,
            /// The forms that were sent and what they held, as JSON.
            sent: Vec<String>,
            errors: u32,
            turns: u32,
        }

        #[live_view]
        impl $name {
            fn mount(request: &Request<'_>) -> Result<Self, Reject> {
                let Query { seed, slow } = request.query()?;
                let mut view = $name { random: seed.wrapping_mul(2_654_435_769) | 1, slow, ..Self::default() };
                for id in 0..8 {
                    let field = view.field(id);
                    view.fields.push(field);
                }
                Ok(view)
            }

            fn below(&mut self, most: usize) -> usize {
                self.random ^= self.random << 13;
                self.random ^= self.random >> 17;
                self.random ^= self.random << 5;
                self.random as usize % most
            }

            fn pick<T: Copy>(&mut self, all: &[T]) -> T {
                all[self.below(all.len())]
            }

            fn field(&mut self, id: u32) -> Field {
                let kind = self.pick(&KINDS);
                // In both forms there are radio buttons of the same names, so those stay in their own, or in none.
                let elsewhere: &[Option<&str>] = match (kind, id) {
                    (Kind::Radio, ..4) => &[None, None, Some("none")],
                    (Kind::Radio, _) => &[None],
                    _ => &[None, None, Some("form-0"), Some("form-1"), Some("none")],
                };
                let text = self.pick(&["", "Ada", "two words"]);
                Field {
                    id,
                    kind,
                    mode: self.pick(&[Mode::Keep, Mode::Trim, Mode::Upper, Mode::Ignore, Mode::Refuse]),
                    heard: self.pick(&[Heard::Input, Heard::Input, Heard::Change, Heard::Form]),
                    stands: if id < 4 { 0 } else { 1 },
                    belongs: self.pick(elsewhere),
                    name: NAMES[(id % 4) as usize],
                    value: match kind {
                        Kind::Radio | Kind::Select => self.pick(&OPTIONS).to_owned(),
                        Kind::Mask => String::new(),
                        _ => text.to_owned(),
                    },
                    number: f64::from(u8::try_from(self.below(20)).unwrap_or_default()),
                    on: self.below(2) == 0,
                    picks: vec![self.pick(&OPTIONS).to_owned()],
                }
            }

            /// Takes the time that an answer takes.
            async fn pause(&mut self) {
                if self.slow > 0 {
                    let time = self.below(self.slow);
                    actix_web::rt::time::sleep(Duration::from_millis(u64::try_from(time).unwrap_or_default())).await;
                }
            }

            fn find(&mut self, id: u32, heard: Heard) -> Option<&mut Field> {
                self.fields.iter_mut().find(|field| field.id == id && field.heard == heard)
            }

            $(#[$($annotation)+])?
            async fn typed(&mut self, id: u32, text: String) -> Result<(), Reject> {
                self.pause().await;
                self.find(id, Heard::Input).map_or(Ok(()), |field| field.hear(&text))
            }

            $(#[$($annotation)+])?
            async fn changed(&mut self, id: u32, text: String) -> Result<(), Reject> {
                self.pause().await;
                self.find(id, Heard::Change).map_or(Ok(()), |field| field.hear(&text))
            }

            #[debounce(60ms)]
            $(#[$($annotation)+])?
            fn later(&mut self, id: u32, text: String) -> Result<(), Reject> {
                match self.fields.iter_mut().find(|field| field.id == id) {
                    Some(field) => field.hear(&text),
                    None => Ok(()),
                }
            }

            $(#[$($annotation)+])?
            async fn number_typed(&mut self, id: u32, number: f64) -> Result<(), Reject> {
                self.pause().await;
                self.find(id, Heard::Input).map_or(Ok(()), |field| field.hear_number(number))
            }

            $(#[$($annotation)+])?
            async fn number_changed(&mut self, id: u32, number: f64) -> Result<(), Reject> {
                self.pause().await;
                self.find(id, Heard::Change).map_or(Ok(()), |field| field.hear_number(number))
            }

            $(#[$($annotation)+])?
            async fn ticked(&mut self, id: u32, on: bool) -> Result<(), Reject> {
                self.pause().await;
                let Some(field) = self.fields.iter_mut().find(|field| field.id == id && field.heard != Heard::Form) else {
                    return Ok(());
                };
                match field.mode {
                    Mode::Refuse => return Err("Not that.".into()),
                    Mode::Ignore => {}
                    _ => field.on = on,
                }
                Ok(())
            }

            $(#[$($annotation)+])?
            async fn picked(&mut self, id: u32, picks: Vec<String>) -> Result<(), Reject> {
                self.pause().await;
                let Some(field) = self.fields.iter_mut().find(|field| field.id == id && field.heard != Heard::Form) else {
                    return Ok(());
                };
                match field.mode {
                    Mode::Refuse => return Err("Not that.".into()),
                    Mode::Ignore => {}
                    _ => field.picks = picks,
                }
                Ok(())
            }

            /// Hears all texts of a form.
            fn form_typed(&mut self, form: usize, fields: Vec<(String, String)>) {
                let form = format!("form-{form}");
                for field in self.fields.iter_mut().filter(|field| field.heard == Heard::Form) {
                    let is_text = matches!(field.kind, Kind::Text | Kind::Area | Kind::Mask | Kind::Select | Kind::Radio);
                    let owner = field.belongs.map_or_else(|| format!("form-{}", field.stands), str::to_owned);
                    let mut own = fields.iter().filter(|(name, _)| *name == format!("{}-{}", field.name, field.id));
                    if let Some((_, text)) = own.next().filter(|_| is_text && owner == form) {
                        // A form that says what is wrong with a field refuses nothing as a whole.
                        let _ = field.hear(text);
                    }
                }
            }

            fn submit(&mut self, form: usize, fields: Vec<(String, String)>) -> Result<(), Reject> {
                self.sent.push(serde_json::to_string(&(form, fields)).unwrap_or_default());
                if self.is_refusing { Err("Not now.".into()) } else { Ok(()) }
            }

            fn refuse(&mut self, is_refusing: bool) {
                self.is_refusing = is_refusing;
            }

            /// Changes a field as another user might.
            fn change_one(&mut self, id: u32) {
                self.turns += 1;
                let turns = self.turns;
                let option = OPTIONS[turns as usize % 3].to_owned();
                let Some(field) = self.fields.iter_mut().find(|field| field.id == id) else { return };
                match field.kind {
                    Kind::Number | Kind::Range => field.number = f64::from(turns % 20),
                    Kind::Check => field.on = !field.on,
                    Kind::Many => field.picks = vec![option],
                    Kind::Radio | Kind::Select => field.value = option,
                    Kind::Mask => field.value = turns.to_string(),
                    _ => field.value = format!("server {turns}"),
                }
            }

            /// Moves the rows, so that the first one is the last.
            fn turn(&mut self) {
                self.fields.rotate_left(1);
            }

            fn on_reject(&mut self, _reject: &Reject) {
                self.errors += 1;
            }

            fn render(&self) -> impl View {
                view! {
                    <!DOCTYPE html>
                    <html lang="en">
                        <head><meta charset="utf-8"><title>"Model"</title></head>
                        <body>
                            for form in 0..2_usize; key = form {
                                <form id={format!("form-{form}")} @submit={submit(form, event.form)} @input={form_typed(form, event.form)}
                                    @change={form_typed(form, event.form)}>
                                    for field in self.fields.iter().filter(|field| field.stands == form); key = field.id {
                                        let id = field.id;
                                        let own = format!("f{id}");
                                        let name = format!("{}-{id}", field.name);
                                        <div class="field" data-id={id} data-kind={format!("{:?}", field.kind)}
                                            data-mode={format!("{:?}", field.mode)} data-heard={format!("{:?}", field.heard)}
                                            data-form={field.belongs.map_or_else(|| format!("form-{form}"), str::to_owned)}>
                                            $($open)*
                                            match field.kind {
                                                Kind::Text => {
                                                    <input id={own} name={name} form={field.belongs} value={&field.value}
                                                        @input={typed(id, event.value)} @change={changed(id, event.value)}>
                                                }
                                                Kind::Area => {
                                                    <textarea id={own} name={name} form={field.belongs} value={&field.value}
                                                        @input={typed(id, event.value)} @change={changed(id, event.value)}></textarea>
                                                }
                                                Kind::Number => {
                                                    <input id={own} name={name} form={field.belongs} type="number" step="any" value={field.number}
                                                        @input={number_typed(id, event.value)} @change={number_changed(id, event.value)}>
                                                }
                                                Kind::Range => {
                                                    <input id={own} name={name} form={field.belongs} type="range" max="100" value={field.number}
                                                        @input={number_typed(id, event.value)} @change={number_changed(id, event.value)}>
                                                }
                                                Kind::Check => {
                                                    <input id={own} name={name} form={field.belongs} type="checkbox" checked={field.on}
                                                        @change={ticked(id, event.checked)}>
                                                }
                                                Kind::Radio => {
                                                    for option in OPTIONS; key = option {
                                                        // In both forms the groups have the same names.
                                                        <input id={format!("f{id}-{option}")} name={field.name} form={field.belongs} type="radio"
                                                            value={format!("{id}-{option}")} checked={field.value == option}
                                                            @change={changed(id, option.to_owned())} @input={typed(id, option.to_owned())}>
                                                    }
                                                }
                                                Kind::Select => {
                                                    <select id={own} name={name} form={field.belongs} @input={typed(id, event.value)}
                                                        @change={changed(id, event.value)}>
                                                        for option in OPTIONS; key = option {
                                                            <option selected={field.value == option}>{option}</option>
                                                        }
                                                    </select>
                                                }
                                                Kind::Many => {
                                                    <select id={own} name={name} form={field.belongs} multiple @change={picked(id, event.values)}>
                                                        for option in OPTIONS; key = option {
                                                            <option selected={field.picks.iter().any(|pick| pick == option)}>{option}</option>
                                                        }
                                                    </select>
                                                }
                                                Kind::Edited => {
                                                    <p id={own} contenteditable="true" @input={typed(id, event.text)}>{&field.value}</p>
                                                }
                                                Kind::Mask => {
                                                    <input id={own} name={name} form={field.belongs} value:live={&field.value}
                                                        @input={typed(id, event.value)} @change={changed(id, event.value)}>
                                                }
                                                Kind::Later => {
                                                    <input id={own} name={name} form={field.belongs} value={&field.value} @input={later(id, event.value)}>
                                                }
                                                Kind::Silent => { <input id={own} name={name} form={field.belongs} value={&field.value}> }
                                                Kind::Free => { <input id={own} name={name} form={field.belongs}> }
                                            }
                                            $($close)*
                                            <button type="button" class="other" @click={change_one(id)}>"Other"</button>
                                            <output class="said">{field.said()}</output>
                                        </div>
                                    }
                                    <button class="send">"Send"</button>
                                    <button class="reset" type="reset">"Reset"</button>
                                </form>
                            }
                            <label><input id="refusing" type="checkbox" @change={refuse(event.checked)}>"Refuse what is sent"</label>
                            <button id="turn" @click={turn()}>"Turn"</button>
                            <p id="errors">{self.errors}</p>
                            <ol id="sent">for (at, sent) in self.sent.iter().enumerate(); key = at { <li>{sent}</li> }</ol>
                        </body>
                    </html>
                }
            }
        }
    };
}

model!(Model, [] []);
model!(AtOnce, [] [], #[optimistic]);
model!(Folded, [<Fold>] [</Fold>]);
