//! Views whose answers are cached deep in them: in a block, in rows, in a view in a template, by listeners of several kinds.

use std::collections::BTreeSet;

use taut::prelude::*;

const WORDS: [&str; 3] = ["tea", "milk", ""];

/// What is found; the same thing looks another way for each query.
#[derive(Clone, PartialEq)]
pub(crate) struct Found {
    id: u32,
    text: String,
}

pub(crate) struct Finder {
    is_open: bool,
    query: String,
    found: Vec<Found>,
    marked: BTreeSet<u32>,
    page: u32,
    picked: Vec<String>,
    renames: u32,
    calls: u32,
}

impl Default for Finder {
    fn default() -> Self {
        let found = find("", 0);
        Self {
            is_open: true,
            query: String::new(),
            found,
            marked: BTreeSet::new(),
            page: 0,
            picked: Vec::new(),
            renames: 0,
            calls: 0,
        }
    }
}

/// Of five things those that have to do with a query; the third one always has.
fn find(query: &str, renames: u32) -> Vec<Found> {
    let is_meant = |id: &u32| *id == 3 || !query.is_empty() && id % 2 == query.len() as u32 % 2;
    let found = |id| Found {
        id,
        text: format!("{id} {query} {renames}"),
    };
    let mut all: Vec<Found> = (1..=5).filter(is_meant).map(found).collect();
    if query.len() > 3 {
        all.reverse();
    }
    all
}

#[live_view]
impl Finder {
    #[cache(ttl = 1min)]
    fn search(&mut self, query: String) {
        self.calls += 1;
        self.found = find(&query, self.renames);
        self.query = query;
    }

    #[cache(ttl = 1min)]
    fn turn(&mut self, page: u32) {
        self.calls += 1;
        self.page = page;
    }

    fn pick(&mut self, found: Found) {
        self.picked.push(found.text);
    }

    fn mark(&mut self, id: u32) {
        if !self.marked.remove(&id) {
            self.marked.insert(id);
        }
    }

    fn refuse(&mut self) -> Result<(), Reject> {
        Err("no".into())
    }

    fn rename(&mut self) {
        self.renames += 1;
        self.found = find(&self.query, self.renames);
    }

    fn toggle(&mut self) {
        self.is_open = !self.is_open;
    }

    fn bump(&mut self) {}

    /// What a fresh page shows, as a text.
    fn state(&self) -> String {
        let rows: Vec<String> = self
            .found
            .iter()
            .map(|Found { id, text }| {
                format!("{text}{}", if self.marked.contains(id) { "*" } else { "" })
            })
            .collect();
        let rows = if self.is_open {
            rows.join(",")
        } else {
            "closed".into()
        };
        format!("{rows};{};{}", self.query, self.page)
    }

    fn render(&self) -> impl View {
        view! {
            <article>
                if self.is_open {
                    <input class="query" aria-label="Query" @input={search(event.value)}>
                    <ul>
                        for found in &self.found; key = found.id {
                            <li data-id={found.id} class:marked={self.marked.contains(&found.id)}>
                                <input class="note" aria-label="Note">
                                <b>{&found.text}</b>
                                <button class="pick" @click={pick(found.clone())}>"Pick"</button>
                                <button class="mark" @click={mark(found.id)}>"Mark"</button>
                            </li>
                        }
                    </ul>
                }
                <i class="shown">{&self.query}</i>
                for word in WORDS; key = word {
                    <button class={format!("word-{word}")} @click={search(word.to_owned())}>{word}</button>
                }
                <input class="number" type="number" aria-label="Page" @input={turn(event.value)}>
                <button class="next" @click={turn(self.page + 1)}>"Next"</button>
                <button class="back" @click={turn(self.page.saturating_sub(1))}>"Back"</button>
                <output>{self.page}</output>
                <button class="refuse" @click={refuse()}>"Refuse"</button>
                <button class="rename" @click={rename()}>"Rename"</button>
                <button class="toggle" @click={toggle()}>"Toggle"</button>
                <button class="bump" @click={bump()}>"Bump"</button>
                <p class="picked" data-uncached>{self.picked.join(",")}</p>
                <p class="calls" data-uncached>{self.calls}</p>
                <p class="state" data-uncached>{self.state()}</p>
            </article>
        }
    }
}

/// The same view in several places.
#[derive(Default)]
pub(crate) struct Finders;

#[live_view]
impl Finders {
    fn render(&self) -> impl View {
        view! {
            <section id="plain"><Finder/></section>
            for row in 0..2u32; key = row { <section id={format!("row-{row}")}><Finder/></section> }
            <dialog id="dialog" open><Finder/></dialog>
        }
    }
}
