use taut::prelude::*;

struct Filter;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn choose(&mut self, _filter: Filter) {}

    fn send(&mut self, _filter: Filter) {}

    fn render(&self) -> impl View {
        view! {
            <input @input={choose(event.value)}>
            <form @submit={send(event.form)}></form>
        }
    }
}

fn main() {}
