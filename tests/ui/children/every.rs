use taut::prelude::*;

#[derive(Default)]
struct Clock;

#[live_view]
impl Clock {
    #[every(1s)]
    fn tick(&mut self) {}

    fn render(&self) -> impl View {
        view! { <time></time> }
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
