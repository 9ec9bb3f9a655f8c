use taut::prelude::*;

struct Filter {
    done: bool,
}

#[derive(Default)]
struct Page {
    done: bool,
}

#[live_view]
impl Page {
    fn choose(&mut self, _filter: Filter) {}

    fn render(&self) -> impl View {
        view! {
            <button @click={choose(Filter { done: self.done })}>"Choose"</button>
        }
    }
}

fn main() {}
