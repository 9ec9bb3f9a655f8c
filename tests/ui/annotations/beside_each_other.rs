use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    #[debounce(300ms)]
    #[throttle(100ms)]
    fn both(&mut self) {}

    #[throttle(100ms)]
    #[debounce(300ms)]
    fn both_the_other_way(&mut self) {}

    #[optimistic]
    #[debounce(300ms)]
    #[optimistic]
    fn twice(&mut self) {}

    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}

fn main() {}
