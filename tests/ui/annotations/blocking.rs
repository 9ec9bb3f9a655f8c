use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    #[blocking]
    async fn waits(&mut self) {}

    #[blocking(500ms)]
    fn for_a_while(&mut self) {}

    #[blocking]
    #[blocking]
    fn twice(&mut self) {}

    #[blocking]
    fn mount() -> Self {
        Page
    }

    #[blocking]
    fn right(&mut self) {}

    fn render(&self) -> impl View {
        view! {
            <button @click={waits()}>"Waits"</button>
            <button @click={for_a_while()}>"For a while"</button>
            <button @click={twice()}>"Twice"</button>
            <button @click={right()}>"Right"</button>
        }
    }
}

fn main() {}
