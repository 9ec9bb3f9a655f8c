//! Controls that are one value each, however many elements show it; a handler that takes its time keeps, changes, ignores or refuses it.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use taut::prelude::*;

/// How the handler answers.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    /// After how many milliseconds.
    slow: u64,
    /// The value that it refuses.
    refuse: String,
    /// The value that it makes something else of.
    correct: String,
}

const OPTIONS: [&str; 3] = ["a", "b", "c"];

/// A view whose handlers have an annotation, or none.
macro_rules! one {
    ($name:ident $(, #[$($annotation:tt)+])?) => {
        #[derive(Default)]
        pub(crate) struct $name {
            query: Query,
            values: BTreeMap<String, String>,
            number: f64,
            heard: Vec<String>,
            ticks: u32,
        }

        #[live_view]
        impl $name {
            fn mount(request: &Request<'_>) -> Result<Self, Reject> {
                Ok(Self { query: request.query()?, number: 3.0, ..Self::default() })
            }

            fn said<'a>(&'a self, control: &str, first: &'a str) -> &'a str {
                self.values.get(control).map_or(first, String::as_str)
            }

            async fn answer(&mut self, control: String, value: String) -> Result<(), Reject> {
                actix_web::rt::time::sleep(Duration::from_millis(self.query.slow)).await;
                self.heard.push(format!("{control} {value}"));
                if value == self.query.refuse {
                    return Err("Not that.".into());
                }
                let value = if value == self.query.correct { "a".to_owned() } else { value };
                self.values.insert(control, value);
                Ok(())
            }

            $(#[$($annotation)+])?
            async fn set(&mut self, control: String, value: String) -> Result<(), Reject> {
                self.answer(control, value).await
            }

            $(#[$($annotation)+])?
            async fn tick(&mut self, control: String, on: bool) -> Result<(), Reject> {
                self.answer(control, on.to_string()).await
            }

            $(#[$($annotation)+])?
            async fn toggle(&mut self, control: String) -> Result<(), Reject> {
                let on = self.said(&control, "false") != "true";
                self.answer(control, on.to_string()).await
            }

            $(#[$($annotation)+])?
            async fn count(&mut self, number: f64) -> Result<(), Reject> {
                self.answer("number".to_owned(), number.to_string()).await?;
                self.number = number;
                Ok(())
            }

            /// Changes what other controls show, as another user might.
            fn other(&mut self) {
                self.ticks += 1;
                let value = OPTIONS[self.ticks as usize % 3];
                for control in ["select", "radio", "text"] {
                    self.values.insert(control.to_owned(), value.to_owned());
                }
            }

            fn on_reject(&mut self, reject: &Reject) {
                self.heard.push(format!("refused: {reject}"));
            }

            fn render(&self) -> impl View {
                let static_one = self.said("static", "a");
                view! {
                    <!DOCTYPE html>
                    <html lang="en">
                        <head><meta charset="utf-8"><title>"One"</title></head>
                        <body>
                            <form id="form" name="form">
                                <select id="select" @change={set("select".to_owned(), event.value)}>
                                    for option in OPTIONS; key = option {
                                        <option selected={self.said("select", "a") == option}>{option}</option>
                                    }
                                </select>
                                <select id="static" name="static" @input={set("static".to_owned(), event.value)}>
                                    <option selected={static_one == "a"}>"a"</option>
                                    <optgroup label="more">
                                        <option selected={static_one == "b"}>"b"</option>
                                        <option selected={static_one == "c"}>"c"</option>
                                    </optgroup>
                                </select>
                                <select id="free" @change={set("free".to_owned(), event.value)}>
                                    <option>"a"</option><option>"b"</option><option>"c"</option>
                                </select>
                                <fieldset id="fieldset" name="radio">
                                    for option in OPTIONS; key = option {
                                        <input id={format!("radio-{option}")} type="radio" name="radio" value={option}
                                            checked={self.said("radio", "a") == option}
                                            @change={set("radio".to_owned(), event.value)}>
                                    }
                                </fieldset>
                                <fieldset id="pressed-fieldset" name="pressed">
                                    for option in OPTIONS; key = option {
                                        <input id={format!("pressed-{option}")} type="radio" name="pressed" value={option}
                                            checked={self.said("pressed", "a") == option}
                                            @click={set("pressed".to_owned(), option.to_owned())}>
                                    }
                                </fieldset>
                                <fieldset id="loose-fieldset" name="loose">
                                    for option in OPTIONS; key = option {
                                        <input id={format!("loose-{option}")} type="radio" name="loose" value={option}
                                            @change={set("loose".to_owned(), event.value)}>
                                    }
                                </fieldset>
                                <input id="text" value={self.said("text", "a")} @input={set("text".to_owned(), event.value)}>
                                <textarea id="area" value={self.said("area", "a")} @input={set("area".to_owned(), event.value)}></textarea>
                                <input id="number" type="number" step="any" value={self.number} @input={count(event.value)}>
                                <input id="date" type="date" value={self.said("date", "2030-01-01")}
                                    @input={set("date".to_owned(), event.value)}>
                                <input id="range" type="range" value={self.said("range", "10")} @input={set("range".to_owned(), event.value)}>
                                <input id="check" type="checkbox" checked={self.said("check", "false") == "true"}
                                    @change={tick("check".to_owned(), event.checked)}>
                                <input id="clicked" type="checkbox" checked={self.said("clicked", "false") == "true"}
                                    @click={toggle("clicked".to_owned())}>
                                <input id="bare" type="checkbox" @click={toggle("bare".to_owned())}>
                                <label id="label" @click={toggle("labelled".to_owned())}>
                                    <input id="labelled" type="checkbox" checked={self.said("labelled", "false") == "true"}>"Labelled"
                                </label>
                                <fieldset id="note-fieldset" name="note">
                                    <div id="note" contenteditable="plaintext-only" {..Attributes::new().with("name", "note")}
                                        @input={set("note".to_owned(), event.text)}>{self.said("note", "a")}</div>
                                    <div id="loose-note" contenteditable="plaintext-only" @input={set("loose-note".to_owned(), event.text)}>"a"</div>
                                </fieldset>
                                <details id="details" open={self.said("details", "false") == "true"}
                                    @toggle={tick("details".to_owned(), event.open)}><summary>"Details"</summary>"text"</details>
                            </form>
                            <button id="other" @click={other()}>"Other"</button>
                            <ol id="heard">for (at, line) in self.heard.iter().enumerate(); key = at { <li>{line}</li> }</ol>
                        </body>
                    </html>
                }
            }
        }
    };
}

one!(Later);
one!(AtOnce, #[optimistic]);
