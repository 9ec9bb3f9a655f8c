//! Commands of listeners: on a page, in rows that move, in components and in what stands in them.

use taut::prelude::*;

/// A view with a state of its own, and a content.
#[derive(Default)]
pub(crate) struct Panel {
    clicks: u32,
}

#[live_view]
impl Panel {
    fn count(&mut self) {
        self.clicks += 1;
    }

    fn render(&self, children: Children) -> impl View {
        view! {
            <section class="panel">
                <button class="fold" @click={toggle(closest(".panel", ".folded")), count()}>"Fold " {self.clicks}</button>
                <div class="folded">{children}</div>
            </section>
        }
    }
}

#[component]
fn Tab(id: &str, children: Children) -> impl View {
    view! {
        <button id={id} @click={remove_class("chosen", to = "#tabs button"), add_class("chosen")}>{children}</button>
    }
}

pub(crate) struct Commands {
    count: u32,
    rows: Vec<u32>,
    heard: String,
    is_marked: bool,
    is_shown: bool,
}

#[live_view]
impl Commands {
    fn mount() -> Self {
        Self {
            count: 0,
            rows: vec![1, 2, 3],
            heard: String::new(),
            is_marked: false,
            is_shown: true,
        }
    }

    fn add(&mut self) {
        self.count += 1;
    }

    fn mark(&mut self) {
        self.is_marked = !self.is_marked;
    }

    fn show_or_not(&mut self) {
        self.is_shown = !self.is_shown;
    }

    fn turn(&mut self) {
        self.rows.reverse();
    }

    fn picked(&mut self, id: u32) {
        self.heard = format!("picked {id}");
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <title>"Commands"</title>
                    <link rel="stylesheet" href="/test.css">
                </head>
                <body @keydown.window.ctrl.k.prevent={focus("#q")} @item-picked={picked(event.detail)}>
                    <h1 id="count" class="count" class:marked={self.is_marked}>{self.count}</h1>
                    <button id="add" @click={add()}>"Add"</button>
                    <button id="mark" @click={mark()}>"Mark"</button>
                    <button id="turn" @click={turn()}>"Turn"</button>
                    <button id="both" @click={toggle_class("open wide", to = "#count"), add()}>"Both"</button>
                    <button id="expands" aria-expanded="false" @click={
                        toggle_attribute("aria-expanded", "true", "false"),
                        toggle("#menu"),
                        focus("#first"),
                    }>"Menu"</button>
                    <ul id="menu" hidden @click.outside={hide("#nothing, #other-menu")}>
                        <li><a id="first" href="#menu">"First"</a></li>
                    </ul>
                    <p id="other-menu" @keydown.window.escape={hide()}>"Other"</p>
                    <input id="q" name="q" @keydown.escape={blur()} @focus={add_class("used")}>
                    <button id="discloses" @click={toggle_attribute("data-on")}>"Flag"</button>
                    <button id="sets" @click={set_attribute("title", format!("count {}", self.count)), remove_attribute("role", to = "#flagged")}>"Sets"</button>
                    <i id="flagged" role="note">"i"</i>
                    <button id="opens" @click={open("#dialog, #details")}>"Dialog"</button>
                    <button id="pops" @click={open("#popover")}>"Popover"</button>
                    <button id="details-opens" @click={open("#details")}>"Details"</button>
                    <dialog id="dialog">
                        <button id="closes" @click={close("#dialog")}>"Close"</button>
                        <input id="inside">
                    </dialog>
                    <div id="popover" popover><button id="unpops" @click={close(closest("[popover]"))}>"Close"</button></div>
                    <details id="details" @click.self={close()}><summary>"Details"</summary>"Text"</details>
                    <button id="copies" @click={copy(to = "#code")}>"Copy"</button>
                    <button id="copies-text" @click={copy(&self.heard)}>"Copy text"</button>
                    <pre id="code">"let x = 1;"</pre>
                    <button id="far" @click={scroll_into_view("#bottom")}>"Bottom"</button>
                    <button id="missing" @click={focus("#not-there"), add()}>"Missing"</button>
                    <button id="broken" @click={focus(&self.heard), add()}>"Broken"</button>
                    <p id="heard">{&self.heard}</p>
                    <ul id="rows">
                        for row in &self.rows; key = *row {
                            <li id={format!("row-{row}")}>
                                <button class="toggle" @click={toggle_class("selected", to = closest("li"))}>{*row} " of " {self.count}</button>
                                <button class="next" @click={focus(format!("#row-{} .toggle", row % 3 + 1))}>"Next"</button>
                                <button class="pick" @click={dispatch("item-picked", row)}>"Pick"</button>
                            </li>
                        }
                    </ul>
                    <div id="tabs"><Tab id="one">"One"</Tab><Tab id="two">"Two"</Tab></div>
                    <Panel><button id="content" @click={toggle_class("on"), add()}>"Content"</button></Panel>
                    <button id="show" @click={show_or_not()}>"Show or not"</button>
                    if self.is_shown { <b id="shown" @click={toggle_class("on")}>"Shown"</b> }
                    <form id="form" @submit={add_class("sent"), add()}><input name="a"><button id="send">"Send"</button></form>
                    <label><input id="more" type="checkbox" @change={toggle("#extra")}> "More"</label>
                    <p id="extra" hidden>"Extra"</p>
                    <p id="bottom">"Bottom"</p>
                </body>
            </html>
        }
    }
}
