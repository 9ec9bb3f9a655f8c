#![deny(warnings)]

use taut::prelude::*;

#[derive(Default)]
struct Page {
    items: Vec<u32>,
}

#[live_view]
impl Page {
    fn unused(&mut self) {}

    fn toggle(&mut self, id: u32) {}

    fn render(&self) -> impl View {
        view! {
            let unused = 1;
            for (at, item) in self.items.iter().enumerate(); key = *item {
                <button @click={toggle((*item))} title={(item)}>{(item)}</button>
            }
            if (self.items.is_empty()) {
                <p>{ { 7 } }</p>
            }
        }
    }
}

fn main() {}
