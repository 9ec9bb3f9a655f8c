use taut::prelude::*;

#[derive(Default)]
struct Article {
    id: u32,
}

#[live_view]
#[draft(fields(title), key = self.ib, scope = (self.id, 1))]
impl Article {
    fn render(&self) -> impl View {
        view! { <input name="title"> }
    }
}

fn main() {}
