use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    #[throttle]
    fn nothing(&mut self) {}

    #[throttle(100ms, leading = false, trailing = false)]
    fn no_edge(&mut self) {}

    #[throttle(100ms, leading = no)]
    fn no_truth(&mut self) {}

    #[throttle(100ms, trailing)]
    fn no_value(&mut self) {}

    #[throttle(blur)]
    fn of_another(&mut self) {}

    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}

fn main() {}
