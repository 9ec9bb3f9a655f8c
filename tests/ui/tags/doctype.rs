use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <p>"One"</p>
            <!DOCTYPE html>
            <!-- "a comment" -->
            <!DOCTYPE html5>
        }
    }
}

fn main() {}
