//! The seven tasks of 7GUIs, a page each, over one connection. What links and forms can do works without JavaScript.

mod cells;
mod circles;
mod counter;
mod flights;
mod formula;
mod names;
mod temperature;
mod timer;

use std::sync::{Arc, Mutex};

use taut::prelude::*;

#[derive(Route, Clone, PartialEq)]
pub(crate) enum Page {
    #[at("/", view = counter::Counter)]
    Counter,
    #[at("/temperature", view = temperature::Temperature)]
    Temperature,
    #[at("/flights", view = flights::Flights)]
    Flights,
    #[at("/timer", view = timer::Timer)]
    Timer,
    #[at("/names", view = names::Names)]
    Names {
        #[query]
        prefix: String,
        #[query]
        chosen: Option<usize>,
    },
    #[at("/circles", view = circles::Circles)]
    Circles,
    #[at("/cells", view = cells::Cells)]
    Cells,
}

/// All pages, with their titles.
fn pages() -> [(Page, &'static str); 7] {
    let names = Page::Names {
        prefix: String::new(),
        chosen: None,
    };
    [
        (Page::Counter, "Counter"),
        (Page::Temperature, "Temperature"),
        (Page::Flights, "Flights"),
        (Page::Timer, "Timer"),
        (names, "Names"),
        (Page::Circles, "Circles"),
        (Page::Cells, "Cells"),
    ]
}

/// A whole page, with links to the others.
#[component]
fn Layout(title: &str, children: Children) -> impl View {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>{title}</title>
                <link rel="stylesheet" href="/style.css">
                <link rel="stylesheet" href="/seven.css">
            </head>
            <body>
                <nav aria-label="Tasks">
                    for (page, name) in pages(); key = name {
                        <a href={page} aria-current={(name == title).then_some("page")}>{name}</a>
                    }
                </nav>
                <main class="task"><h1>{title}</h1> {children}</main>
            </body>
        </html>
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let people = Arc::new(Mutex::new(names::People::default()));
    taut::serve("127.0.0.1:8080", move |app| {
        app.data(Arc::clone(&people))
            .stylesheet("/style.css", include_str!("../style.css"))
            .stylesheet("/seven.css", include_str!("seven.css"))
            .routes::<Page>()
    })
    .await
}
