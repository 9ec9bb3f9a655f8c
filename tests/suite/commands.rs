//! Commands of listeners: what the table of templates says of them, and that the server never hears of them.

use taut::prelude::*;
use taut_core::limits::Limits;
use taut_core::{Session as _, templates_json};
use taut_test::Live;

#[derive(Default)]
struct Page {
    count: u32,
    rows: Vec<u32>,
    name: String,
    is_broken: bool,
}

/// A piece, which has no handlers, but commands.
#[component]
fn Menu(id: &str, children: Children) -> impl View {
    let target = format!("#{id}");
    view! {
        <button class="menu" @click={toggle(&target)}>"Menu"</button>
        <ul id={id} hidden>{children}</ul>
    }
}

#[live_view]
impl Page {
    fn add(&mut self, by: u32) {
        self.count += by;
    }

    fn remove(&mut self, row: u32) {
        self.rows.retain(|other| *other != row);
    }

    /// A handler, which has the name of a command.
    fn close(&mut self) {
        self.count = 0;
    }

    fn checked(&self) -> u32 {
        assert!(!self.is_broken, "on purpose");
        self.count
    }

    fn render(&self) -> impl View {
        view! {
            <button id="alone" @click={toggle_class("open", to = "#menu"), focus("#q")}>"Alone"</button>
            <button id="both" @click.once={add_class("pressed"), add(2)}>{self.checked()}</button>
            <button id="close" @click={close()}>"Close"</button>
            <input id="q" @keydown.escape={blur()} @keydown.enter={dispatch("name-given", &self.name), add(self.count)}>
            <ul>
                for row in &self.rows; key = *row {
                    <li id={format!("row-{row}")}>
                        <button class="pick" @click={
                            focus(format!("#row-{row} a")),
                            toggle_attribute("aria-expanded", "true", "false"),
                            hide(closest("li", "ul")),
                            remove(*row),
                        }>"Pick"</button>
                    </li>
                }
            </ul>
            <Menu id="menu"><li>"Item " {self.count}</li></Menu>
        }
    }
}

fn page() -> Live<Page> {
    Live::of(Page {
        rows: vec![1, 2, 3],
        name: "Ada \"Q\"".to_owned(),
        ..Page::default()
    })
}

#[test]
fn commands_run_in_their_order_and_then_the_handler() {
    let mut page = page();
    page.click("#both");
    assert_eq!(page.commands(), ["add_class(pressed)"]);
    assert_eq!(page.text("#both"), "2");
    page.click("#both");
    assert!(page.commands().is_empty(), "`.once` is about both");
    assert_eq!(page.text("#both"), "2");
}

#[test]
fn a_listener_with_commands_only_sends_nothing() {
    let mut page = page();
    page.click("#alone");
    assert_eq!(
        page.commands(),
        ["toggle_class(open, to = #menu)", "focus(#q)"]
    );
    assert!(page.frames().is_empty());
    page.key("#q", "Escape");
    assert_eq!(page.commands(), ["blur()"]);
}

#[test]
fn arguments_may_be_values_of_the_template() {
    let mut page = page();
    page.update(|page| page.rows.reverse());
    page.click("#row-2 .pick");
    assert_eq!(
        page.commands(),
        [
            "focus(#row-2 a)",
            "toggle_attribute(aria-expanded, true, false)",
            "hide(closest(li, ul))"
        ]
    );
    assert_eq!(page.view().rows, [3, 1]);
    page.update(|page| page.name.push('!'));
    page.key("#q", "Enter");
    assert_eq!(
        page.commands(),
        ["dispatch(name-given, \"Ada \\\"Q\\\"!\")"]
    );
    page.click(".menu");
    assert_eq!(page.commands(), ["toggle(#menu)"]);
}

#[test]
fn a_handler_of_the_same_name_is_called_instead() {
    let mut page = page();
    page.click("#both");
    page.click("#close");
    assert!(page.commands().is_empty());
    assert_eq!(page.view().count, 0);
}

#[test]
fn handlers_behind_commands_are_found_where_rendering_panics() {
    let mut page = page();
    page.update(|page| page.is_broken = true);
    page.click("#close");
    page.update(|page| page.is_broken = false);
    page.click("#row-1 .pick");
    assert_eq!(page.view().rows, [2, 3]);
}

#[test]
fn the_table_has_commands_in_the_place_of_a_handler() {
    let table = templates_json::<Page>(&Limits::default());
    let table = String::from_utf8_lossy(&table);
    for part in [
        r##""click",0,[],[["toggle_class",["#menu"],"open"],["focus",["#q"]]],0]"##,
        r##""click",32,[],[["add_class",[],"pressed"]],0],[11,[],"click",32,[],"##,
        r##""keydown",0,["Enter"],[["dispatch",[],"name-given",["data-taut-do-1-0"]]],0]"##,
        r##"[["focus",[["data-taut-do-0-0"]]],["toggle_attribute",[],"aria-expanded","true","false"],["hide",["li","ul"]]],0]"##,
        r##""needs":["commands"]"##,
    ] {
        assert!(table.contains(part), "{part} in {table}");
    }
}

#[test]
fn an_event_that_names_commands_is_refused() {
    let mut page = page();
    for (number, hole) in [(1, 0), (2, 1)] {
        let mut out = Vec::new();
        let frame = format!("[{number},0,{hole}]");
        let work = page.session_mut().receive(&frame, &mut out);
        assert!(work.is_ok_and(|work| work.is_none()));
        let answer = String::from_utf8_lossy(&out).into_owned();
        assert!(
            answer.contains("the event names nothing in the page"),
            "{answer}"
        );
    }
}
