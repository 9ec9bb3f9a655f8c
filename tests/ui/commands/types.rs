use taut::prelude::*;

#[derive(Default)]
struct Page {
    is_open: bool,
    count: u32,
}

#[live_view]
impl Page {
    fn add(&mut self) {
        self.count += 1;
    }

    fn remove(&mut self) {
        self.count -= 1;
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={focus(3)}></button>
            <button @click={toggle_class(true)}></button>
            <button @click={toggle_class("")}></button>
            <button @click={toggle_class(".open")}></button>
            <button @click={show("")}></button>
            <button @click={set_attribute(self.name(), "x")}></button>
            <button @click={set_attribute("aria-level", 3)}></button>
            <input @input={copy(event.value)}>
        }
    }
}

fn main() {}
