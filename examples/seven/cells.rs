//! A spreadsheet, whose cells follow those that their formulas name.

use serde::Deserialize;
use taut::prelude::*;

use crate::formula::{COLUMNS, Known, Place, ROWS, Sheet, name_of, place_of, shown};
use crate::{Layout, Page};

pub(crate) struct Cells {
    sheet: Sheet,
    chosen: Place,
}

/// What a cell shall hold.
#[derive(Deserialize)]
struct Entry {
    cell: String,
    formula: String,
}

#[live_view]
impl Cells {
    fn mount() -> Self {
        let cells = [
            ("A0", "Tea"),
            ("B0", "3.5"),
            ("A1", "Milk"),
            ("B1", "1.2"),
            ("A2", "Sum"),
            ("B2", "=sum(B0:B1)"),
        ];
        let cells = cells
            .into_iter()
            .filter_map(|(name, text)| Some((place_of(name)?, text.to_owned())));
        Self {
            sheet: cells.collect(),
            chosen: (1, 2),
        }
    }

    fn params(&mut self, _: Page) {}

    fn choose(&mut self, column: u8, row: u8) {
        self.chosen = (column, row);
    }

    /// Fills a cell, and goes on to the one below.
    fn fill(&mut self, entry: Entry) -> Result<(), Reject> {
        let place = place_of(&entry.cell).ok_or("Cells are named like B7.")?;
        if entry.formula.len() > 200 {
            return Err("A cell holds 200 letters.".into());
        }
        match entry.formula.trim() {
            "" => drop(self.sheet.remove(&place)),
            formula => drop(self.sheet.insert(place, formula.to_owned())),
        }
        self.chosen = (place.0, (place.1 + 1).min(ROWS - 1));
        Ok(())
    }

    fn render(&self) -> impl View {
        let mut known = Known::new();
        let mut row = |row: u8| {
            (0..COLUMNS)
                .map(|column| shown(&self.sheet, &mut known, (column, row)))
                .collect()
        };
        let rows: Vec<Vec<String>> = (0..ROWS).map(&mut row).collect();
        view! {
            <Layout title="Cells">
                <form class="row bar" @submit={fill(event.form)}>
                    <label>"Cell" <input name="cell" size="4" value={name_of(self.chosen)}></label>
                    <label>"Formula" <input name="formula" value={self.sheet.get(&self.chosen)}></label>
                    <button>"Fill"</button>
                </form>
                <p class="muted">"A number, a text, or a formula such as " <code>"=A0+2*sum(B0:B9)"</code></p>
                <div class="sheet" tabindex="0" role="region" aria-label="Cells">
                    <table>
                        <thead><tr>
                            <td></td>
                            for column in 0..COLUMNS; key = column { <th scope="col">{char::from(b'A' + column)}</th> }
                        </tr></thead>
                        <tbody>
                            for (at, row) in (0..).zip(&rows); key = at {
                                <tr>
                                    <th scope="row">{at}</th>
                                    for (column, text) in (0..).zip(row); key = column {
                                        <td class:chosen={self.chosen == (column, at)} @click={choose(column, at)}>{text}</td>
                                    }
                                </tr>
                            }
                        </tbody>
                    </table>
                </div>
            </Layout>
        }
    }
}
