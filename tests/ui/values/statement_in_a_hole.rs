use taut::prelude::*;

#[derive(Default)]
struct Page {
    count: u32,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <p>{let x = 1; x}</p>
            <p>{self.count;}</p>
            <p>{self.count = 1}</p>
            <p>{self.count += 1}</p>
        }
    }
}

fn main() {}
