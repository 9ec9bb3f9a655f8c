use taut::prelude::*;

#[derive(Route)]
enum Page {
    #[at("/", view = Inbox)]
    Inbox,
}

#[derive(Default)]
struct Inbox;

#[live_view]
impl Inbox {
    fn params(&self, _page: Page) {}

    fn go(&mut self, cx: &mut Context) {
        cx.go("/tickets/7");
    }

    fn render(&self) -> impl View {
        view! { <a href={Page::Inbx} @click={go()}>"Inbox"</a> }
    }
}

#[derive(Default)]
struct NoPage;

#[live_view]
impl NoPage {
    fn params(&mut self) {}

    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}

#[derive(Default)]
struct NoRoute;

#[live_view]
impl NoRoute {
    #[debounce(100ms)]
    fn params(&mut self, _page: String) {}

    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}

#[derive(Default)]
struct Component;

#[live_view]
impl Component {
    fn props(&mut self, _id: u32) {}

    fn params(&mut self, _page: Page) {}

    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}

fn main() {}
