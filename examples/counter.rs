//! A counter that cannot go below zero.

use taut::prelude::*;

#[derive(Default)]
struct Counter {
    count: i64,
    error: Option<String>,
}

#[live_view]
impl Counter {
    fn increment(&mut self) {
        self.count += 1;
        self.error = None;
    }

    fn decrement(&mut self) -> Result<(), Reject> {
        if self.count == 0 {
            return Err("The count cannot go below zero.".into());
        }
        self.count -= 1;
        Ok(())
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
                    <title>"Counter"</title>
                    <link rel="stylesheet" href="/style.css">
                </head>
                <body>
                    <main>
                        <h1>"Counter"</h1>
                        <p class="counter">
                            <button id="decrement" aria-label="One less" @click={decrement()}>"−"</button>
                            <output id="count">{self.count}</output>
                            <button id="increment" aria-label="One more" @click={increment()}>"+"</button>
                        </p>
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
