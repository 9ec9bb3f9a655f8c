//! A page of several views, each with its own state and handlers, in a block, in rows and in each other.

use std::time::Duration;

use taut::prelude::*;

#[derive(Default)]
pub(crate) struct Counter {
    count: u32,
}

#[live_view]
impl Counter {
    fn up(&mut self) {
        self.count += 1;
    }

    #[optimistic]
    fn refuse(&mut self) -> Result<(), Reject> {
        self.count += 1;
        Err("no".into())
    }

    async fn later(&mut self) {
        actix_web::rt::time::sleep(Duration::from_millis(20)).await;
        self.count += 10;
    }

    fn trip(&mut self) {
        panic!("on purpose");
    }

    fn render(&self) -> impl View {
        view! {
            <output>{self.count}</output>
            <button class="up" @click={up()}>"Up"</button>
            <button class="later" @click={later()}>"Later"</button>
            <button class="trip" @click={trip()}>"Trip"</button>
            <button class="refuse" @click={refuse()}>"Refuse"</button>
            if self.count > 2 { <b>"many"</b> }
        }
    }
}

#[derive(Default)]
pub(crate) struct Children {
    title: u32,
    open: bool,
    items: Vec<u32>,
}

#[live_view]
impl Children {
    fn rename(&mut self) {
        self.title += 1;
    }

    fn toggle(&mut self) {
        self.open = !self.open;
    }

    fn add(&mut self) {
        self.items.insert(0, self.items.len() as u32 + 1);
    }

    fn turn(&mut self) {
        self.items.reverse();
    }

    fn render(&self) -> impl View {
        view! {
            <h1>"Title " {self.title}</h1>
            <button id="rename" @click={rename()}>"Rename"</button>
            <button id="toggle" @click={toggle()}>"Toggle"</button>
            <button id="add" @click={add()}>"Add"</button>
            <button id="turn" @click={turn()}>"Turn"</button>
            <section id="first">"Before " <Counter/> " after"</section>
            if self.open { <section id="open"><Counter/>"and the title " {self.title}</section> }
            for item in &self.items; key = *item { <section id={format!("item-{item}")}><Counter/></section> }
            <section id="last"><Counter/></section>
        }
    }
}
