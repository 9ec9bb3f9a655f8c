//! A window of a hundred rows over a million, which is scrolled in both directions.

use taut::prelude::*;

const ROWS: u64 = 1_000_000;
const WINDOW: usize = 100;
const STEP: u64 = 30;

pub(crate) struct Feeds {
    rows: Feed<u64, String>,
    picked: Option<u64>,
    loaded: u32,
}

fn row(number: u64) -> (u64, String) {
    (number, format!("Row {number}"))
}

#[live_view]
impl Feeds {
    fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        let first: u64 = request.param("first")?;
        let mut rows = Feed::new().limit(WINDOW);
        rows.append_all((first..ROWS).take(WINDOW).map(row));
        Ok(Self {
            rows,
            picked: None,
            loaded: 0,
        })
    }

    fn refill(&mut self) {
        for number in self.rows.keys() {
            self.rows.update(&number, row(number).1);
        }
    }

    fn up(&mut self) {
        self.loaded += 1;
        let end = self.rows.first_key().unwrap_or(0);
        self.rows
            .prepend_all((end.saturating_sub(STEP)..end).map(row));
    }

    fn down(&mut self) {
        self.loaded += 1;
        let start = self.rows.last_key().map_or(0, |last| last + 1);
        self.rows
            .append_all((start..ROWS).take(STEP as usize).map(row));
    }

    fn pick(&mut self, number: u64) {
        self.picked = Some(number);
        self.rows.update(&number, format!("Picked {number}"));
    }

    fn remove(&mut self, number: u64) {
        self.rows.remove(&number);
    }

    fn render(&self) -> impl View {
        view! {
            <p style="position: fixed; right: 0; top: 0">
                "Picked: " <output id="picked">{self.picked.map_or(String::new(), |number| number.to_string())}</output>
                ", loaded: " <output id="loaded">{self.loaded}</output>
            </p>
            <header style="position: sticky; top: 0; height: 80px; background: Canvas">"Rows"</header>
            <div style="overflow-x: auto">
                <div id="before" @visible={up()}>"Before"</div>
                <ol style="margin: 0; padding: 0">
                    for (number, text) in &self.rows {
                        <li id={format!("row-{number}")} data-row={number} style="height: 40px">
                            {text} " "
                            <button @click={pick(*number)}>"Pick"</button>
                            <button class="remove" @click={remove(*number)}>"Remove"</button>
                            <input aria-label="Note">
                        </li>
                    }
                </ol>
                <div id="after" @visible={down()}>"After"</div>
            </div>
        }
    }
}
