//! A report that takes its time: the page shows how far it is, and the report when it is there.

use std::time::Duration;

use actix_web::rt::time::sleep;
use serde::Deserialize;
use taut::Progress;
use taut::prelude::*;

/// The length of a step, in milliseconds.
#[derive(Clone, Copy, Deserialize)]
struct Pace {
    pace: Option<u64>,
}

/// Adds up the sales of a year, which takes ten steps.
async fn total(year: u32, pace: Pace, progress: Progress<u32>) -> Result<u32, Reject> {
    for step in 1..=10 {
        sleep(Duration::from_millis(pace.pace.unwrap_or(200))).await;
        progress.set(step);
    }
    match year {
        2024 => Err("The sales of 2024 are lost.".into()),
        year => Ok(year * 7),
    }
}

struct Sales {
    pace: Pace,
    year: u32,
    total: Async<u32, u32>,
}

#[live_view]
impl Sales {
    fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        let mut sales = Self {
            pace: request.query()?,
            year: 0,
            total: Async::default(),
        };
        sales.show(2026);
        Ok(sales)
    }

    fn show(&mut self, year: u32) {
        self.year = year;
        let pace = self.pace;
        let work = self
            .total
            .start_with(move |progress| total(year, pace, progress));
        work.before_first_html(Duration::from_millis(300));
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width">
                    <title>"Sales"</title>
                    <link rel="stylesheet" href="/style.css">
                </head>
                <body>
                    <main>
                        <h1>"Sales of " <output id="year">{self.year}</output></h1>
                        <p>
                            for year in 2024..=2026_u32; key = year {
                                <button id={format!("y{year}")} @click={show(year)}>{year}</button> " "
                            }
                        </p>
                        match self.total.state() {
                            AsyncState::Loading(step) => {
                                <p><progress id="progress" aria-label="Progress" max="10" value={step}></progress></p>
                            }
                            AsyncState::Ok(total) => { <p>"Total: " <output id="total">{total}</output></p> }
                            AsyncState::Failed(error) => { <p id="error" role="alert">{error}</p> }
                        }
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
            .live::<Sales>("/")
    })
    .await
}
