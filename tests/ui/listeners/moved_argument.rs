use taut::prelude::*;

#[derive(Default)]
struct Page {
    name: String,
}

#[live_view]
impl Page {
    fn rename(&mut self, name: String) {
        self.name = name;
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={rename(self.name)}>"Name"</button>
        }
    }
}

fn main() {}
