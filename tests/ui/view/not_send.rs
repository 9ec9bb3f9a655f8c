use taut::prelude::*;

use std::rc::Rc;

#[derive(Default)]
struct Page {
    name: Rc<str>,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! { <p>{&self.name}</p> }
    }
}

fn main() {}
