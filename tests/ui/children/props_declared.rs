use taut::prelude::*;

#[derive(Default)]
struct Card;

#[live_view]
impl Card {
    fn props(&self, title: String) -> bool {
        title.is_empty()
    }

    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}

#[derive(Default)]
struct Borrowing;

#[live_view]
impl Borrowing {
    async fn props(&mut self, _title: Option<&str>, _list: &mut Vec<u8>, _any: impl Into<String>, (_x, _y): (u8, u8)) {}

    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}

#[derive(Default)]
struct Sized;

#[live_view]
impl Sized {
    fn props(&mut self, #[prop(size = 8)] _size: usize) {}

    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! { <p @click={props(1)}></p> }
    }
}

fn main() {}
