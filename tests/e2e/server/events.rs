//! A log of all kinds of events.

use taut::prelude::*;

#[derive(Default)]
pub(crate) struct Events {
    log: Vec<String>,
    menu: bool,
}

#[live_view]
impl Events {
    fn note(&mut self, what: String) {
        self.log.push(what);
    }

    fn key(&mut self, key: String, shift: bool) {
        self.log.push(format!("key {key} {shift}"));
    }

    fn held(&mut self, key: String, repeat: bool) {
        self.log.push(format!("held {key} {repeat}"));
    }

    fn pointer(&mut self, x: i32, y: i32, button: u8) {
        self.log.push(format!("pointer {x} {y} {button}"));
    }

    fn detail(&mut self, detail: Vec<u8>) {
        self.log.push(format!("detail {detail:?}"));
    }

    fn text(&mut self, text: String) {
        self.log.push(format!("text {text}"));
    }

    fn scrolled(&mut self, top: u32) {
        self.log.push(format!("scrolled {top}"));
    }

    fn toggled(&mut self, open: bool) {
        self.log.push(format!("toggled {open}"));
    }

    fn turned(&mut self, delta: i32) {
        self.log.push(format!("turned {delta}"));
    }

    fn open_menu(&mut self) {
        self.menu = true;
    }

    fn close_menu(&mut self) {
        self.menu = false;
        self.log.push("closed".into());
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width">
                    <title>"Events"</title>
                    <link rel="stylesheet" href="/test.css">
                </head>
                <body @keydown.window.ctrl.k.prevent={note("window ctrl k".into())} @resize.window={note("resize".into())}>
                    <input id="keys" @keydown.enter={note("enter".into())} @keydown.escape={note("escape".into())}
                        @keydown.shift.a={note("shift a".into())} @keydown.space={note("space".into())}
                        @keydown.ctrl.alt."?"={note("ctrl alt ?".into())}
                        @keyup.z={key(event.key, event.shift)}>
                    <input id="held" tabindex="-1" @keydown={held(event.key, event.repeat)}>
                    <input id="focus" @focus={note("focus".into())} @blur={note("blur".into())}>
                    <div id="hover" @mouseenter={note("enter".into())} @mouseleave={note("leave".into())}>
                        <span id="hovered">"Hover"</span>
                    </div>
                    <details id="details" @toggle={toggled(event.open)}><summary>"Toggle"</summary>"…"</details>
                    <div id="scroll" @scroll={scrolled(event.scroll_top)}><p>"Scroll"</p></div>
                    <img id="image" alt="" @load={note("load".into())}>
                    <div id="outer" @click={note("outer".into())}>
                        <button id="bubbles" @click={note("bubbles".into())}>"Bubbles"</button>
                        <button id="stops" @click.stop={note("stops".into())}>"Stops"</button>
                        <button id="once" @click.once.stop={note("once".into())}>"Once"</button>
                    </div>
                    <div id="itself" @click.self={note("itself".into())}>"Itself " <b id="within">"within"</b></div>
                    <a id="link" href="/nowhere" @click.prevent={note("link".into())}>"Link"</a>
                    <div id="custom" @my-event={detail(event.detail)}>"Custom"</div>
                    <div id="pointer" @pointerdown={pointer(event.offset_x, event.offset_y, event.button)}>"Pointer"</div>
                    <div id="editable" contenteditable="true" @input={text(event.text)}></div>
                    <div id="wheel" @wheel.prevent={turned(event.delta_y)}>"Wheel"</div>
                    <button id="open" @click={open_menu()}>"Menu"</button>
                    if self.menu {
                        <div id="menu" @click.outside={close_menu()} @keydown.window.escape={close_menu()}>
                            <button id="item">"Item"</button>
                        </div>
                    }
                    <ol id="log">
                        for (at, line) in self.log.iter().enumerate(); key = at { <li>{line}</li> }
                    </ol>
                </body>
            </html>
        }
    }
}
