//! What a pass visits, and what a page shows.

use std::cell::Cell;

use taut::prelude::*;
use taut_test::Live;

thread_local! {
    /// How many rows were rendered.
    static VISITED: Cell<usize> = const { Cell::new(0) };
}

struct Row {
    id: u32,
    label: String,
}

impl Row {
    fn new(id: u32) -> Self {
        Row {
            id,
            label: format!("row {id}"),
        }
    }

    fn label(&self) -> &str {
        VISITED.set(VISITED.get() + 1);
        &self.label
    }
}

#[derive(Default)]
struct Table {
    rows: Keyed<u32, Row>,
    selected: Option<u32>,
    unit: String,
}

impl Table {
    fn with(count: u32) -> Self {
        Table {
            rows: (0..count).map(|id| (id, Row::new(id))).collect(),
            ..Table::default()
        }
    }
}

#[live_view]
impl Table {
    fn select(&mut self, id: u32) {
        self.selected = Some(id);
    }

    fn remove(&mut self, id: u32) {
        self.rows.remove(&id);
    }

    fn render(&self) -> impl View {
        view! {
            <ul>
                for row in &self.rows; key = row.id {
                    <li class:danger={self.selected == Some(row.id)} @click={select(row.id)}>
                        {row.label()} " " {&self.unit}
                        <button @click={remove(row.id)}>"Remove"</button>
                    </li>
                }
            </ul>
        }
    }
}

/// The number of rows that a change visits, and what the page shows afterwards.
fn check(page: &mut Live<Table>, visited: usize, change: impl FnOnce(&mut Table)) {
    VISITED.set(0);
    page.update(change);
    assert_eq!(VISITED.get(), visited, "visited rows");
    let table = page.view();
    let unit = &table.unit;
    let expected: Vec<_> = table
        .rows
        .iter()
        .map(|row| format!("{} {unit}Remove", row.label))
        .collect();
    assert_eq!(page.texts("li"), expected);
    let selected = table.selected.filter(|id| table.rows.contains(id));
    let selected = selected.map(|id| format!("row {id}"));
    let danger = page.texts("li.danger");
    assert_eq!(danger.len(), usize::from(selected.is_some()));
}

#[test]
fn a_pass_visits_only_what_was_edited() {
    let mut page = Live::of(Table::with(20));
    check(&mut page, 1, |table| {
        table.rows.push(20, Row::new(20));
    });
    check(&mut page, 1, |table| {
        table.rows.get_mut(&3).unwrap().label.push_str(" !");
    });
    check(&mut page, 0, |table| table.rows.swap(1, 18));
    check(&mut page, 0, |table| drop(table.rows.remove(&7)));
    check(&mut page, 0, |_| ());
}
