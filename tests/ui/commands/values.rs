use taut::prelude::*;

struct NotText;

#[derive(Default)]
struct Page;

impl Page {
    fn other(&self) -> NotText {
        NotText
    }
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <p @click={focus(self.other())}></p>
            <p @click={dispatch("item-picked", self.other())}></p>
        }
    }
}

fn main() {}
