use taut::prelude::*;

#[derive(Default)]
struct Filter;

#[derive(Default)]
struct Page {
    list: Vec<u32>,
    filter: Filter,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <p>{self.list}</p>
            <p>{self.filter}</p>
            <p title={self.filter}></p>
            <p class={self.list}></p>
            <p style:width={self.list}></p>
            <input value={self.filter}>
        }
    }
}

fn main() {}
