//! The table of the js-framework-benchmark as a live view, and as templates of maud and askama.

use taut::prelude::*;

/// A row of the table.
#[derive(Clone)]
pub(crate) struct Row {
    /// Counts up from one.
    pub(crate) id: u32,
    /// An adjective, a colour and a noun.
    pub(crate) label: String,
}

/// The table, as in the example `rows`.
#[derive(Default)]
pub(crate) struct Rows {
    pub(crate) rows: Vec<Row>,
    selected: Option<u32>,
    next: u32,
}

const WORDS: [&[&str]; 3] = [
    &[
        "quiet", "bright", "gentle", "rapid", "hollow", "ancient", "clever", "frozen",
    ],
    &[
        "red", "green", "blue", "yellow", "brown", "violet", "orange", "white",
    ],
    &[
        "table", "river", "window", "garden", "bridge", "engine", "lantern", "harbour",
    ],
];

/// So many rows, always the same.
pub(crate) fn some_rows(from: u32, count: u32) -> Vec<Row> {
    let label = |id: u32| {
        let mixed = id.wrapping_mul(2_654_435_761);
        let word = |at: usize| WORDS[at][(mixed >> (8 * at + 5)) as usize % 8];
        format!("{} {} {}", word(0), word(1), word(2))
    };
    (from..from + count)
        .map(|id| Row {
            id,
            label: label(id),
        })
        .collect()
}

impl Rows {
    /// The table with so many rows.
    pub(crate) fn with(count: u32) -> Self {
        Rows {
            rows: some_rows(1, count),
            selected: None,
            next: count + 1,
        }
    }
}

#[live_view]
impl Rows {
    fn run(&mut self, count: u32) {
        self.rows = some_rows(self.next, count);
        self.next += count;
    }

    fn add(&mut self) {
        self.rows.extend(some_rows(self.next, 1000));
        self.next += 1000;
    }

    fn update(&mut self) {
        self.rows
            .iter_mut()
            .step_by(10)
            .for_each(|row| row.label.push_str(" !!!"));
    }

    fn clear(&mut self) {
        self.rows.clear();
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
        self.rows.retain(|row| row.id != id);
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={run(1000)}>"Create 1,000 rows"</button>
            <button @click={add()}>"Append 1,000 rows"</button>
            <button @click={update()}>"Update every 10th row"</button>
            <button @click={clear()}>"Clear"</button>
            <button @click={swap()}>"Swap rows"</button>
            <table>
                <tbody>
                    for row in &self.rows; key = row.id {
                        <tr class:danger={self.selected == Some(row.id)}>
                            <td>{row.id}</td>
                            <td><a @click={select(row.id)}>{&row.label}</a></td>
                            <td><a @click={remove(row.id)}>"×"</a></td>
                        </tr>
                    }
                </tbody>
            </table>
        }
    }
}

/// The address of the list, and of the listeners in its rows, in the template above.
pub(crate) const LIST: u32 = 5;
/// Selects the row.
pub(crate) const SELECT: u32 = 2;
/// Removes the row.
pub(crate) const REMOVE: u32 = 4;

/// The same page by maud.
pub(crate) fn maud(rows: &[Row], selected: Option<u32>) -> String {
    maud::html! {
        button { "Create 1,000 rows" }
        button { "Append 1,000 rows" }
        button { "Update every 10th row" }
        button { "Clear" }
        button { "Swap rows" }
        table {
            tbody {
                @for row in rows {
                    tr class=[(selected == Some(row.id)).then_some("danger")] {
                        td { (row.id) }
                        td { a { (row.label) } }
                        td { a { "×" } }
                    }
                }
            }
        }
    }
    .into_string()
}

/// The same page by askama.
#[derive(askama::Template)]
#[template(
    ext = "html",
    source = "<button>Create 1,000 rows</button><button>Append 1,000 rows</button><button>Update every 10th row</button><button>Clear</button><button>Swap rows</button><table><tbody>{% for row in rows %}<tr{% if row.id == selected.unwrap_or(0) %} class=\"danger\"{% endif %}><td>{{ row.id }}</td><td><a>{{ row.label }}</a></td><td><a>×</a></td></tr>{% endfor %}</tbody></table>"
)]
pub(crate) struct Askama<'a> {
    /// The rows.
    pub(crate) rows: &'a [Row],
    /// The selected one.
    pub(crate) selected: Option<u32>,
}
