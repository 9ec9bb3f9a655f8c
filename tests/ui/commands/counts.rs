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
            <button @click={toggle_class()}></button>
            <button @click={toggle_class("open", "wide")}></button>
            <button @click={set_attribute("aria-expanded")}></button>
            <button @click={focus("#q", "#r")}></button>
            <button @click={hide("#q", to = "#r")}></button>
            <button @click={dispatch()}></button>
            <button @click={copy()}></button>
            <button @click={copy("text", to = "#code")}></button>
        }
    }
}

fn main() {}
