use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <ul><li>"One"<li>"Two"</li></li></ul>
            <ul><li><div><li>"Three"</li></div></li></ul>
            <dl><dt>"Four"<dd>"Five"</dd></dt></dl>
        }
    }
}

fn main() {}
