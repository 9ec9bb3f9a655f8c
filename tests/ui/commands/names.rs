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
            <button @click={toggle_clas("open")}></button>
            <button @click={toggleClass("open")}></button>
            <button @click={toggle_clas("open"), add()}></button>
            <button @click={show("#menu"), fokus("#q"), add()}></button>
            <button @click={frobnicate("#menu")}></button>
            <button @click={toggle_class}></button>
        }
    }
}

fn main() {}
