use taut::prelude::*;

#[derive(Default)]
struct Page {
    open: bool,
    items: Vec<u32>,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            if {
                <p>"One"</p>
            }
            for in &self.items; key = 1 {
                <p>"Two"</p>
            }
            for item &self.items; key = 1 {
                <p>"Three"</p>
            }
            match {
                1 => <p>"Four"</p>,
            }
            else { <p>"Five"</p> }
        }
    }
}

fn main() {}
