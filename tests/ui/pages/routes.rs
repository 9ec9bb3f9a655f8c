use taut::prelude::*;

#[derive(Default)]
struct Inbox;

#[live_view]
impl Inbox {
    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}

#[derive(Route)]
enum Fields {
    #[at("/tickets/{ticket}", view = Inbox)]
    Ticket { tickets: u32 },
    #[at("/a/{id}", view = Inbox)]
    InTheQuery {
        #[query]
        id: u32,
    },
    #[at("/b/{id}/{id}", view = Inbox)]
    Twice { id: u32 },
    #[at("/c", view = Inbox)]
    Tuple(u32),
    #[at("/d", view = Inbox)]
    Options {
        #[query(defautl = 1)]
        page: u32,
    },
}

#[derive(Route)]
enum Paths {
    #[at("tickets", view = Inbox)]
    NoSlash,
    #[at("/tickets/", view = Inbox)]
    SlashAtTheEnd,
    #[at("/tickets?page={page}", view = Inbox)]
    Query { page: u32 },
    #[at("/tickets-{id}", view = Inbox)]
    HalfAPart { id: u32 },
    #[at("/über", view = Inbox)]
    NotPlain,
    #[at("/a/../b", view = Inbox)]
    Resolved,
    #[at("/{a b}", view = Inbox)]
    NoName,
}

#[derive(Route)]
enum Order {
    #[at("/{name}", view = Inbox)]
    Named { name: String },
    #[at("/new", view = Inbox)]
    New,
    #[at("/{id}", view = Inbox)]
    Again { id: u32 },
    #[at("/a/b", view = Inbox)]
    First,
    #[at("/a/b", view = Inbox)]
    Second,
}

#[derive(Route)]
enum Attributes {
    NoAddress,
    #[at]
    Empty,
    #[at("/a", veiw = Inbox)]
    Misspelt,
    #[at("/b", view = Inbox)]
    #[at("/c", view = Inbox)]
    Two,
}

#[derive(Route)]
#[at("/a")]
enum Elsewhere {
    #[at("/b", view = Inbox)]
    #[query]
    OnVariant,
    #[at("/c/{id}", view = Inbox)]
    OnField {
        #[at("/c")]
        id: u32,
        #[query]
        #[query(default = 1)]
        page: u32,
    },
}

#[derive(Route)]
struct NoEnum;

#[derive(Route)]
enum Nothing {}

#[derive(Route)]
enum Generic<T> {
    #[at("/{what}", view = Inbox)]
    Some { what: T },
}

fn main() {}
