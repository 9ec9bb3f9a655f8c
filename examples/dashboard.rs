//! Three components on one page that don't know each other: they share a value of the client state.

use taut::prelude::*;

/// The sales: region, product and price.
const SALES: [(&str, &str, u32); 6] = [
    ("north", "Bicycles", 1200),
    ("north", "Helmets", 340),
    ("south", "Bicycles", 2100),
    ("south", "Lamps", 180),
    ("west", "Helmets", 560),
    ("west", "Lamps", 90),
];

fn sales(region: &str) -> impl Iterator<Item = &'static (&'static str, &'static str, u32)> {
    SALES
        .iter()
        .filter(move |sale| region.is_empty() || region == "all" || sale.0 == region)
}

/// Chooses the region. The page shows the choice before the server receives it.
#[derive(Default)]
struct Filter {
    filter: String,
}

#[live_view]
impl Filter {
    #[client_state(filter)]
    fn choose(&mut self, filter: String) {
        self.filter = filter;
    }

    fn render(&self) -> impl View {
        view! {
            <label for="filter">"Region"</label>
            <select id="filter" @change={choose(event.value)}>
                for region in ["all", "north", "south", "west"]; key = region {
                    <option selected={self.filter == region}>{region}</option>
                }
            </select>
        }
    }
}

/// Lists the sales. It receives changes of the filter like any other event.
#[derive(Default)]
struct List {
    region: String,
    currency: String,
}

#[live_view]
impl List {
    fn props(&mut self, currency: &str) {
        self.currency = currency.to_owned();
    }

    fn filtered(&mut self, region: String) {
        self.region = region;
    }

    fn render(&self) -> impl View {
        view! {
            <ul id="list" class="plain" aria-live="polite" @client-filter.window={filtered(event.detail)}>
                for (region, name, price) in sales(&self.region); key = (*region, *name) {
                    <li class="row"><span>{name} " (" {region} ")"</span><span>{price} " " {&self.currency}</span></li>
                }
            </ul>
        }
    }
}

/// Adds up the listed sales. Its heading follows the client state, without the server.
#[derive(Default)]
struct Summary {
    region: String,
    currency: String,
}

#[live_view]
impl Summary {
    fn props(&mut self, currency: &str) {
        self.currency = currency.to_owned();
    }

    fn filtered(&mut self, region: String) {
        self.region = region;
    }

    fn render(&self) -> impl View {
        let total: u32 = sales(&self.region).map(|sale| sale.2).sum();
        view! {
            <p id="summary" role="status" @client-filter.window={filtered(event.detail)}>
                "Region: " <b id="region">{client.filter or "all"}</b> ", " <b id="total">{total}</b> " " {&self.currency}
            </p>
        }
    }
}

#[derive(Default)]
struct Dashboard;

#[live_view]
impl Dashboard {
    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width">
                    <title>"Dashboard"</title>
                    <link rel="stylesheet" href="/style.css">
                </head>
                <body>
                    <main>
                        <h1>"Dashboard"</h1>
                        <Filter/>
                        <List currency="€"/>
                        <Summary currency="€"/>
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
            .live::<Dashboard>("/")
    })
    .await
}
