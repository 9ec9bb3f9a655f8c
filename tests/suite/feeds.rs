//! Feeds: lists whose rows the server forgets.

#[path = "feeds/cases.rs"]
mod cases;
#[path = "feeds/property.rs"]
mod property;
#[path = "feeds/saved.rs"]
mod saved;

use std::collections::BTreeMap;

use taut::prelude::*;
use taut_test::Live;

/// A view with a feed in one of two places, or in none.
#[derive(Default)]
pub(crate) struct Log {
    lines: Feed<u32, String>,
    place: Place,
    /// What a database would have.
    stored: BTreeMap<u32, String>,
    picked: Option<(u32, String)>,
    refilled: usize,
    /// Whether rendering panics after the feed.
    breaks: bool,
}

#[derive(Default, Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    #[default]
    First,
    Second,
    Hidden,
}

#[live_view]
impl Log {
    fn refill(&mut self) {
        self.refilled += 1;
        for key in self.lines.keys() {
            let line = self.stored.get(&key).cloned().unwrap_or_default();
            self.lines.update(&key, line);
        }
    }

    fn pick(&mut self, key: u32, line: String) {
        self.picked = Some((key, line));
    }

    fn remove(&mut self, key: u32) {
        self.lines.remove(&key);
    }

    fn fail() -> u8 {
        panic!("as asked")
    }

    fn render(&self) -> impl View {
        view! {
            match self.place {
                Place::First => <ol>
                    for (key, line) in &self.lines {
                        <li @click={pick(*key, line.clone())}>
                            {key} ":" {line}
                            if line.len() > 5 { <b>"(+)"</b> }
                            <button @click={remove(*key)}>"Remove"</button>
                        </li>
                    }
                </ol>
                Place::Second => {
                    <ul>for (key, line) in &self.lines { <li @click={pick(*key, line.clone())}>{key} ":" {line}</li> }</ul>
                }
                Place::Hidden => {}
            }
            if self.breaks { <p>{Self::fail()}</p> }
        }
    }
}

impl Log {
    fn append(&mut self, key: u32, line: &str) {
        self.stored.insert(key, line.to_owned());
        self.lines.append(key, line.to_owned());
    }
}

fn lines(page: &Live<Log>) -> Vec<String> {
    page.texts("li")
        .into_iter()
        .map(|text| text.replace("Remove", "").replace("(+)", ""))
        .collect()
}
