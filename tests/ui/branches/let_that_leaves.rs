use taut::prelude::*;

#[derive(Default)]
struct Page {
    name: Option<String>,
    count: u32,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            let Some(name) = &self.name else { return };
            <p>{name}</p>
            let count = self.count
            <p>{count}</p>
        }
    }
}

fn main() {}
