use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <p title="a\0b">"\0"</p>
            <p>'a'</p>
            <p>b"bytes"</p>
            <p>r"raw text is fine"</p>
        }
    }
}

fn main() {}
