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
            <button class:open={self.is_open} @click={toggle_class("open")}></button>
            <button class:open={self.is_open} @click={add_class("wide open")}></button>
            <button aria-expanded={self.is_open} @click={toggle_attribute("aria-expanded", "true", "false")}></button>
            <p hidden={self.is_open} @click={hide()}></p>
            <p hidden={self.is_open} @click={hide("#other")}></p>
        }
    }
}

fn main() {}
