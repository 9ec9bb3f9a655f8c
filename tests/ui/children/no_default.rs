use taut::prelude::*;

struct Clock;

#[live_view]
impl Clock {
    fn mount() -> Self {
        Clock
    }

    fn render(&self) -> impl View {
        view! { "12:00" }
    }
}

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! { <Clock/> }
    }
}

fn main() {}
