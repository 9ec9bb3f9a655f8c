//! Rows that change without an edit that the list could see: the page is right anyway.

use std::cell::{Cell, RefCell};

use taut::prelude::*;
use taut_core::Session as _;
use taut_test::Live;

#[derive(Default)]
struct Room {
    messages: Vec<String>,
    members: Keyed<u32, String>,
}

/// A view that has to borrow what it shows.
#[derive(Default)]
struct Shared(RefCell<Room>);

#[live_view]
impl Shared {
    fn render(&self) -> impl View {
        view! {
            for message in &self.0.borrow().messages; key = message { <li>{message}</li> }
            for (id, name) in self.0.borrow().members.pairs(); key = *id { <b>{name}</b> }
            <p>{self.0.borrow_mut().messages.len()}</p>
        }
    }
}

#[test]
fn what_a_loop_borrows_is_free_after_it() {
    let mut page = Live::of(Shared(RefCell::new(Room {
        messages: vec!["one".to_owned()],
        members: [(1, "Ada".to_owned())].into_iter().collect(),
    })));
    page.update(|view| {
        let room = view.0.get_mut();
        room.messages.push("two".to_owned());
        room.members.push(2, "Bob".to_owned());
    });
    assert_eq!(page.texts("li"), ["one", "two"]);
    assert_eq!(page.texts("b"), ["Ada", "Bob"]);
    assert_eq!(page.text("p"), "2");
}

#[derive(Default)]
struct Bill {
    prices: Keyed<u32, i64>,
    limit: String,
}

impl Bill {
    fn is_below(price: i64, limit: i64) -> bool {
        price < limit
    }
}

#[live_view]
impl Bill {
    fn render(&self) -> impl View {
        view! {
            let mut sum = 0_i64;
            for price in &self.prices; key = *price {
                let total = { sum += *price; sum };
                <li>{total}</li>
            }
            let mut last = None::<i64>;
            for price in &self.prices; key = *price {
                <b>{last.replace(*price).unwrap_or_default()}</b>
            }
            let limit = self.limit.parse().unwrap_or_default();
            for price in &self.prices; key = *price {
                if Self::is_below(*price, limit) { <i>{*price}</i> }
            }
        }
    }
}

#[test]
fn rows_may_change_a_variable_of_the_template() {
    let mut page = Live::of(Bill {
        prices: (1..4).map(|id| (id, i64::from(id))).collect(),
        limit: String::new(),
    });
    page.update(|bill| *bill.prices.get_mut(&2).unwrap() += 10);
    assert_eq!(page.texts("li"), ["1", "13", "16"]);
    assert_eq!(page.texts("b"), ["0", "1", "12"]);
}

#[test]
fn the_type_of_a_variable_follows_from_how_rows_use_it() {
    let mut page = Live::of(Bill {
        prices: (1..4).map(|id| (id, i64::from(id))).collect(),
        limit: String::new(),
    });
    page.update(|bill| bill.limit.push('3'));
    assert_eq!(page.texts("i"), ["1", "2"]);
}

#[derive(Default)]
struct Photos {
    photos: Keyed<u32, Async<String>>,
}

#[live_view]
impl Photos {
    fn load(&mut self, id: u32) {
        let photo = self.photos.get_mut(&id).unwrap();
        photo.start(async move { Ok::<_, Reject>(format!("photo {id}")) });
    }

    fn render(&self) -> impl View {
        view! {
            for (id, photo) in self.photos.pairs(); key = *id {
                <li @click={load(*id)}>{photo.get().map_or("none", String::as_str)}</li>
            }
        }
    }
}

#[test]
fn rows_show_the_results_of_their_tasks() {
    taut_test::block_on(async {
        let mut page = Live::of(Photos {
            photos: (0..3).map(|id| (id, Async::default())).collect(),
        });
        page.click("li:nth-child(2)");
        assert_eq!(page.texts("li"), ["none", "none", "none"]);
        page.idle().await;
        assert_eq!(page.texts("li"), ["none", "photo 1", "none"]);
    });
}

/// A key with a part that does not make another one.
#[derive(Debug, Clone, Default, Eq, Key)]
struct Unit {
    id: u32,
    name: String,
}

impl PartialEq for Unit {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl std::hash::Hash for Unit {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

#[derive(Default)]
struct Weights {
    rows: Keyed<u32, u32>,
    unit: Unit,
}

#[live_view]
impl Weights {
    fn render(&self) -> impl View {
        view! {
            for row in &self.rows; key = *row { <li>{*row} " " {Self::name(&self.unit)}</li> }
        }
    }

    fn name(unit: &Unit) -> &str {
        &unit.name
    }
}

#[test]
fn a_key_of_the_user_may_ignore_a_part_of_itself() {
    let mut page = Live::of(Weights {
        rows: [(1, 1), (2, 2)].into_iter().collect(),
        unit: Unit {
            id: 7,
            name: "kg".to_owned(),
        },
    });
    page.update(|view| view.unit.name = "t".to_owned());
    assert_eq!(page.texts("li"), ["1 t", "2 t"]);
}

thread_local! {
    static PANICS: Cell<bool> = const { Cell::new(false) };
}

#[derive(Default)]
struct Picky {
    rows: Keyed<u32, u32>,
    selected: Option<u32>,
}

#[live_view]
impl Picky {
    fn marked(is_marked: bool) -> &'static str {
        assert!(!is_marked || !PANICS.get(), "as asked");
        if is_marked { "marked" } else { "plain" }
    }

    fn render(&self) -> impl View {
        view! {
            for row in &self.rows; key = *row { <li>{Self::marked(self.selected == Some(*row))}</li> }
        }
    }
}

#[test]
fn a_row_may_panic_when_it_is_selected() {
    let mut page = Live::of(Picky {
        rows: (0..3).map(|id| (id, id)).collect(),
        selected: Some(2),
    });
    page.update(|view| view.selected = Some(1));
    PANICS.set(true);
    page.update(|view| view.selected = Some(0));
    assert!(page.session_mut().take_panic().is_some());
    PANICS.set(false);
    page.update(|_| ());
    assert_eq!(page.texts("li"), ["marked", "plain", "plain"]);
}
