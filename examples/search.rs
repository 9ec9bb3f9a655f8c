//! A search while the user types: the server is asked when the user pauses, and once per query.

use taut::prelude::*;

const FIRST_NAMES: &str = "Ada Adam Agnes Albert Alice Amelia Andrew Anna Anton Arthur Astrid Beatrice Ben Bruno Carla
    Charles Chloe Clara Daniel David Diana Dora Edgar Edith Ella Emil Emma Erik Esther Eva Felix Fiona Frank Frida
    George Grace Greta Hannah Harold Helen Henry Hugo Ida Ingrid Irene Isaac Ivan Jack Jane Jasper Joan
    John Jonas Julia Karl Kate Kurt Laura Lena Leo Liam Linda Louis Lucy Magnus Maria Martha Max Mila Mona Nadia Nina
    Noah Nora Olga Oliver Oscar Otto Paul Paula Peter Petra Quentin Rita Robert Rosa Ruth Samuel Sara Simon Sofia
    Stella Theo Tilda Tom Ursula Victor Vera Walter Zoe";

const SURNAMES: &str = "Abbott Adler Archer Bailey Baker Barnes Becker Bell Bennett Berg Bishop Blake Brandt Brook
    Burns Carter Chandler Clark Cole Cooper Craig Cross Dahl Dalton Dean Dixon Doyle Drake Duncan Eaton Ellis Evans
    Farmer Fischer Fletcher Flynn Foster Fox Frost Gardner Gibson Graham Grant Gray Green Hale Hansen Harper Hart
    Hayes Hill Holmes Howard Hunt Irving Jensen Keller Kent King Klein Knight Lambert Lane Larsen Lloyd Marsh
    Mason Meyer Miller Moore Morgan Nash Newman Noble Olsen Palmer Parker Pierce Porter Quinn Reed Rhodes Rice
    Rivers Roth Savage Shaw Sloan Snow Stone Swift Tanner Turner Vance Wagner Walsh Webb West Winter Young";

/// The maximum number of names that are shown.
const MOST: usize = 10;

#[derive(Default)]
struct Search {
    query: String,
    results: Vec<String>,
    calls: u32,
}

/// All 10,000 names.
fn names() -> impl Iterator<Item = String> {
    let surnames = || SURNAMES.split_whitespace();
    FIRST_NAMES
        .split_whitespace()
        .flat_map(move |first| surnames().map(move |last| format!("{first} {last}")))
}

#[live_view]
impl Search {
    /// Runs when the user has not typed for 150 ms, and not at all if the browser has a cached answer.
    #[debounce(150ms)]
    #[cache(ttl = 5min, key(query))]
    fn search(&mut self, query: String) {
        self.calls += 1;
        let wanted = query.trim().to_lowercase();
        self.results = match wanted.as_str() {
            "" => Vec::new(),
            wanted => names()
                .filter(|name| name.to_lowercase().contains(wanted))
                .take(MOST)
                .collect(),
        };
        self.query = query;
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width">
                    <title>"Search"</title>
                    <link rel="stylesheet" href="/style.css">
                </head>
                <body>
                    <main>
                        <h1>"Search"</h1>
                        <label for="query">"One of 10,000 names"</label>
                        <input id="query" type="search" autocomplete="off" autofocus placeholder="Maria" value={&self.query}
                            aria-controls="results" @input={search(event.value)}>
                        <ul id="results" class="plain" aria-label="Names" aria-live="polite">
                            for name in &self.results; key = name { <li>{name}</li> }
                        </ul>
                        if !self.query.trim().is_empty() && self.results.is_empty() {
                            <p id="nobody" class="muted">"Nobody has such a name."</p>
                        }
                        // The number of calls is not part of a cached answer.
                        <p class="muted" data-uncached>"Questions to the server: " <output id="server-calls">{self.calls}</output></p>
                    </main>
                </body>
            </html>
        }
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    taut::serve("127.0.0.1:8080", |app| {
        app.stylesheet("/style.css", include_str!("style.css"))
            .live::<Search>("/")
    })
    .await
}
