use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <div/>
            <p class="a"/>
            <svg viewBox="0 0 1 1"><path d="M0 0"/></svg>
            <my-element/>
        }
    }
}

fn main() {}
