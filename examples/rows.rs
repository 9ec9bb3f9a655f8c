//! The keyed table of js-framework-benchmark: up to 10,000 rows to create, change, swap, select and remove. They are in a
//! list that records its edits, so that an event costs by the rows that it touches.

use taut::prelude::*;

const ADJECTIVES: [&str; 24] = [
    "airy", "ancient", "brave", "brisk", "calm", "clever", "crisp", "curious", "dusty", "eager",
    "faint", "gentle", "hollow", "humble", "jolly", "lucky", "mellow", "nimble", "odd", "plain",
    "quiet", "rapid", "solemn", "witty",
];
const COLOURS: [&str; 12] = [
    "amber", "azure", "black", "copper", "coral", "green", "indigo", "ivory", "maroon", "olive",
    "silver", "teal",
];
const NOUNS: [&str; 16] = [
    "anchor", "barrel", "basket", "candle", "compass", "fiddle", "hammer", "kettle", "ladder",
    "lantern", "marble", "pillow", "saddle", "teapot", "violin", "wagon",
];

struct Row {
    id: u32,
    label: String,
}

struct Table {
    rows: Keyed<u32, Row>,
    selected: Option<u32>,
    last_id: u32,
    seed: u64,
}

#[live_view]
impl Table {
    /// The same seed gives the same labels, so that runs can be compared.
    fn mount() -> Self {
        Table {
            rows: Keyed::new(),
            selected: None,
            last_id: 0,
            seed: 42,
        }
    }

    fn run(&mut self, count: u32) {
        self.clear();
        self.add(count);
    }

    fn add(&mut self, count: u32) {
        for _ in 0..count {
            let label = format!(
                "{} {} {}",
                self.pick(&ADJECTIVES),
                self.pick(&COLOURS),
                self.pick(&NOUNS)
            );
            self.last_id += 1;
            let id = self.last_id;
            self.rows.push(id, Row { id, label });
        }
    }

    fn update(&mut self) {
        self.rows
            .iter_mut()
            .step_by(10)
            .for_each(|row| row.label.push_str(" !!!"));
    }

    fn clear(&mut self) {
        self.rows.clear();
        self.selected = None;
    }

    fn swap(&mut self) {
        if self.rows.len() > 998 {
            self.rows.swap(1, 998);
        }
    }

    fn select(&mut self, id: u32) {
        self.selected = Some(id);
    }

    fn remove(&mut self, id: u32) {
        self.rows.remove(&id);
    }

    /// Picks a word with a linear congruential generator.
    fn pick(&mut self, words: &[&'static str]) -> &'static str {
        self.seed = self
            .seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        words[(self.seed >> 33) as usize % words.len()]
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width">
                    <title>"Rows"</title>
                    <link rel="stylesheet" href="/style.css">
                </head>
                <body>
                    <main>
                        <h1>"Rows"</h1>
                        <p class="buttons">
                            <button id="run" @click={run(1_000)}>"Create 1,000 rows"</button>
                            <button id="runlots" @click={run(10_000)}>"Create 10,000 rows"</button>
                            <button id="add" @click={add(1_000)}>"Append 1,000 rows"</button>
                            <button id="update" @click={update()}>"Update every 10th row"</button>
                            <button id="clear" @click={clear()}>"Clear"</button>
                            <button id="swaprows" @click={swap()}>"Swap rows"</button>
                        </p>
                        <table>
                            <tbody>
                                for row in &self.rows; key = row.id {
                                    <tr class:danger={self.selected == Some(row.id)}>
                                        <td>{row.id}</td>
                                        <td><a @click={select(row.id)}>{&row.label}</a></td>
                                        <td><a aria-label="Remove" @click={remove(row.id)}>"×"</a></td>
                                    </tr>
                                }
                            </tbody>
                        </table>
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
            .live::<Table>("/")
    })
    .await
}
