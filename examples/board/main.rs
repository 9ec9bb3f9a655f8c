//! A board of cards that all who look at it share: what one moves, all see.
//!
//! `cargo run --example board -- --cluster redis://127.0.0.1:6379` is one of several processes.

mod cards;

use serde::{Deserialize, Serialize};
use taut::prelude::*;
use taut_examples as kept;

use cards::{Card, Cards, LONGEST};

const COLUMNS: [&str; 3] = ["To do", "Doing", "Done"];

topic!(Changes -> Cards);

/// What the form has.
#[derive(Deserialize)]
struct Entry {
    text: String,
}

#[derive(Default, Serialize, Deserialize)]
struct Board {
    cards: Cards,
    text: String,
    /// The card that this page has moved, and whether it went to the left.
    moved: Option<(u64, bool)>,
    error: Option<String>,
}

#[live_view(persist)]
impl Board {
    fn mount() -> Self {
        let cards = kept::load("board");
        Board {
            cards,
            ..Board::default()
        }
    }

    #[on(Changes)]
    fn changed(&mut self, cards: &Cards) {
        if cards.version > self.cards.version {
            self.cards = cards.clone();
        }
    }

    fn missed(&mut self) {
        self.cards = kept::load("board");
    }

    fn add(&mut self, entry: Entry) -> Result<(), Reject> {
        self.change(|cards| cards.add(&entry.text))?;
        self.text.clear();
        Ok(())
    }

    /// The page shows the card beside its column (`style.css`) until it is in the other one.
    #[optimistic]
    fn shift(&mut self, id: u64, from: usize, left: bool) -> Result<(), Reject> {
        let column = if left {
            from.saturating_sub(1)
        } else {
            (from + 1).min(COLUMNS.len() - 1)
        };
        self.moved = Some((id, left));
        self.change(|cards| cards.shift(id, column))
    }

    #[optimistic(up)]
    fn raise(&mut self, id: u64) -> Result<(), Reject> {
        self.change(|cards| cards.raise(id))
    }

    #[optimistic(remove)]
    fn remove(&mut self, id: u64) -> Result<(), Reject> {
        self.change(|cards| cards.take(id).map(drop))
    }

    /// Changes the cards here and on all other pages.
    fn change(&mut self, change: impl Fn(&mut Cards) -> Result<(), Reject>) -> Result<(), Reject> {
        let cards = kept::change("board", |cards: &mut Cards| {
            cards.version += 1;
            change(cards)
        })?;
        self.error = None;
        Changes.publish(&cards);
        self.changed(&cards);
        Ok(())
    }

    fn on_reject(&mut self, reject: &Reject) {
        self.error = Some(reject.to_string());
        self.missed();
    }

    /// Whether a card is the one that this page has moved last, and a button the one by which it goes on, if it can.
    fn is_next(&self, card: &Card, left: bool) -> bool {
        let turns = card.column == if left { COLUMNS.len() - 1 } else { 0 };
        self.moved
            .is_some_and(|(id, to_left)| id == card.id && (left == to_left || turns))
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width">
                    <title>"Board"</title>
                    <link rel="stylesheet" href="/style.css">
                </head>
                <body><main class="board">
                    <h1>"Board"</h1>
                    <div class="columns">
                        for (place, name) in COLUMNS.iter().enumerate(); key = *name {
                            <section>
                                <h2>{*name}</h2>
                                <ul id={format!("column-{}", place + 1)} class="plain">
                                    for card in self.cards.all.iter().filter(|card| card.column == place); key = card.id {
                                        <li class="card">
                                            <span>{&card.text}</span>
                                            <div class="row">
                                                if place > 0 {
                                                    <button class="quiet left" aria-label={format!("{}: to the left", card.text)} autofocus={self.is_next(card, true)}
                                                        @click={shift(card.id, place, true)}>"←"</button>
                                                }
                                                if place < COLUMNS.len() - 1 {
                                                    <button class="quiet right" aria-label={format!("{}: to the right", card.text)} autofocus={self.is_next(card, false)}
                                                        @click={shift(card.id, place, false)}>"→"</button>
                                                }
                                                <button class="quiet up" aria-label={format!("{}: up", card.text)} @click={raise(card.id)}>"↑"</button>
                                                <button class="quiet remove" aria-label={format!("{}: remove", card.text)} @click={remove(card.id)}>"×"</button>
                                            </div>
                                        </li>
                                    }
                                </ul>
                            </section>
                        }
                    </div>
                    <form @submit={add(event.form)}>
                        <label for="text">"New card"</label>
                        <input id="text" name="text" required maxlength={LONGEST} autocomplete="off" value={&self.text}>
                        <p><button id="add">"Add"</button></p>
                    </form>
                    if let Some(error) = &self.error { <p role="alert">{error}</p> }
                </main></body>
            </html>
        }
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    kept::join_cluster().await?;
    taut::serve("127.0.0.1:8080", |app| {
        app.stylesheet("/style.css", include_str!("../style.css"))
            .live::<Board>("/")
    })
    .await
}
