use taut::prelude::*;

#[derive(Default)]
struct One;

#[live_view(path = "/")]
impl One {
    fn render(&self) -> impl View {
        view! { <p>"One"</p> }
    }
}

#[derive(Default)]
struct Two;

#[live_view(crate = "taut")]
impl Two {
    fn render(&self) -> impl View {
        view! { <p>"Two"</p> }
    }
}

fn main() {}
