//! A chat with rooms: each page follows the room that it shows, and who is there.
//!
//! `cargo run --example chat -- --cluster redis://127.0.0.1:6379` is one of several processes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use taut::prelude::*;
use taut_examples as kept;

/// The rooms, and the addresses of their pages.
const ROOMS: &[&str] = &["lobby", "rust", "tea"];

/// How many lines of a room are kept.
const MOST_LINES: usize = 100;

/// Lines by their numbers: those of several processes may arrive in any order, and more than once.
type Lines = BTreeMap<u64, Said>;

#[derive(Clone, Serialize, Deserialize)]
struct Said {
    number: u64,
    who: String,
    text: String,
}

/// What the form has.
#[derive(Deserialize)]
struct Entry {
    name: String,
    line: String,
}

topic!(Room(name: String) -> Said);
topic!(Typing(room: String) -> String);
topic!(Here(room: String) -> Presence<String>);

#[derive(Route)]
enum Page {
    #[at("/", view = Chat)]
    Start,
    #[at("/rooms/{name}", view = Chat)]
    Room { name: String },
}

#[derive(Default, Serialize, Deserialize)]
struct Chat {
    room: String,
    name: String,
    line: String,
    lines: Lines,
    present: Vec<String>,
    /// Who was the last to type in this room.
    typing: Option<String>,
}

#[live_view(persist)]
impl Chat {
    fn params(&mut self, page: Page, cx: &mut Context) -> Result<(), Reject> {
        let room = match page {
            Page::Start => ROOMS[0].to_owned(),
            Page::Room { name } if ROOMS.contains(&name.as_str()) => name,
            Page::Room { .. } => return Err(Reject::new("There is no such room.").with_status(404)),
        };
        cx.title(format!("Chat: {room}"));
        self.room = room;
        self.enter(cx);
        self.missed();
        Ok(())
    }

    #[on(Room(self.room.clone()))]
    fn said(&mut self, said: &Said) {
        put(&mut self.lines, said.clone());
        self.typing.take_if(|typing| *typing == said.who);
    }

    #[on(Typing(self.room.clone()))]
    fn typed(&mut self, who: &String) {
        if *who != self.name {
            self.typing = Some(who.clone());
        }
    }

    #[on(Here(self.room.clone()))]
    fn moved(&mut self, change: &Presence<String>) {
        change.apply(&mut self.present);
    }

    /// Loads the lines of the room, and who is there: at first, and whenever something may be missing.
    fn missed(&mut self) {
        self.present = Here(self.room.clone()).present();
        self.lines = kept::load(&self.kept_at());
        self.typing = None;
    }

    /// The name under which the lines of the room are kept.
    fn kept_at(&self) -> String {
        format!("chat:{}", self.room)
    }

    fn call(&mut self, name: String, cx: &mut Context) {
        self.name = name.trim().chars().take(40).collect();
        self.enter(cx);
    }

    /// Makes the user present in the room, once they have a name.
    fn enter(&self, cx: &mut Context) {
        let here = (!self.name.is_empty()).then(|| Here(self.room.clone()));
        here.join(cx, self.name.clone());
    }

    #[throttle(2s)]
    fn types(&mut self) {
        if !self.name.is_empty() {
            Typing(self.room.clone()).publish(&self.name);
        }
    }

    fn send(&mut self, entry: Entry, cx: &mut Context) -> Result<(), Reject> {
        self.call(entry.name, cx);
        if self.name.is_empty() {
            return Err("Enter your name first.".into());
        }
        let line: String = entry.line.trim().chars().take(500).collect();
        if !line.is_empty() {
            let lines = kept::change(&self.kept_at(), |lines: &mut Lines| {
                let number = lines.last_key_value().map_or(1, |(last, _)| last + 1);
                let (who, text) = (self.name.clone(), line.clone());
                put(lines, Said { number, who, text });
                Ok(())
            })?;
            let said = lines.values().next_back();
            said.inspect(|said| Room(self.room.clone()).publish(said));
        }
        self.line.clear();
        Ok(())
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width">
                    <title>"Chat"</title>
                    <link rel="stylesheet" href="/style.css">
                </head>
                <body><main>
                    <h1>"Chat"</h1>
                    <nav class="rooms" aria-label="Rooms">
                        for room in ROOMS; key = *room {
                            <a href={Page::Room { name: (*room).to_owned() }} aria-current={(*room == self.room).then_some("page")}>{*room}</a> " "
                        }
                    </nav>
                    <ul id="present" class="present" aria-label="Present">
                        for name in &self.present; key = name { <li>{name}</li> }
                    </ul>
                    <ul id="lines" class="lines" aria-live="polite">
                        for said in self.lines.values(); key = said.number {
                            <li><b>{&said.who}</b> " " {&said.text}</li>
                        }
                    </ul>
                    <p id="typing" class="muted">if let Some(who) = &self.typing { {who} " is typing…" }</p>
                    <form @submit={send(event.form)}>
                        <label for="name">"Name"</label>
                        <input id="name" name="name" required maxlength="40" autocomplete="nickname" value={&self.name} @change={call(event.value)}>
                        <label for="line">"Line"</label>
                        <input id="line" name="line" required maxlength="500" autocomplete="off" value={&self.line} @input={types()}>
                        <p><button id="send">"Send"</button></p>
                    </form>
                </main></body>
            </html>
        }
    }
}

/// Adds a line to others, of which the last ones are kept.
fn put(lines: &mut Lines, said: Said) {
    lines.insert(said.number, said);
    if lines.len() > MOST_LINES {
        lines.pop_first();
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    kept::join_cluster().await?;
    taut::serve("127.0.0.1:8080", |app| {
        app.stylesheet("/style.css", include_str!("style.css"))
            .routes::<Page>()
    })
    .await
}
