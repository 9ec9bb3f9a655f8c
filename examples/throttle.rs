//! Events that are faster than necessary: a slider and a pointer, sent to the server ten times per second.

use taut::prelude::*;

#[derive(Default)]
struct Throttle {
    volume: u8,
    volume_calls: u32,
    x: i32,
    y: i32,
    pointer_calls: u32,
}

#[live_view]
impl Throttle {
    /// The first event of an interval is sent immediately, and the last one at its end: the slider
    /// always ends with the right value.
    #[throttle(100ms)]
    fn set_volume(&mut self, volume: u8) {
        self.volume = volume;
        self.volume_calls += 1;
    }

    /// Without the leading event, the pointer's position is sent only at the end of each interval.
    #[throttle(100ms, leading = false)]
    fn point(&mut self, x: i32, y: i32) {
        (self.x, self.y) = (x, y);
        self.pointer_calls += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width">
                    <title>"Throttle"</title>
                    <link rel="stylesheet" href="/style.css">
                </head>
                <body>
                    <main>
                        <h1>"Throttle"</h1>
                        <label for="slider">"Volume"</label>
                        <input id="slider" type="range" min="0" max="100" value={self.volume} @input={set_volume(event.value)}>
                        <p>
                            "The server knows of " <output id="volume">{self.volume}</output> " after "
                            <output id="slider-calls">{self.volume_calls}</output> " calls."
                        </p>
                        <div id="area" class="area" @pointermove={point(event.offset_x, event.offset_y)}>"Move the pointer here"</div>
                        <p>
                            "The server knows of " <output id="position">{self.x} ", " {self.y}</output> " after "
                            <output id="area-calls">{self.pointer_calls}</output> " calls."
                        </p>
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
            .live::<Throttle>("/")
    })
    .await
}
