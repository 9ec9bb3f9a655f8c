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
            <button @click={toggle}>"One"</button>
            <button @click={self.toggle(1, true)}>"Two"</button>
            <button @click={Self::toggle(1, true)}>"Three"</button>
            <button @click={|| toggle(1, true)}>"Four"</button>
            <button @click={move |event| toggle(1, true)}>"Five"</button>
            <button @click={toggle(1, true); toggle(2, true)}>"Six"</button>
            <button @click={}>"Seven"</button>
            <button @click>"Eight"</button>
            <button @click="toggle(1, true)">"Nine"</button>
            <button @click={!toggle(1, true)}>"Ten"</button>
            <button @click={toggle!(1, true)}>"Eleven"</button>
        }
    }
}

fn main() {}
