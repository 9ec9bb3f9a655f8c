//! What is between the tags of components with a state, and in their slots: it belongs to the view that writes it.

use taut::prelude::*;
use taut_core::limits::Limits;
use taut_core::{Session as _, templates_json};
use taut_test::{Browser, Live};

use crate::diff::random::Random;

/// Shows its contents in places that come and go.
#[derive(Default)]
struct Panel {
    is_open: bool,
    copies: u32,
    name: String,
}

#[live_view]
impl Panel {
    fn props(&mut self, name: &str) {
        self.name = name.to_owned();
    }

    #[event]
    fn toggled(is_open: bool);

    fn toggle(&mut self, cx: &mut Context) {
        self.is_open = !self.is_open;
        cx.emit(Self::toggled(self.is_open));
    }

    fn copy(&mut self) {
        self.copies = (self.copies + 1) % 3;
    }

    fn render(&self, title: Children, children: Children) -> impl View {
        view! {
            <h2><button class="toggle" @click={toggle()}>{&self.name} ": " {title}</button></h2>
            <button class="copy" @click={copy()}>{self.copies}</button>
            if self.is_open { <div class="body">{children}</div> }
            <ol>for copy in 0..self.copies; key = copy { <li class={format!("copy-{copy}")}>{copy} <i>{children}</i></li> }</ol>
        }
    }
}

/// Passes what it is given on, in a content of its own.
#[derive(Default)]
struct Frame {
    clicks: u32,
}

#[live_view]
impl Frame {
    fn click(&mut self) {
        self.clicks += 1;
    }

    fn render(&self, children: Children) -> impl View {
        view! {
            <Panel name="framed">
                <slot:title>"frame " {self.clicks}</slot:title>
                <button class="own" @click={click()}>"own " {self.clicks}</button>
                <span class="inner">{children}</span>
            </Panel>
        }
    }
}

/// A component in a content, with what it tells.
#[derive(Default)]
struct Counter {
    count: u32,
}

#[live_view]
impl Counter {
    #[event]
    fn counted(count: u32);

    fn count(&mut self, cx: &mut Context) {
        self.count += 1;
        cx.emit(Self::counted(self.count));
    }

    fn render(&self) -> impl View {
        view! { <button class="count" @click={count()}>"counted " {self.count}</button> }
    }
}

#[component]
fn Piece(children: Children) -> impl View {
    view! { <b>{children}</b> }
}

#[derive(Default)]
struct Page {
    rows: Vec<u32>,
    picked: Vec<(u32, u32)>,
    counted: u32,
    opened: u32,
    text: String,
    is_broken: bool,
}

#[live_view]
impl Page {
    fn pick(&mut self, row: u32, count: u32) {
        self.picked.push((row, count));
    }

    fn typed(&mut self, text: String) {
        self.text = text;
    }

    fn sum(&mut self, count: u32) {
        self.counted += count;
    }

    async fn open(&mut self, is_open: bool) {
        self.opened += u32::from(is_open);
    }

    fn broken(&self) -> &'static str {
        assert!(!self.is_broken, "on purpose");
        "whole"
    }

    fn render(&self) -> impl View {
        view! {
            for row in &self.rows; key = *row {
                let count = self.counted;
                <section id={format!("row-{row}")}>
                    <Panel name="row" @toggled={open(event.detail)}>
                        <slot:title>"row " {*row}</slot:title>
                        <button class="pick" @click={pick(*row, count)}>"pick " {*row} " of " {count}</button>
                        <Piece><Counter @counted={sum(event.detail)}/></Piece>
                    </Panel>
                </section>
            }
            <section id="frame">
                <Frame>
                    <input value={&self.text} @input={typed(event.value)}>
                    if !self.text.is_empty() { <button class="text" @click={pick(0, 0)}>{&self.text}</button> }
                    <Counter @counted={sum(event.detail)}/>
                </Frame>
            </section>
            <section id="broken"><Panel name="broken"><p @click={pick(7, 7)}>{self.broken()}</p></Panel></section>
        }
    }
}

fn page() -> Live<Page> {
    let rows = vec![1, 2, 3];
    Live::of(Page {
        rows,
        ..Page::default()
    })
}

#[test]
fn listeners_in_contents_call_the_view_that_wrote_them() {
    let mut page = page();
    assert_eq!(page.text("#row-2 .toggle"), "row: row 2");
    assert!(!page.has(".pick"));
    page.click("#row-2 .toggle");
    page.click("#row-2 .pick");
    assert_eq!(page.view().picked, [(2, 0)]);
    page.click("#row-2 .count");
    page.click("#row-2 .count");
    assert_eq!(
        (page.view().counted, page.text("#row-2 .pick")),
        (3, "pick 2 of 3".to_owned())
    );
    page.update(|page| page.rows.reverse());
    page.click("#row-2 .pick");
    assert_eq!(page.view().picked, [(2, 0), (2, 3)]);
    assert_eq!(page.text("#row-2 .count"), "counted 2");
    page.click("#row-2 .toggle");
    page.click("#row-2 .toggle");
    assert_eq!(
        page.text("#row-2 .count"),
        "counted 0",
        "its place was gone"
    );
}

#[test]
fn a_content_may_be_shown_several_times_and_each_has_its_components() {
    let mut page = page();
    page.click("#row-1 .copy");
    page.click("#row-1 .copy");
    page.click("#row-1 .copy-1 .count");
    assert_eq!(page.texts("#row-1 .count"), ["counted 0", "counted 1"]);
    page.click("#row-1 .copy-0 .pick");
    assert_eq!(page.view().picked, [(1, 1)]);
}

#[test]
fn contents_are_passed_on_through_components() {
    let mut page = page();
    page.click("#frame .toggle");
    page.click("#frame .own");
    assert_eq!(page.text("#frame .toggle"), "framed: frame 1");
    page.input("#frame input", "milk");
    assert_eq!(page.text("#frame .inner .text"), "milk");
    page.click("#frame .inner .text");
    page.click("#frame .inner .count");
    page.click("#frame .own");
    assert_eq!(page.text("#frame .own"), "own 2");
    assert_eq!(
        (&page.view().picked[..], page.view().counted),
        (&[(0, 0)][..], 1)
    );
}

#[actix_web::test]
async fn what_a_component_with_contents_emits_is_heard_by_the_view_around() {
    let mut page = page();
    page.click("#row-3 .toggle");
    page.idle().await;
    assert_eq!(page.view().opened, 1);
}

#[test]
fn a_panic_in_a_content_is_one_of_the_view_that_wrote_it() {
    let mut page = page();
    page.click("#broken .toggle");
    page.click("#row-1 .toggle");
    page.click("#row-1 .count");
    page.update(|page| page.is_broken = true);
    page.click("#broken p");
    page.click("#row-1 .count");
    page.update(|page| page.is_broken = false);
    assert_eq!(
        (&page.view().picked[..], page.view().counted),
        (&[(7, 7)][..], 3)
    );
    assert_eq!(page.text("#row-1 .count"), "counted 2");
}

/// A view with contents is a page of its own, without them.
#[test]
fn a_page_has_no_contents() {
    let mut panel = Live::of(Panel::default());
    panel.click(".toggle");
    panel.click(".copy");
    assert_eq!(
        (panel.text(".body"), panel.texts("li")),
        (String::new(), vec!["0".to_owned()])
    );
    panel.reconnect();
}

/// Whatever happens, in whatever order, the page is what a page written again would be.
#[test]
fn a_page_of_contents_is_the_page_that_is_written_again() {
    let templates = templates_json::<Page>(&Limits::default());
    for seed in 0..300 {
        let (mut random, mut page) = (Random::new(seed), page());
        for step in 0..random.below(20) {
            act(&mut page, &mut random, u32::try_from(step).unwrap());
        }
        let mut html = Vec::new();
        page.session_mut().write_html(&mut html);
        let again = Browser::open(&String::from_utf8_lossy(&html), &templates);
        assert_eq!(page.browser().snapshot(), again.snapshot(), "seed {seed}");
    }
}

/// Changes the page, or clicks something in it.
fn act(page: &mut Live<Page>, random: &mut Random, step: u32) {
    match random.below(12) {
        0 => page.update(|page| page.rows.reverse()),
        1 => page.update(|page| {
            page.rows.pop();
        }),
        2 => page.update(|page| page.rows.push(10 + step)),
        3 => page.reconnect(),
        4 if page.has("#frame input") => {
            page.input("#frame input", ["", "x", "y"][random.below(3)])
        }
        _ => {
            let of = [
                "#row-1",
                "#row-2",
                "#row-11",
                "#frame",
                "#broken",
                "#frame .inner",
            ];
            let within = ["", ".body", ".copy-0", ".copy-1"];
            let what = [".toggle", ".copy", ".pick", ".count", ".own", ".text", "p"];
            let one = |of: &[&str], random: &mut Random| of[random.below(of.len())].to_owned();
            let selector = [one(&of, random), one(&within, random), one(&what, random)].join(" ");
            if page.count(&selector) == 1 {
                page.click(&selector);
            }
        }
    }
}
