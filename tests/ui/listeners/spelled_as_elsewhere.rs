use taut::prelude::*;

#[derive(Default)]
struct Page {
    last: (u32, bool),
}

#[live_view]
impl Page {
    fn toggle(&mut self, id: u32, done: bool) {
        self.last = (id, done);
    }

    fn render(&self) -> impl View {
        view! {
            <button onclick="toggle()">"One"</button>
            <button onclick={toggle(1, true)}>"Two"</button>
            <button onClick={toggle(1, true)}>"Three"</button>
            <button on:click={toggle(1, true)}>"Four"</button>
            <button v-on:click={toggle(1, true)}>"Five"</button>
            <button :click={toggle(1, true)}>"Six"</button>
            <button (click)={toggle(1, true)}>"Seven"</button>
        }
    }
}

fn main() {}
