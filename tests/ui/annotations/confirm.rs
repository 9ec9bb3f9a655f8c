use taut::prelude::*;

#[derive(Default)]
struct Page {
    question: &'static str,
}

#[live_view]
impl Page {
    #[confirm]
    fn nothing(&mut self) {}

    #[confirm("")]
    fn no_words(&mut self) {}

    #[confirm(self.question)]
    fn no_text(&mut self) {}

    #[confirm("Really?", timeout = 1s)]
    fn no_option(&mut self) {}

    #[confirm("Really?")]
    #[confirm("Really, really?")]
    fn twice(&mut self) {}

    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}

fn main() {}
