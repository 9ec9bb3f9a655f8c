use taut::prelude::*;

#[derive(Default)]
struct Page {
    last: (u32, bool),
    name: String,
}

#[live_view]
impl Page {
    fn toggle(&mut self, id: u32, done: bool) {
        self.last = (id, done);
    }

    fn rename(&mut self, name: String) {
        self.name = name;
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={toggle("1", true)}>"One"</button>
            <button @click={toggle(self.name, true)}>"Two"</button>
            <button @click={rename(&self.name)}>"Three"</button>
        }
    }
}

fn main() {}
