use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn name(&mut self, _name: &str) {}

    fn names(&mut self, _names: Vec<&str>) {}

    fn title(&mut self, _title: std::borrow::Cow<'_, str>) {}

    fn render(&self) -> impl View {
        view! {
            <button @click={name("a")}>"One"</button>
            <button @click={names(Vec::new())}>"Two"</button>
            <button @click={title("a".into())}>"Three"</button>
        }
    }
}

fn main() {}
