use taut::prelude::*;

#[derive(Default)]
struct Page {
    count: u32,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            if self.count {
                <p>"Some"</p>
            }
            if let Some(item) = self.count {
                <p>{item}</p>
            }
        }
    }
}

fn main() {}
