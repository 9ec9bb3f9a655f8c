use taut::prelude::*;

struct One;

#[live_view]
impl One {
    fn mount(&self) -> Self {
        Self
    }

    fn render(&self) -> impl View {
        view! { <p>"One"</p> }
    }
}

struct Two;

#[live_view]
impl Two {
    fn mount(_request: &Request, _name: String) -> Self {
        Self
    }

    fn render(&self) -> impl View {
        view! { <p>"Two"</p> }
    }
}

struct Three;

#[live_view]
impl Three {
    fn mount(_name: String) -> Self {
        Self
    }

    fn render(&self) -> impl View {
        view! { <p>"Three"</p> }
    }
}

fn main() {}
