use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    #[client_state]
    fn nothing(&mut self, _filter: String) {}

    #[client_state(filtr)]
    fn misspelt(&mut self, filter: String) {
        let _ = filter;
    }

    #[client_state(filter = "all")]
    fn wrong_form(&mut self, filter: String) {
        let _ = filter;
    }

    #[client_state("filter")]
    fn text(&mut self, filter: String) {
        let _ = filter;
    }

    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}

fn main() {}
