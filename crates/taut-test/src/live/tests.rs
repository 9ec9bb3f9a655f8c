//! Each action dispatches the events that a browser dispatches.

use std::task::Poll;

use taut::prelude::*;
use taut_core::Session as _;

use crate::{DomEvent, Live, block_on};

#[derive(Default)]
struct Form {
    heard: Vec<String>,
    text: String,
    on: bool,
    size: String,
}

#[derive(serde::Deserialize)]
struct Fields {
    name: String,
    #[serde(default)]
    on: bool,
    size: String,
    #[serde(default)]
    go: Option<String>,
}

#[live_view]
impl Form {
    fn hear(&mut self, what: String) {
        self.heard.push(what);
    }

    fn write(&mut self, text: String) -> Result<(), Reject> {
        if text.contains('!') {
            return Err("not so loud".into());
        }
        self.text = text.to_uppercase();
        Ok(())
    }

    fn turn(&mut self, on: bool) {
        self.on = on;
    }

    fn choose(&mut self, size: String) {
        self.size = size;
    }

    fn send(&mut self, fields: Fields, cx: &mut Context) {
        let Fields { name, on, size, go } = &fields;
        self.heard.push(format!("{name} {on} {size} {go:?}"));
        cx.title("sent");
        cx.dispatch("sent", &fields.name);
    }

    fn key(&mut self, key: String, ctrl: bool) {
        self.heard.push(format!("{key} {ctrl}"));
    }

    async fn later(&mut self) {
        self.heard.push("before".to_owned());
        let mut turns = 0;
        std::future::poll_fn(|cx| {
            turns += 1;
            cx.waker().wake_by_ref();
            if turns < 3 {
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        })
        .await;
        self.heard.push("after".to_owned());
    }

    fn render(&self) -> impl View {
        view! {
            <form @submit={send(event.form)}>
                <label id="label">"Name" <input id="name" name="name" value={&self.text} @input={write(event.value)} @blur={hear("blur".to_owned())}></label>
                <input id="on" name="on" type="checkbox" checked={self.on} @change={turn(event.checked)}>
                <label id="for-on" for="on">"On"</label>
                <select id="size" name="size" @change={choose(event.value)}>
                    <option>"S"</option>
                    <option value="m" selected={self.size == "m"}>"M"</option>
                </select>
                <button id="go" name="go" value="1">"Go"</button>
                <button id="plain" type="button" @click={later()}>"Later"</button>
            </form>
            <details id="details" @toggle={hear("toggled".to_owned())}><summary>"More"</summary> "text"</details>
            <p id="keys" tabindex="0" @keydown.escape={key(event.key, event.ctrl)} @click.outside={hear("outside".to_owned())}></p>
            <p id="out">{&self.text}</p>
            <ul>for what in &self.heard; key = what.as_str() { <li>{what}</li> }</ul>
        }
    }
}

fn form() -> Live<Form> {
    block_on(Live::mount()).unwrap_or_else(|reject| panic!("{reject}"))
}

#[test]
fn what_is_typed_reaches_the_view_key_by_key_and_comes_back_when_it_is_left() {
    let mut page = form();
    page.type_text("#name", "ab");
    assert_eq!(
        (page.text("#out").as_str(), page.value("#name").as_str()),
        ("AB", "ab")
    );
    page.input("#name", "new");
    assert_eq!(page.property("#name", "value"), "new");
    page.change("#name", "left");
    assert_eq!(
        (page.text("#out").as_str(), page.value("#name").as_str()),
        ("LEFT", "LEFT")
    );
    assert_eq!(page.texts("li"), ["blur"]);
}

#[test]
fn an_error_leaves_what_was_typed() {
    let mut page = form();
    page.type_text("#name", "a!");
    assert_eq!(
        (
            page.error(),
            page.value("#name").as_str(),
            page.text("#out").as_str()
        ),
        (Some("not so loud"), "a!", "A")
    );
    page.focus("#on");
    assert_eq!(page.error(), None, "the error was of another act");
}

#[test]
fn boxes_options_and_labels_do_what_they_do() {
    let mut page = form();
    page.check("#on", true);
    assert!(page.is_checked("#on") && page.view().on);
    page.check("#on", true);
    assert!(page.is_checked("#on"));
    page.click("#for-on");
    assert!(!page.is_checked("#on") && !page.view().on);
    assert_eq!(page.value("#size"), "S");
    page.change("#size", "m");
    assert_eq!(
        (page.view().size.as_str(), page.value("#size").as_str()),
        ("m", "m")
    );
    page.click("summary");
    assert_eq!(
        (
            page.attribute("#details", "open"),
            page.texts("li").contains(&"toggled".to_owned())
        ),
        (Some(""), true)
    );
}

#[test]
fn a_form_is_sent_with_its_fields_and_the_button() {
    let mut page = form();
    page.input("#name", "Zoe");
    page.check("#on", true);
    page.click("#go");
    assert!(
        page.has("li:nth-child(3)") && page.text("li:nth-child(3)") == "Zoe true S Some(\"1\")",
        "{:?}",
        page.view().heard
    );
    assert_eq!(
        (page.title().as_str(), page.dispatched()),
        ("sent", [("sent".to_owned(), "Zoe".into())].as_slice())
    );
    assert_eq!(
        page.value("#name"),
        "ZOE",
        "what was sent is shown as the view has it"
    );
    page.submit("#size");
    assert!(
        page.view()
            .heard
            .iter()
            .any(|heard| heard == "ZOE true S None"),
        "{:?}",
        page.view().heard
    );
    page.key("#name", "Enter");
    let by_button = page
        .view()
        .heard
        .iter()
        .filter(|heard| heard.ends_with("Some(\"1\")"))
        .count();
    assert_eq!(by_button, 2, "Enter is as good as the button");
}

#[test]
fn keys_and_what_happens_elsewhere_are_heard_as_asked_for() {
    let mut page = form();
    page.key("#keys", "Enter");
    page.fire("#keys", DomEvent::new("keydown").key("Escape").ctrl());
    page.click("#keys");
    assert_eq!(page.view().heard, ["Escape true"]);
    page.click("#out");
    assert_eq!(page.view().heard, ["Escape true", "outside"]);
}

#[test]
fn a_handler_that_waits_goes_on_in_idle() {
    let mut page = form();
    page.click("#plain");
    assert!(page.is_busy() && !page.has("li"));
    block_on(page.idle());
    assert_eq!(
        page.view().heard,
        ["before", "after", "outside"],
        "the click went on to the window"
    );
}

#[test]
fn a_page_that_joins_again_shows_what_was_missed() {
    let mut page = form();
    page.update(|view| view.text = "changed".to_owned());
    assert_eq!(page.text("#out"), "changed");
    if let Some(view) = page.session_mut().view_mut() {
        view.text = "missed".to_owned();
    }
    page.session_mut().write_patch(&mut Vec::new());
    page.reconnect();
    assert_eq!(
        (page.text("#out").as_str(), page.value("#name").as_str()),
        ("missed", "missed")
    );
}
