//! A clock that the server updates, for as long as a browser shows it.

use std::time::{SystemTime, UNIX_EPOCH};

use taut::prelude::*;

#[derive(Default)]
struct Clock {
    /// Seconds since midnight, UTC.
    seconds: u64,
    ticks: u64,
}

impl Clock {
    fn read(&mut self) {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        self.seconds = since.as_secs() % (24 * 60 * 60);
    }
}

#[live_view]
impl Clock {
    fn mount() -> Self {
        let mut clock = Clock::default();
        clock.read();
        clock
    }

    #[every(1s)]
    fn tick(&mut self) {
        self.read();
        self.ticks += 1;
    }

    fn render(&self) -> impl View {
        let (hours, minutes, seconds) = (
            self.seconds / 3600,
            self.seconds / 60 % 60,
            self.seconds % 60,
        );
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width">
                    <title>"Clock"</title>
                    <link rel="stylesheet" href="/style.css">
                </head>
                <body>
                    <main>
                        <h1>"Clock"</h1>
                        <p class="counter"><time id="time">{format!("{hours:02}:{minutes:02}:{seconds:02}")}</time></p>
                        <p>"Ticks on this page: " <output id="ticks">{self.ticks}</output></p>
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
            .live::<Clock>("/")
    })
    .await
}
