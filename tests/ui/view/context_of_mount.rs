use taut::prelude::*;

struct Shared;

#[live_view]
impl Shared {
    fn mount(_request: &Request, _cx: &Context) -> Self {
        Self
    }

    fn render(&self) -> impl View {
        view! { <p>"Shared"</p> }
    }
}

struct Twice;

#[live_view]
impl Twice {
    fn mount(_cx: &mut Context, _request: &Request, _other: &mut Context) -> Self {
        Self
    }

    fn render(&self) -> impl View {
        view! { <p>"Twice"</p> }
    }
}

#[derive(Default)]
struct Component;

#[live_view]
impl Component {
    fn props(&mut self, _title: &str, _cx: &Context) {}

    fn render(&self) -> impl View {
        view! { <p>"Component"</p> }
    }
}

fn main() {}
