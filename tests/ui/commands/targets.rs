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
            <button @click={toggle_class("open", on = "#menu")}></button>
            <button @click={toggle_class("open", to = closest())}></button>
            <button @click={hide(closest("li", "ul", "a"))}></button>
            <button @click={open()}></button>
            <button @click={close()}></button>
            <dialog @click={close()}></dialog>
        }
    }
}

fn main() {}
