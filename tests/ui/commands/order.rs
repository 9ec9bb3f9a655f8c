use taut::prelude::*;

#[derive(Default)]
struct Page {
    is_open: bool,
    count: u32,
}

#[live_view]
impl Page {
    fn add(&mut self) {
        self.count += 1;
    }

    fn remove(&mut self) {
        self.count -= 1;
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={add(), toggle_class("open")}></button>
            <button @click={add(), remove()}></button>
            <button @click={focus("#q") add()}></button>
            <button @click={focus("#q"), "text"}></button>
            <button @click={focus("#q"), || self.add()}></button>
        }
    }
}

fn main() {}
