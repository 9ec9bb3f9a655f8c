//! What a pass visits, and what a page shows.

use std::cell::Cell;

use taut::prelude::*;
use taut_core::Session as _;
use taut_test::Live;

thread_local! {
    /// How many rows were rendered.
    static VISITED: Cell<usize> = const { Cell::new(0) };
}

#[derive(Clone)]
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

    fn touch_first(&mut self) {
        self.rows.at_mut(0).unwrap().label.push('!');
    }

    fn render(&self) -> impl View {
        view! {
            <button id="other" @click={touch_first()}>"Touch"</button>
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

#[test]
fn selecting_a_row_costs_two() {
    let mut page = Live::of(Table::with(20));
    check(&mut page, 1, |table| table.selected = Some(3));
    check(&mut page, 2, |table| table.selected = Some(11));
    check(&mut page, 1, |table| table.selected = Some(99));
    check(&mut page, 0, |table| table.selected = None);
    VISITED.set(0);
    page.click("li:nth-child(5)");
    assert_eq!(page.texts("li.danger"), ["row 4 Remove"]);
    assert_eq!(VISITED.get(), 1, "its listener is found without a value");
    VISITED.set(0);
    page.click("#other");
    assert_eq!(
        VISITED.get(),
        1,
        "a search for what is elsewhere visits no row"
    );
}

#[test]
fn keys_of_a_template_may_be_others_than_those_of_the_list() {
    let mut page = Live::of(Table {
        rows: (0..20).map(|id| (id, Row::new((id + 7) % 20))).collect(),
        ..Table::default()
    });
    check(&mut page, 20, |table| table.selected = Some(3));
    check(&mut page, 20, |table| table.selected = Some(11));
    check(&mut page, 1, |table| {
        table.rows.get_mut(&2).unwrap().id = 30
    });
    check(&mut page, 19, |table| {
        table.rows.remove(&5);
        table.selected = Some(13);
    });
}

#[test]
fn what_all_rows_read_visits_all_if_it_changes() {
    let mut page = Live::of(Table::with(20));
    check(&mut page, 20, |table| table.unit.push_str("kg"));
    check(&mut page, 0, |table| table.unit = "kg".to_owned());
    check(&mut page, 20, |table| table.rows = table.rows.clone());
    check(&mut page, 1, |table| {
        table.rows.push(20, Row::new(20));
    });
    check(&mut page, 21, |table| {
        table.rows.sort_by_key(|row| std::cmp::Reverse(row.id));
    });
    check(&mut page, 0, |table| table.rows.sort_by_key(|_| 0));
}

#[test]
fn only_rows_that_an_iterator_returns_count_as_touched() {
    let mut page = Live::of(Table::with(1_000));
    check(&mut page, 100, |table| {
        let rows = table.rows.iter_mut().step_by(10);
        rows.for_each(|row| row.label.push('!'));
    });
    check(&mut page, 1, |table| {
        table.rows.iter_mut().nth(500).unwrap().label.push('?');
    });
}

#[test]
fn a_row_is_found_before_the_page_shows_an_edit() {
    let mut page = Live::of(Table::with(9));
    let table = page.session_mut().view_mut().unwrap();
    table.rows.remove(&0);
    table.rows.remove(&8);
    table.rows.push(20, Row::new(20));
    // The browser still shows row 4 as the fifth.
    page.click("li:nth-child(5)");
    assert_eq!(page.view().selected, Some(4));
    assert_eq!(page.texts("li.danger"), ["row 4 Remove"]);
    check(&mut page, 0, |_| ());
}

#[test]
fn a_list_is_saved_as_pairs() {
    let mut rows: Keyed<u32, String> = [(2, "b"), (1, "a")]
        .map(|(key, row)| (key, row.to_owned()))
        .into_iter()
        .collect();
    let saved = serde_json::to_string(&rows).unwrap();
    assert_eq!(saved, r#"[[2,"b"],[1,"a"]]"#);
    let restored: Keyed<u32, String> = serde_json::from_str(&saved).unwrap();
    assert_eq!(restored, rows);
    rows.swap(0, 1);
    assert_ne!(restored, rows);
}

/// A view whose rows may panic, and read what cannot be followed.
#[derive(Default)]
struct Fragile {
    rows: Keyed<u32, i64>,
    factor: i64,
    names: Vec<String>,
}

#[live_view]
impl Fragile {
    fn mend(&mut self, id: u32) {
        for row in &mut self.rows {
            *row = row.abs();
        }
        self.rows.remove(&id);
    }

    fn refuse(&mut self) -> Result<(), Reject> {
        self.rows.push(50, 50);
        self.rows.remove(&1);
        Err(Reject::new("not so"))
    }

    fn positive(number: i64) -> i64 {
        assert!(number >= 0, "as asked");
        number
    }

    fn render(&self) -> impl View {
        let scaled = |number: i64| number * self.factor;
        view! {
            <button id="refuse" @click={refuse()}>"Refuse"</button>
            <ol>
                for (id, number) in self.rows.pairs(); key = *id {
                    <li @click={mend(*id)}>{Self::positive(*number)}</li>
                }
            </ol>
            <ul>
                for (id, number) in self.rows.pairs(); key = *id { <li>{scaled(*number)}</li> }
            </ul>
            <p>
                for number in &self.rows; key = *number { <i>{self.names.len()}</i> }
            </p>
        }
    }
}

impl Fragile {
    fn shown(page: &Live<Self>) {
        let view = page.view();
        let numbers: Vec<_> = view.rows.iter().map(ToString::to_string).collect();
        assert_eq!(page.texts("ol li"), numbers);
        let scaled = view.rows.iter().map(|it| (it * view.factor).to_string());
        assert_eq!(page.texts("ul li"), scaled.collect::<Vec<_>>());
        let names = vec![view.names.len().to_string(); view.rows.len()];
        assert_eq!(page.texts("i"), names);
    }
}

#[test]
fn a_page_is_right_after_a_panic_and_a_refusal() {
    let mut page = Live::of(Fragile {
        rows: (0..6).map(|id| (id, id.into())).collect(),
        factor: 2,
        names: Vec::new(),
    });
    for round in 1..4 {
        page.update(|view| view.factor += 1);
        Fragile::shown(&page);
        page.update(|view| view.names.push(String::new()));
        Fragile::shown(&page);
        page.update(|view| {
            view.rows.push(10 + round, i64::from(round) - 20);
            *view.rows.get_mut(&5).unwrap() += 1;
            view.rows.move_to(&5, 0);
        });
        assert!(page.session_mut().take_panic().is_some());
        // A handler can still be called by what the page shows.
        page.click("ol li:nth-child(2)");
        Fragile::shown(&page);
        page.click("#refuse");
        Fragile::shown(&page);
    }
}
