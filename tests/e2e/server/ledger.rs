//! A long list in the first HTML, of whose rows few are ever touched.

use taut::prelude::*;

pub(crate) struct Ledger {
    rows: Vec<Row>,
    picked: String,
}

struct Row {
    id: u32,
    note: String,
    is_due: bool,
}

#[live_view]
impl Ledger {
    fn mount() -> Self {
        let row = |id| Row {
            id,
            note: String::new(),
            is_due: id.is_multiple_of(7),
        };
        Self {
            rows: (1..=300).map(row).collect(),
            picked: String::new(),
        }
    }

    #[optimistic]
    fn pick(&mut self, id: u32) {
        self.picked = format!("{} {id}", self.picked);
    }

    /// Changes the last row, swaps the two before it, and removes the first.
    fn change(&mut self) {
        if let [.., one, other, last] = &mut *self.rows {
            last.note = format!("{}!", last.note);
            last.is_due = !last.is_due;
            std::mem::swap(one, other);
        }
        self.rows.remove(0);
    }

    fn render(&self) -> impl View {
        view! {
            <button id="change" @click={change()}>"Change"</button>
            <p id="picked">{&self.picked}</p>
            <ul>
                for row in &self.rows; key = row.id {
                    <li class:due={row.is_due} title={&row.note}><b>{row.id}</b><i>{&row.note}</i><button @click={pick(row.id)}>"Pick"</button></li>
                }
            </ul>
        }
    }
}
