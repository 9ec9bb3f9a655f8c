use taut::prelude::*;

#[derive(Default)]
struct One;

#[live_view]
impl One {
    fn render(&self) -> String {
        "<p>One</p>".to_owned()
    }
}

#[derive(Default)]
struct Two;

#[live_view]
impl Two {
    fn render(&self) -> impl View {
        view! { <p>"Two"</p> };
    }
}

fn main() {}
