//! An inbox of tickets: its filter, its search and its page are in the address, and each ticket has a page.

use serde::{Deserialize, Serialize};
use taut::prelude::*;

const PER_PAGE: usize = 5;
const THINGS: [&str; 5] = ["door", "lamp", "window", "chair", "kettle"];
const STATES: [&str; 4] = ["is broken", "is too loud", "is missing", "needs paint"];

/// What would be in a database.
fn title_of(id: usize) -> Option<String> {
    let (at, count) = (id.checked_sub(1)?, THINGS.len());
    let state = STATES.get(at / count)?;
    Some(format!("The {} {state}", THINGS[at % count]))
}

#[derive(Route)]
enum Page {
    #[at("/", view = Inbox)]
    Inbox {
        #[query]
        filter: Filter,
        #[query]
        text: String,
        #[query(default = 1)]
        page: usize,
    },
    #[at("/tickets/{id}", view = Ticket)]
    Ticket { id: usize },
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Serialize, Deserialize)]
enum Filter {
    #[default]
    All,
    Open,
    Closed,
}

#[derive(Default)]
struct Inbox {
    filter: Filter,
    text: String,
    page: usize,
    found: Vec<(usize, String)>,
}

#[live_view]
impl Inbox {
    /// Shows what the address asks for: at first, after a link, back and forward, and after `cx.go` and `cx.replace`.
    fn params(&mut self, page: Page) {
        if let Page::Inbox { filter, text, page } = page {
            let wanted = text.to_lowercase();
            let all = (1..).map_while(|id| Some((id, title_of(id)?)));
            let found = all.filter(|(id, title)| {
                let is_in = filter == Filter::All || (id % 3 == 0) == (filter == Filter::Closed);
                is_in && title.to_lowercase().contains(&wanted)
            });
            self.found = found.collect();
            (self.filter, self.text, self.page) = (filter, text, page);
        }
    }

    #[debounce(150ms)]
    fn search(&mut self, text: String, cx: &mut Context) {
        let (filter, page) = (self.filter, 1);
        cx.replace(Page::Inbox { filter, text, page });
    }

    /// Enter shows the first page of what was found. Without JavaScript, it searches.
    fn first(&mut self, cx: &mut Context) {
        cx.replace(self.with(self.filter, 1));
    }

    /// The same search on another page.
    fn with(&self, filter: Filter, page: usize) -> Page {
        let text = self.text.clone();
        Page::Inbox { filter, text, page }
    }

    fn render(&self) -> impl View {
        let current = |is: bool| is.then_some("page");
        let mut pages = self.found.chunks(PER_PAGE);
        let count = pages.len();
        let shown = pages.nth(self.page.max(1) - 1).unwrap_or_default();
        view! {
            <!DOCTYPE html> <html lang="en">
                <head>
                    <title>"Inbox, page " {self.page}</title>
                    <meta name="viewport" content="width=device-width"> <link rel="stylesheet" href="/style.css">
                </head>
                <body><main class="tickets">
                    <h1>"Inbox"</h1>
                    <nav aria-label="Filter">
                        for filter in [Filter::All, Filter::Open, Filter::Closed]; key = filter as u8 {
                            <a href={self.with(filter, 1)} aria-current={current(filter == self.filter)}>{format!("{filter:?}")}</a>
                        }
                    </nav>
                    <form @submit={first()}><input type="search" name="text" aria-label="Search" value={&self.text} @input={search(event.value)}></form>
                    <ul>for (id, title) in shown; key = id { <li><a href={Page::Ticket { id: *id }}>{title}</a></li> }</ul>
                    <nav aria-label="Pages">
                        for page in 1..=count; key = page {
                            <a href={self.with(self.filter, page)} aria-current={current(page == self.page)}>{page}</a>
                        }
                    </nav>
                </main></body></html>
        }
    }
}

#[derive(Default)]
struct Ticket {
    id: usize,
    title: String,
}

#[live_view]
impl Ticket {
    fn params(&mut self, page: Page) -> Result<(), Reject> {
        let Page::Ticket { id } = page else {
            return Ok(());
        };
        self.title = title_of(id).ok_or(Reject::not_found("There is no such ticket."))?;
        self.id = id;
        Ok(())
    }

    fn render(&self) -> impl View {
        let id = self.id;
        view! {
            <!DOCTYPE html> <html lang="en">
                <head>
                    <title>{&self.title}</title>
                    <meta name="viewport" content="width=device-width"> <link rel="stylesheet" href="/style.css">
                </head>
                <body><main class="tickets">
                    <h1>{&self.title}</h1>
                    <p class="muted">"Ticket " {id} if id.is_multiple_of(3) { " is closed." } else { " is open." }</p>
                    <nav aria-label="Tickets">
                        <a href={Page::Inbox { filter: Filter::All, text: String::new(), page: 1 }}>"Inbox"</a>
                        <a href={Page::Ticket { id: id + 1 }}>"Next ticket"</a>
                    </nav>
                </main></body></html>
        }
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let css = include_str!("style.css");
    taut::serve("127.0.0.1:8080", |app| {
        app.stylesheet("/style.css", css).routes::<Page>()
    })
    .await
}
