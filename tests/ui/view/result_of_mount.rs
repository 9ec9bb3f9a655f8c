use taut::prelude::*;

struct One;

#[live_view]
impl One {
    fn mount() -> u32 {
        7
    }

    fn render(&self) -> impl View {
        view! { <p>"One"</p> }
    }
}

struct Two;

#[live_view]
impl Two {
    async fn mount() -> Option<Self> {
        None
    }

    fn render(&self) -> impl View {
        view! { <p>"Two"</p> }
    }
}

struct Three;

#[live_view]
impl Three {
    fn mount() {}

    fn render(&self) -> impl View {
        view! { <p>"Three"</p> }
    }
}

fn main() {}
