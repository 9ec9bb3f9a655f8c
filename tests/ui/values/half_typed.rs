use taut::prelude::*;

#[derive(Default)]
struct Page {
    count: u32,
}

#[live_view]
impl Page {
    fn set(&mut self, count: u32) {
        self.count = count;
    }

    fn render(&self) -> impl View {
        view! {
            <p>{self.}</p>
            <p>{1 +}</p>
            <p title={self.count +}>{}</p>
            <p class:done={}>{self.count self.count}</p>
            <button @click={set(self.count +)}>"Set"</button>
        }
    }
}

fn main() {}
