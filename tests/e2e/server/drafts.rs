//! Two forms whose fields are kept as drafts, of which one is asked about and one is restored by itself.

use std::time::Duration;

use serde::Deserialize;
use taut::prelude::*;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    /// The name of the draft.
    key: String,
    /// What the server says of two fields.
    title: String,
    body: String,
    /// How many milliseconds an answer to a form takes.
    slow: u64,
}

macro_rules! drafts {
    ($name:ident $($restore:tt)*) => {
        #[derive(Default)]
        pub(crate) struct $name {
            query: Query,
            colour: String,
            detail: Option<String>,
            heard: Vec<String>,
        }

        #[live_view]
        #[draft(key = &self.query.key, fields(title, body, colour, size, check, many, note, detail) $($restore)*)]
        impl $name {
            fn mount(request: &Request<'_>) -> Result<Self, Reject> {
                Ok(Self { query: request.query()?, colour: "red".into(), ..Self::default() })
            }

            fn set_title(&mut self, title: String) {
                self.heard.push(format!("title {title}"));
                self.query.title = title;
            }

            /// The server makes something else of it each time.
            fn set_note(&mut self, note: String) {
                self.heard.push(format!("note {note}"));
            }

            fn set_colour(&mut self, colour: String) {
                self.heard.push(format!("colour {colour}"));
                self.colour = colour;
            }

            fn set_size(&mut self, size: String) {
                self.heard.push(format!("size {size}"));
            }

            fn tick(&mut self, on: bool) {
                self.heard.push(format!("check {on}"));
            }

            fn set_detail(&mut self, detail: String) {
                self.heard.push(format!("detail {detail}"));
                self.detail = Some(detail);
            }

            fn open_detail(&mut self) {
                self.detail = Some(String::new());
            }

            /// Changes a field as another user might.
            fn retitle(&mut self) {
                self.query.title = "other".into();
            }

            async fn send(&mut self, fields: Vec<(String, String)>) -> Result<(), Reject> {
                actix_web::rt::time::sleep(Duration::from_millis(self.query.slow)).await;
                self.heard.push(format!("sent {}", fields.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" ")));
                if fields.iter().any(|(_, value)| value == "bad") { Err("Not that.".into()) } else { Ok(()) }
            }

            fn render(&self) -> impl View {
                view! {
                    <!DOCTYPE html>
                    <html lang="en">
                        <head><meta charset="utf-8"><title>"Drafts"</title></head>
                        <body>
                            <form id="post" @submit={send(event.form)}>
                                <input id="title" name="title" value={&self.query.title} @input={set_title(event.value)}>
                                <textarea id="body" name="body" value={&self.query.body}></textarea>
                                for colour in ["red", "green", "blue"]; key = colour {
                                    <input id={colour} type="radio" name="colour" value={colour} checked={self.colour == colour}
                                        @change={set_colour(event.value)}>
                                }
                                <select id="size" name="size" @change={set_size(event.value)}>
                                    <option>"small"</option><option>"large"</option>
                                </select>
                                <input id="check" name="check" type="checkbox" @change={tick(event.checked)}>
                                <input class="many" name="many" type="checkbox" value="1">
                                <input class="many" name="many" type="checkbox" value="2">
                                if let Some(detail) = &self.detail {
                                    <input id="detail" name="detail" value={detail} @input={set_detail(event.value)}>
                                }
                                <button id="send-post">"Send"</button>
                            </form>
                            <input id="outside" name="body" form="post">
                            <section @submit={send(event.form)}>
                                <form id="reply">
                                    <input id="note" name="note" @input={set_note(event.value)}>
                                    <button id="send-reply">"Send"</button>
                                </form>
                            </section>
                            <button id="more" @click={open_detail()}>"More"</button>
                            <button id="retitle" @click={retitle()}>"Other"</button>
                            <ol id="heard">for (at, line) in self.heard.iter().enumerate(); key = at { <li>{line}</li> }</ol>
                        </body>
                    </html>
                }
            }
        }
    };
}

drafts!(Asks);
drafts!(Restores, restore = auto);
