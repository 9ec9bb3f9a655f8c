//! What views in templates are given by the views around them, and what becomes of their state.

use serde::{Deserialize, Serialize};
use taut::prelude::*;
use taut_core::{Joining, Request, Session as _, ViewSession};
use taut_test::{Live, Visit};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct User {
    name: String,
}

/// What is given to it, and how often.
#[derive(Default, Serialize, Deserialize)]
struct Card {
    title: String,
    name: String,
    most: usize,
    given: u32,
    clicks: u32,
}

#[live_view(persist)]
impl Card {
    fn props(&mut self, title: &str, user: &User, #[prop(default = 8)] most: usize) {
        assert!(title != "panic", "on purpose");
        (self.title, self.name, self.most) = (title.to_owned(), user.name.clone(), most);
        self.given += 1;
    }

    fn click(&mut self) {
        self.clicks += 1;
    }

    async fn click_later(&mut self) {
        self.clicks += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <button class="click" @click={click()}>{&self.title} " of " {&self.name} ", " {self.most} " most"</button>
            <button class="later" @click={click_later()}>"given " {self.given} ", clicked " {self.clicks}</button>
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Board {
    title: String,
    user: User,
    rows: Vec<(u32, String)>,
    is_open: bool,
}

impl Default for Board {
    fn default() -> Self {
        let rows = vec![
            (1, "one".to_owned()),
            (2, "two".to_owned()),
            (3, "three".to_owned()),
        ];
        Self {
            title: "Board".to_owned(),
            user: User {
                name: "Ada".to_owned(),
            },
            rows,
            is_open: true,
        }
    }
}

#[live_view(persist)]
impl Board {
    fn render(&self) -> impl View {
        view! {
            <section id="first"><Card title={&self.title} user={&self.user}/></section>
            if self.is_open { <section id="open"><Card title="fixed" user={&self.user} most={3}/></section> }
            for (id, title) in &self.rows; key = *id {
                <section id={format!("row-{id}")}><Card most={self.rows.len()} user={&self.user} title={title}/></section>
            }
        }
    }
}

fn board() -> Live<Board> {
    Live::of(Board::default())
}

fn said(page: &Live<Board>, section: &str) -> (String, String) {
    (
        page.text(&format!("{section} .click")),
        page.text(&format!("{section} .later")),
    )
}

#[track_caller]
fn check(page: &Live<Board>, section: &str, title: &str, state: &str) {
    assert_eq!(
        said(page, section),
        (title.to_owned(), state.to_owned()),
        "{section}"
    );
}

#[test]
fn props_are_given_before_the_first_html_and_when_one_has_changed() {
    let mut page = board();
    check(
        &page,
        "#first",
        "Board of Ada, 8 most",
        "given 1, clicked 0",
    );
    check(&page, "#open", "fixed of Ada, 3 most", "given 1, clicked 0");
    check(&page, "#row-2", "two of Ada, 3 most", "given 1, clicked 0");
    page.click("#row-2 .click");
    check(&page, "#row-2", "two of Ada, 3 most", "given 1, clicked 1");
    page.update(|board| board.title.push('s'));
    check(
        &page,
        "#first",
        "Boards of Ada, 8 most",
        "given 2, clicked 0",
    );
    check(&page, "#row-2", "two of Ada, 3 most", "given 1, clicked 1");
    page.update(|board| board.user.name = "Bob".to_owned());
    check(
        &page,
        "#first",
        "Boards of Bob, 8 most",
        "given 3, clicked 0",
    );
    check(&page, "#row-2", "two of Bob, 3 most", "given 2, clicked 1");
}

#[test]
fn state_moves_with_its_row_and_ends_with_its_place() {
    let mut page = board();
    for _ in 0..3 {
        page.click("#row-3 .click");
    }
    page.click("#open .click");
    page.update(|board| board.rows.reverse());
    check(
        &page,
        "#row-3",
        "three of Ada, 3 most",
        "given 1, clicked 3",
    );
    page.update(|board| board.is_open = false);
    page.update(|board| board.is_open = true);
    check(&page, "#open", "fixed of Ada, 3 most", "given 1, clicked 0");
    let gone = page
        .view()
        .rows
        .iter()
        .position(|(id, _)| *id == 3)
        .unwrap();
    page.update(|board| drop(board.rows.remove(gone)));
    page.update(|board| board.rows.push((3, "three".to_owned())));
    check(
        &page,
        "#row-3",
        "three of Ada, 3 most",
        "given 1, clicked 0",
    );
}

#[test]
fn the_memo_may_be_dropped_at_any_time() {
    let mut page = board();
    page.click("#row-3 .click");
    page.click("#first .later");
    for _ in 0..2 {
        let (mut joined, mut html) = (Vec::new(), Vec::new());
        page.session_mut()
            .write_joined(&Joining::again("token", -1), &mut joined);
        page.session_mut().write_page(&mut html);
        assert!(
            String::from_utf8_lossy(&joined).contains("three"),
            "it has all values"
        );
        assert_eq!(
            String::from_utf8_lossy(&html)
                .matches("clicked <!>1")
                .count(),
            2
        );
    }
}

#[test]
fn a_panic_of_one_leaves_the_state_of_all() {
    let mut page = board();
    page.click("#row-1 .click");
    page.update(|board| board.rows[1].1 = "panic".to_owned());
    page.update(|board| board.rows[1].1 = "two".to_owned());
    page.reconnect();
    check(&page, "#row-1", "one of Ada, 3 most", "given 1, clicked 1");
    check(&page, "#row-2", "two of Ada, 3 most", "given 2, clicked 0");
}

#[test]
fn state_is_saved_with_the_view_around_and_comes_back_to_its_place() {
    let mut page = board();
    page.click("#row-3 .click");
    page.click("#first .click");
    page.update(|board| board.rows.reverse());
    let saved = page.session_mut().save().unwrap().unwrap();
    let request = Visit::new("/");
    let unseen = ViewSession::<Board>::restore(&saved, &Request::new(&request)).unwrap();
    let saved = unseen.save().unwrap().unwrap();
    let mut restored = ViewSession::<Board>::restore(&saved, &Request::new(&request)).unwrap();
    let mut html = Vec::new();
    restored.write_html(&mut html);
    let html = String::from_utf8_lossy(&html).into_owned();
    assert_eq!(html.matches("clicked <!>1").count(), 2, "{html}");
    let row = html.split("row-3").nth(1).unwrap();
    assert!(
        row.split("</section>")
            .next()
            .unwrap()
            .contains("clicked <!>1"),
        "{html}"
    );
}

#[derive(Default)]
struct Twins {
    keys: Vec<u8>,
}

#[live_view]
impl Twins {
    fn render(&self) -> impl View {
        view! {
            for key in &self.keys; key = *key {
                <section><Card title="t" user={&User { name: key.to_string() }}/></section>
            }
        }
    }
}

/// Rows with the same key are told apart by their order.
#[test]
fn rows_with_one_key_have_states_of_their_own() {
    let mut page = Live::of(Twins {
        keys: vec![7, 7, 8],
    });
    page.click("section:nth-child(2) .click");
    assert_eq!(
        page.texts(".later"),
        [
            "given 1, clicked 0",
            "given 1, clicked 1",
            "given 1, clicked 0"
        ]
    );
    page.update(|twins| twins.keys = vec![8, 7, 7]);
    assert_eq!(
        page.texts(".later"),
        [
            "given 1, clicked 0",
            "given 1, clicked 0",
            "given 1, clicked 1"
        ]
    );
}

/// Props and contents with the names that generated code might use.
#[derive(Default)]
struct Named(String);

#[live_view]
impl Named {
    fn props(&mut self, view: &str, kept: &str, props: u8, given: u8, before_0: u8, value_1: u8) {
        self.0 = format!("{view} {kept} {props} {given} {before_0} {value_1}");
    }

    fn render(&self, contents: Children, at: Children) -> impl View {
        view! { <div class="named">{&self.0} {contents} {at}</div> }
    }
}

#[component]
fn Called(
    props: &str,
    contents: u8,
    given: Option<u8>,
    name: Children,
    number: Children,
) -> impl View {
    view! { <b>{props} {contents} {given} {name} {number}</b> }
}

#[derive(Default)]
struct Names;

#[live_view]
impl Names {
    fn render(&self) -> impl View {
        view! {
            <Named view="a" kept="b" props={1} given={2} before_0={3} value_1={4}><slot:contents>" c"</slot:contents><slot:at>"d"</slot:at></Named>
            <Called props="e" contents={5} given={Some(6)}><slot:name>"f"</slot:name><slot:number>"g"</slot:number></Called>
        }
    }
}

#[test]
fn props_may_have_any_names() {
    let page = Live::of(Names);
    assert_eq!(page.text(".named"), "a b 1 2 3 4 cd");
    assert_eq!(page.text("b"), "e56fg");
}
