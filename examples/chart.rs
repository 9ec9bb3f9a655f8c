//! A chart that a small script draws on a canvas: a hook that gets points from the server, and asks it for a part of them.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use taut::prelude::*;

/// Measurements, and which of them are shown.
struct Chart {
    measured: Vec<u32>,
    shown: Range<usize>,
}

/// The part of the canvas that the user has selected, from 0 to 1.
#[derive(Deserialize)]
struct Selected {
    from: f64,
    until: f64,
}

/// The reply to the script.
#[derive(Serialize)]
struct Zoomed {
    points: usize,
}

impl Chart {
    /// The index of the measurement at a place of the canvas.
    fn at(&self, share: f64) -> usize {
        let last = self.shown.len().saturating_sub(1);
        self.shown.start + (share.clamp(0.0, 1.0) * last as f64).round() as usize
    }
}

#[live_view]
impl Chart {
    fn mount() -> Self {
        let measured: Vec<u32> = (0..60).map(|at| 50 + at * 37 % 41).collect();
        Self {
            shown: 0..measured.len(),
            measured,
        }
    }

    fn measure(&mut self) {
        let next = self.measured.len() as u32 * 37 % 41 + 50;
        let ends = self.shown.end == self.measured.len();
        self.measured.push(next);
        self.shown.end += usize::from(ends);
    }

    fn zoom(&mut self, selected: Selected, cx: &mut Context) -> Result<(), Reject> {
        let (from, until) = (self.at(selected.from), self.at(selected.until));
        self.shown = match until.saturating_sub(from) {
            0 => 0..self.measured.len(),
            1 => return Err("There is nothing in between.".into()),
            _ => from..until + 1,
        };
        let points = self.shown.len();
        cx.reply(&Zoomed { points });
        Ok(())
    }

    fn render(&self) -> impl View {
        let points = self.measured.get(self.shown.clone()).unwrap_or_default();
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width">
                    <title>"Chart"</title>
                    <link rel="stylesheet" href="/style.css">
                    <script type="module" src="/chart.js"></script>
                </head>
                <body>
                    <main>
                        <h1>"Chart"</h1>
                        <canvas
                            id="chart"
                            style="width: 100%; height: 200px; touch-action: none"
                            data-points={format!("{points:?}")}
                            @mount={hook("chart")}
                            @chart-zoomed={zoom(event.detail)}
                        ></canvas>
                        <p>
                            <output id="points">{points.len()}</output>
                            " of " {self.measured.len()} " measurements: drag to zoom, click to see all. "
                            <button id="measure" @click={measure()}>"Measure"</button>
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
            .script("/chart.js", include_str!("chart.js"))
            .live::<Chart>("/")
    })
    .await
}
