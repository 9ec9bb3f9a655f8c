//! The same page in one template, and of pieces and components.

use std::hint::black_box;
use std::io;

use taut::__private::{Session, ViewSession};
use taut::prelude::*;

/// What the pages show.
pub(super) struct State {
    title: String,
    rows: Vec<(u32, String)>,
    chosen: u32,
}

impl Default for State {
    fn default() -> Self {
        Self {
            title: "Names".to_owned(),
            rows: (0..100).map(|key| (key, format!("row {key}"))).collect(),
            chosen: 1,
        }
    }
}

/// A page in one template.
#[derive(Default)]
pub(super) struct Flat(State);

#[live_view]
impl Flat {
    fn choose(&mut self) {
        self.0.chosen = (self.0.chosen + 1) % 100;
    }

    fn render(&self) -> impl View {
        view! {
            <main>
                <h1>{&self.0.title} <b>{self.0.rows.len()}</b></h1>
                <button @click={choose()} title={&self.0.title}>"more"</button>
                <ul>
                    for (key, name) in &self.0.rows; key = *key {
                        <li><span class:chosen={self.0.chosen == *key} id={*key}>{name}</span> <em>{name.len()}</em></li>
                    }
                </ul>
            </main>
        }
    }
}

/// The same page of methods and `#[component]` functions.
#[derive(Default)]
pub(super) struct Pieces(State);

#[live_view]
impl Pieces {
    fn choose(&mut self) {
        self.0.chosen = (self.0.chosen + 1) % 100;
    }

    fn head(&self) -> impl View {
        view! {
            <h1>{&self.0.title} <b>{self.0.rows.len()}</b></h1>
            <button @click={choose()} title={&self.0.title}>"more"</button>
        }
    }

    fn row(&self, key: u32, name: &str) -> impl View {
        view! {
            <li><span class:chosen={self.0.chosen == key} id={key}>{name}</span> <Length of={name}/></li>
        }
    }

    fn render(&self) -> impl View {
        view! {
            <main>
                {self.head()}
                <ul>for (key, name) in &self.0.rows; key = *key { {self.row(*key, name)} }</ul>
            </main>
        }
    }
}

#[component]
fn Length(of: &str) -> impl View {
    view! { <em>{of.len()}</em> }
}

/// A thousand badges in one template.
#[derive(Default)]
pub(super) struct ThousandFlat;

#[live_view]
impl ThousandFlat {
    fn render(&self) -> impl View {
        view! {
            <ul>
                for number in 0..1000_u32; key = number {
                    <li><span class="badge" class:warn={number % 2 == 0}>{number} " " <b>{number / 2}</b></span></li>
                }
            </ul>
        }
    }
}

#[component]
fn Badge(label: u32, warn: bool, children: Children) -> impl View {
    view! { <span class="badge" class:warn={warn}>{label} " " {children}</span> }
}

/// The same of a thousand components without a state.
#[derive(Default)]
pub(super) struct ThousandComponents;

#[live_view]
impl ThousandComponents {
    fn render(&self) -> impl View {
        view! {
            <ul>
                for number in 0..1000_u32; key = number {
                    <li><Badge label={number} warn={number % 2 == 0}><b>{number / 2}</b></Badge></li>
                }
            </ul>
        }
    }
}

/// A badge that is a view of its own.
#[derive(Default)]
struct Stateful {
    label: u32,
    warn: bool,
}

#[live_view]
impl Stateful {
    fn props(&mut self, label: u32, warn: bool) {
        self.label = label;
        self.warn = warn;
    }

    fn render(&self) -> impl View {
        view! { <span class="badge" class:warn={self.warn}>{self.label} " " <b>{self.label / 2}</b></span> }
    }
}

/// The same of a thousand components with a state.
#[derive(Default)]
pub(super) struct ThousandStateful;

#[live_view]
impl ThousandStateful {
    fn render(&self) -> impl View {
        view! {
            <ul>
                for number in 0..1000_u32; key = number {
                    <li><Stateful label={number} warn={number % 2 == 0}/></li>
                }
            </ul>
        }
    }
}

/// Mounts a view and writes its page.
pub(super) fn html<V: LiveView + Default>(times: u32) -> io::Result<()> {
    let mut out = Vec::with_capacity(1 << 20);
    for _ in 0..times {
        out.clear();
        let mut session: Box<dyn Session> = Box::new(ViewSession::new(V::default()));
        session.write_html(&mut out);
        if black_box(&out).len() < 1000 {
            return Err(io::Error::other("this is no page"));
        }
    }
    Ok(())
}

/// Sends events that change two rows of a hundred.
pub(super) fn event<V: LiveView + Default>(times: u32) -> io::Result<()> {
    let mut session: Box<dyn Session> = Box::new(ViewSession::new(V::default()));
    let mut out = Vec::with_capacity(1 << 20);
    session.write_html(&mut out);
    for number in 1..=times {
        out.clear();
        let frame = session.position().frame;
        let work = session.receive(black_box(&format!("[{number},{frame},3]")), &mut out);
        if work.is_err() || out.len() < 20 {
            return Err(io::Error::other("nothing has changed"));
        }
    }
    Ok(())
}
