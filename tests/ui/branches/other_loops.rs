use taut::prelude::*;

#[derive(Default)]
struct Page {
    open: bool,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            while self.open {
                <p>"Open"</p>
            }
            loop {
                <p>"Forever"</p>
            }
        }
    }
}

fn main() {}
