//! A counter on a slow server: the number changes immediately, because the browser knows what the handlers do to it.

use std::time::Duration;

use actix_web::rt::time::sleep;
use taut::prelude::*;

/// The maximum latency, in milliseconds.
const LONGEST: u64 = 10_000;

struct Counter {
    count: i64,
    latency: u64,
    error: Option<String>,
}

impl Default for Counter {
    fn default() -> Self {
        Counter {
            count: 5,
            latency: 500,
            error: None,
        }
    }
}

#[live_view]
impl Counter {
    #[optimistic]
    async fn increment(&mut self) {
        sleep(Duration::from_millis(self.latency)).await;
        self.error = None;
        self.count += 1;
    }

    #[optimistic]
    async fn decrement(&mut self) -> Result<(), Reject> {
        sleep(Duration::from_millis(self.latency)).await;
        self.error = None;
        if self.count == 0 {
            return Err("The count cannot go below zero.".into());
        }
        self.count -= 1;
        Ok(())
    }

    fn set_latency(&mut self, latency: Option<u64>) {
        self.latency = latency.unwrap_or(0).min(LONGEST);
    }

    fn on_reject(&mut self, reject: &Reject) {
        self.error = Some(reject.to_string());
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width">
                    <title>"Optimistic counter"</title>
                    <link rel="stylesheet" href="/style.css">
                </head>
                <body>
                    <main>
                        <h1>"Optimistic counter"</h1>
                        <p class="counter">
                            <button id="decrement" aria-label="One less" @click={decrement()}>"−"</button>
                            <output id="count">{self.count}</output>
                            <button id="increment" aria-label="One more" @click={increment()}>"+"</button>
                        </p>
                        <label for="latency">"The server takes (ms)"</label>
                        <input id="latency" type="number" min="0" max="10000" step="100" value={self.latency}
                            @input={set_latency(event.value)}>
                        if let Some(error) = &self.error {
                            <p id="error" role="alert">{error}</p>
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
            .live::<Counter>("/")
    })
    .await
}
