use taut::prelude::*;

#[derive(Default)]
struct One;

#[live_view]
impl One {
    fn render() -> impl View {
        view! { <p>"One"</p> }
    }
}

#[derive(Default)]
struct Two;

#[live_view]
impl Two {
    fn render(&mut self) -> impl View {
        view! { <p>"Two"</p> }
    }
}

#[derive(Default)]
struct Three;

#[live_view]
impl Three {
    async fn render(&self) -> impl View {
        view! { <p>"Three"</p> }
    }
}

#[derive(Default)]
struct Four;

#[live_view]
impl Four {
    fn render(&self, name: &str) -> impl View {
        view! { <p>{name}</p> }
    }
}

#[derive(Default)]
struct Five;

#[live_view]
impl Five {
    fn render(&self) {
        view! { <p>"Five"</p> }
    }
}

#[derive(Default)]
struct Six;

#[live_view]
impl Six {
    fn render(self) -> impl View {
        view! { <p>"Six"</p> }
    }
}

#[derive(Default)]
struct Seven;

#[live_view]
impl Seven {
    fn render<T>(&self) -> impl View {
        view! { <p>"Seven"</p> }
    }
}

fn main() {}
