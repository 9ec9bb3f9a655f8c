//! Live counters of the server itself: one job measures them once a second, as long as a page shows them.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::rt::{spawn, time};
use serde::{Deserialize, Serialize};
use taut::prelude::*;

/// How many seconds the pages show.
const SHOWN: usize = 60;

/// The size of a sparkline, as its SVG sees it.
const HEIGHT: f64 = 30.0;
const WIDTH: usize = SHOWN - 1;

/// What was measured in one second.
#[derive(Debug, Default, Clone, Copy, Serialize, Deserialize)]
struct Sample {
    /// Pages with a connection.
    sessions: usize,
    events: u64,
    /// The median of the latencies in milliseconds; zero if there were no events.
    median: f64,
    p99: f64,
}

topic!(Seconds -> Sample);

/// The last minute, for pages that come later.
static MINUTE: Mutex<VecDeque<Sample>> = Mutex::new(VecDeque::new());

fn minute() -> MutexGuard<'static, VecDeque<Sample>> {
    MINUTE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn add(minute: &mut VecDeque<Sample>, sample: Sample) {
    minute.truncate(SHOWN - 1);
    minute.push_front(sample);
}

/// Publishes a sample each second in which a page asks for it.
async fn measure() {
    let mut second = time::interval(Duration::from_secs(1));
    let mut before = taut::stats();
    loop {
        second.tick().await;
        let now = taut::stats();
        if now.subscriptions == 0 {
            minute().clear();
        } else {
            let latencies = now.latencies.since(&before.latencies);
            let milliseconds = |share| {
                let time = latencies.quantile(share).unwrap_or_default();
                time.as_secs_f64() * 1000.0
            };
            let sample = Sample {
                sessions: now.sessions.saturating_sub(now.waiting),
                events: now.counts.events.saturating_sub(before.counts.events),
                median: milliseconds(0.5),
                p99: milliseconds(0.99),
            };
            add(&mut minute(), sample);
            Seconds.publish(&sample);
        }
        before = now;
    }
}

/// The points of a line through the values, the newest one at the right. Both ends are below the picture, so that the line closes there.
fn points(values: impl Iterator<Item = f64> + Clone) -> String {
    let highest = values.clone().fold(1e-3, f64::max);
    let (first, mut points, mut last) = (WIDTH + 3, String::new(), WIDTH);
    let _ = write!(points, "{first},{} ", HEIGHT + 9.0);
    for (age, value) in values.enumerate() {
        last = WIDTH - age;
        let _ = write!(
            points,
            "{last},{:.1} ",
            HEIGHT - value / highest * (HEIGHT - 3.0)
        );
    }
    let _ = write!(points, "{last},{}", HEIGHT + 9.0);
    points
}

/// A latency for people: `0.35 ms`.
fn time(milliseconds: f64) -> String {
    match milliseconds {
        0.0 => "–".to_owned(),
        short if short < 10.0 => format!("{short:.2} ms"),
        long => format!("{long:.0} ms"),
    }
}

struct Monitor {
    /// The newest first.
    samples: VecDeque<Sample>,
}

#[live_view]
impl Monitor {
    fn mount() -> Self {
        Self {
            samples: minute().clone(),
        }
    }

    #[on(Seconds)]
    fn measured(&mut self, sample: &Sample) {
        add(&mut self.samples, *sample);
    }

    /// Loads what was measured meanwhile.
    fn missed(&mut self) {
        self.samples.clone_from(&minute());
    }

    /// Does nothing, so that there is an event to count.
    fn touch(&mut self) {}

    fn line(&self, value: impl Fn(&Sample) -> f64 + Clone) -> String {
        points(self.samples.iter().map(value))
    }

    #[allow(clippy::cast_precision_loss, reason = "a picture needs no more")]
    fn render(&self) -> impl View {
        let newest = self.samples.front().copied().unwrap_or_default();
        let most_pages = self.samples.iter().map(|sample| sample.sessions).max();
        let most_events = self.samples.iter().map(|sample| sample.events).max();
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width">
                    <title>"Monitor"</title>
                    <link rel="stylesheet" href="/style.css">
                </head>
                <body><main class="monitor">
                    <h1>"Monitor"</h1>
                    <div class="gauges">
                        <section>
                            <h2>"Connected pages"</h2>
                            <output id="sessions">{newest.sessions}</output>
                            {self.sparkline(self.line(|sample| sample.sessions as f64))}
                            <p class="muted">"highest " {most_pages.unwrap_or_default()}</p>
                        </section>
                        <section>
                            <h2>"Events per second"</h2>
                            <output id="events">{newest.events}</output>
                            {self.sparkline(self.line(|sample| sample.events as f64))}
                            <p class="muted">"highest " {most_events.unwrap_or_default()}</p>
                        </section>
                        <section>
                            <h2>"Latency, median"</h2>
                            <output id="latency">{time(newest.median)}</output>
                            {self.sparkline(self.line(|sample| sample.median))}
                            <p class="muted">"99 % within " <span id="p99">{time(newest.p99)}</span></p>
                        </section>
                    </div>
                    <p><button id="touch" @click={touch()}>"Send an event"</button></p>
                </main></body>
            </html>
        }
    }

    fn sparkline(&self, points: String) -> impl View {
        view! {
            <svg class="sparkline" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} preserveAspectRatio="none" aria-hidden="true">
                <polyline points={points} vector-effect="non-scaling-stroke"></polyline>
            </svg>
        }
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    spawn(measure());
    taut::serve("127.0.0.1:8080", |app| {
        app.stylesheet("/style.css", include_str!("style.css"))
            .live::<Monitor>("/")
    })
    .await
}
