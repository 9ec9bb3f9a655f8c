use taut::prelude::*;

struct Missing;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn number(&mut self) -> u32 {
        7
    }

    fn option(&mut self) -> Option<()> {
        None
    }

    fn own_error(&mut self) -> Result<(), Missing> {
        Err(Missing)
    }

    async fn later(&mut self) -> String {
        String::new()
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={number()}>"Number"</button>
            <button @click={option()}>"Option"</button>
            <button @click={own_error()}>"Own error"</button>
            <button @click={later()}>"Later"</button>
        }
    }
}

fn main() {}
