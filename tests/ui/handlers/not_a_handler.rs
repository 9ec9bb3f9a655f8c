use taut::prelude::*;

struct Page;

#[live_view]
impl Page {
    const LIMIT: u32 = 3;

    fn mount() -> Self {
        Self
    }

    fn look(&self) {}

    fn make() -> Self {
        Self
    }

    fn consume(self) {}

    fn render(&self) -> impl View {
        view! {
            <button @click={look()}>"Look"</button>
            <button @click={make()}>"Make"</button>
            <button @click={consume()}>"Consume"</button>
            <button @click={render()}>"Render"</button>
            <button @click={mount()}>"Mount"</button>
            <button @click={LIMIT()}>"Limit"</button>
        }
    }
}

fn main() {}
