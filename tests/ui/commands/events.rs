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
            <button @click={dispatch("picked")}></button>
            <button @click={dispatch("item picked-x")}></button>
            <button @click={dispatch("client-filter", 3)}></button>
            <button @item-picked={dispatch("item-picked")}></button>
            <button @click={dispatch(self.name())}></button>
        }
    }
}

fn main() {}
