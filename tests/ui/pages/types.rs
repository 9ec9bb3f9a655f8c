use taut::prelude::*;

#[derive(Default)]
struct Inbox;

#[live_view]
impl Inbox {
    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}

struct NoView;

struct Plain;

#[derive(Route)]
enum Views {
    #[at("/a", view = NoView)]
    NoView,
    #[at("/b", view = Inbx)]
    Misspelt,
}

#[derive(Route)]
enum Types {
    #[at("/a/{what}", view = Inbox)]
    Path { what: Plain },
    #[at("/b", view = Inbox)]
    Query {
        #[query]
        what: Plain,
    },
    #[at("/c", view = Inbox)]
    Default {
        #[query(default = "one")]
        number: u32,
    },
}

fn main() {}
