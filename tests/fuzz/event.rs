//! Frames of a browser against a session: whatever they say, nothing panics, little memory is taken, what is refused
//! changes nothing, the page is what a fresh render gives, and an honest event still works.

use allocation_counter::measure;
use serde::Deserialize;
use taut::prelude::*;
use taut_core::limits::MAX_FRAME_BYTES;
use taut_core::{Joining, Session as _, ViewSession, read_delivery, read_join, templates_json};
use taut_test::{Browser, DomEvent, block_on};

/// More frames of one input are not sent.
const MAX_FRAMES: usize = 12;

/// Sends each line as a frame. `#` stands for the number of the event, `@` for that of the last frame, and what
/// stands between two `~` is repeated until the frame is as long as one may be.
pub(crate) fn check(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mut peer = Peer::new();
    for line in text.lines().take(MAX_FRAMES) {
        let position = peer.session.position();
        let line = line.replacen('#', &(position.event + 1).to_string(), 1);
        let line = line.replacen('@', &position.frame.to_string(), 1);
        let frame = swollen(&line);
        check_posts(&frame);
        peer.receive(&frame);
    }
    peer.click();
    peer.join_in_doubt();
    peer.click();
}

/// What is no event may be a join or a post of events; that costs no more.
fn check_posts(frame: &str) {
    let heap = measure(|| {
        drop((
            read_join(frame).map_err(|error| error.to_string()),
            read_delivery(frame).map_err(|error| error.to_string()),
        ))
    });
    assert_cost(frame, heap.bytes_max);
}

fn assert_cost(frame: &str, bytes: u64) {
    let most = 8 * frame.len() as u64 + 64 * 1024;
    let named: String = frame.chars().take(80).collect();
    assert!(
        bytes <= most,
        "{} bytes of {named} cost {bytes} of heap",
        frame.len()
    );
}

/// Repeats what stands between the first two `~`.
fn swollen(line: &str) -> String {
    let mut parts = line.splitn(3, '~');
    let (Some(before), Some(again), Some(after)) = (parts.next(), parts.next(), parts.next())
    else {
        return line.to_owned();
    };
    let room = MAX_FRAME_BYTES.saturating_sub(before.len() + after.len());
    [before, &again.repeat(room / again.len().max(1)), after].concat()
}

/// A session, and the page of its browser.
struct Peer {
    session: ViewSession<Desk>,
    browser: Browser,
    templates: Vec<u8>,
}

impl Peer {
    fn new() -> Self {
        let mut session = ViewSession::new(Desk::new());
        let (mut html, templates) = (
            Vec::new(),
            templates_json::<Desk>(&taut_core::limits::Limits::default()),
        );
        session.write_html(&mut html);
        let browser = Browser::open(&String::from_utf8(html).unwrap(), &templates);
        Self {
            session,
            browser,
            templates,
        }
    }

    fn receive(&mut self, frame: &str) {
        let (before, shown) = (self.session.position(), self.browser.snapshot());
        let mut out = Vec::new();
        let mut result = Ok(());
        let heap = measure(|| {
            result = self.session.receive(frame, &mut out).map(|work| {
                if let Some(work) = work {
                    self.session.finish(block_on(work), &mut out);
                }
            });
            result.as_ref().err().map(ToString::to_string);
        });
        assert_cost(frame, heap.bytes_max);
        let named: String = frame.chars().take(80).collect();
        assert_eq!(self.session.take_panic(), None, "{named}");
        assert!(
            !self.session.is_busy() && !self.session.is_in_doubt(),
            "{named}"
        );
        if out.is_empty() {
            assert_eq!(
                self.session.position(),
                before,
                "{named} is not answered: {result:?}"
            );
            self.compare();
            assert_eq!(
                self.browser.snapshot(),
                shown,
                "{named} is not answered, and changes the page"
            );
        } else {
            self.browser.expect_answer();
            self.browser.receive(&String::from_utf8(out).unwrap());
            self.compare();
        }
    }

    /// An honest event does what it says.
    fn click(&mut self) {
        let count = self.session.view().unwrap().count;
        let button = self.browser.dom().find_all(&"#bump".parse().unwrap())[0];
        for frame in self.browser.fire(button, &DomEvent::new("click")).frames {
            let mut out = Vec::new();
            self.session.receive(&frame, &mut out).unwrap();
            self.browser.receive(&String::from_utf8(out).unwrap());
        }
        assert_eq!(self.session.view().unwrap().count, count.wrapping_add(1));
        self.compare();
    }

    fn join_in_doubt(&mut self) {
        self.browser.doubt();
        let mut out = Vec::new();
        self.session
            .write_joined(&Joining::again("token", self.browser.seen()), &mut out);
        self.browser.receive(&String::from_utf8(out).unwrap());
        self.compare();
    }

    /// The page must be what a fresh render gives.
    fn compare(&self) {
        let mut html = Vec::new();
        ViewSession::new(self.session.view().unwrap().clone()).write_html(&mut html);
        let fresh = Browser::open(&String::from_utf8(html).unwrap(), &self.templates);
        assert_eq!(
            self.browser.snapshot(),
            fresh.snapshot(),
            "the page is not what a fresh render gives"
        );
    }
}

/// A view with each kind of place that an event can name, and each kind of value that it can carry.
#[derive(Clone, Default)]
struct Desk {
    count: u8,
    /// What a handler has heard last.
    last: String,
    rows: Vec<Row>,
    open: bool,
    next: u8,
}

#[derive(Clone)]
struct Row {
    id: u8,
    name: String,
    cells: Vec<u8>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Filter {
    All,
    Done,
}

#[derive(Debug, Deserialize)]
struct Order {
    name: String,
    amount: Option<u8>,
    #[serde(default)]
    urgent: bool,
    #[serde(default)]
    tags: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Detail {
    id: u32,
    place: (f32, f32),
    note: Option<String>,
}

/// A view in the template. What it shows does not change, so that a fresh render shows it as well.
#[derive(Default)]
struct Inner;

#[live_view]
impl Inner {
    fn say(&mut self, what: String, cx: &mut Context) -> Result<(), Reject> {
        cx.dispatch("said", &what.len());
        if what.len() > 3 {
            Err("that is too much".into())
        } else {
            Ok(())
        }
    }

    fn render(&self) -> impl View {
        view! { <input class="inner" @input={say(event.value)}> for at in 0..2_u8; key = at { <i @click={say("no".to_owned())}></i> } }
    }
}

impl Desk {
    fn new() -> Self {
        let row = |id| Row {
            id,
            name: format!("row {id}"),
            cells: vec![1, 2],
        };
        Self {
            rows: vec![row(1), row(2), row(3)],
            open: true,
            next: 4,
            ..Self::default()
        }
    }

    /// Keeps so little of what was heard that it is not what takes the memory.
    fn hear(&mut self, what: impl std::fmt::Debug) {
        let mut heard = Short(String::new());
        let _ = std::fmt::write(&mut heard, format_args!("{what:?}"));
        self.last = heard.0;
    }
}

/// Takes no more than some bytes.
struct Short(String);

impl std::fmt::Write for Short {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let room = 32_usize.saturating_sub(self.0.len());
        let fits = text
            .char_indices()
            .map_while(|(at, char)| (at + char.len_utf8() <= room).then_some(char));
        self.0.extend(fits);
        if text.len() > room {
            Err(std::fmt::Error)
        } else {
            Ok(())
        }
    }
}

#[live_view]
impl Desk {
    fn bump(&mut self) {
        self.count = self.count.wrapping_add(1);
    }

    fn text(&mut self, value: String) {
        self.hear(value);
    }

    fn number(&mut self, value: u8) -> Result<(), Reject> {
        self.hear(value);
        if value > 100 {
            Err(Reject::new(format!("{value} is too much")))
        } else {
            Ok(())
        }
    }

    fn maybe(&mut self, value: Option<f64>) {
        self.hear(value);
    }

    fn filter(&mut self, filter: Filter) {
        self.hear(filter);
    }

    fn several(&mut self, texts: Vec<String>, numbers: Vec<u8>) {
        self.hear((texts, numbers));
    }

    fn check(&mut self, on: bool) {
        self.open = on;
    }

    fn toggle(&mut self, open: bool) {
        self.hear(open);
    }

    fn order(&mut self, order: Order) {
        self.hear((order.name, order.amount, order.urgent, order.tags));
    }

    fn fields(&mut self, fields: Vec<(String, String)>) {
        self.hear(fields);
    }

    fn detail(&mut self, detail: Detail) {
        self.hear((detail.id, detail.place, detail.note));
    }

    fn press(&mut self, key: String, code: String, held: bool) {
        self.hear((key, code, held));
    }

    fn point(&mut self, x: f64, y: i32, inner_x: u32, inner_y: i64, button: i16) {
        self.hear((x, y, inner_x, inner_y, button));
    }

    fn scroll(&mut self, top: f32, all: bool) {
        self.hear((top, all));
    }

    fn turn(&mut self, delta: f64) {
        self.hear(delta);
    }

    async fn later(&mut self, name: String) -> Result<(), Reject> {
        self.hear(&name);
        if name.is_empty() {
            Err("it needs a name".into())
        } else {
            Ok(())
        }
    }

    fn pick(&mut self, row: u8, cell: u8, name: String) {
        self.hear((row, cell, name));
        self.rows.rotate_left(1);
    }

    fn remove(&mut self, id: u8) {
        self.rows.retain(|row| row.id != id);
        self.next = self.next.wrapping_add(1);
        self.rows.push(Row {
            id: self.next,
            name: "new".to_owned(),
            cells: vec![self.next],
        });
        if self.rows.len() > 4 {
            self.rows.remove(0);
        }
    }

    fn render(&self) -> impl View {
        view! {
            <button id="bump" @click={bump()}>{self.count}</button>
            <output>{&self.last}</output>
            <input @input={text(event.value)} @change={number(event.value)} @blur={maybe(event.value)}>
            <input @input={filter(event.value)} @keydown={press(event.key, event.code, event.shift)}>
            <select multiple @change={several(event.values, event.values)}></select>
            <input type="checkbox" checked={self.open} @change={check(event.checked)}>
            <details @toggle={toggle(event.open)}></details>
            <form @submit={order(event.form)} @input={fields(event.form)}></form>
            <div @my-event={detail(event.detail)} @pointerdown={point(event.x, event.y, event.offset_x, event.offset_y, event.button)}></div>
            <div contenteditable="true" @input={later(event.text)} @scroll={scroll(event.scroll_top, true)} @wheel={turn(event.delta_y)}></div>
            <section><Inner/></section>
            for row in &self.rows; key = row.id {
                <p @click={remove(row.id)}>{&row.name}</p>
                for cell in &row.cells; key = *cell { <b @click={pick(row.id, *cell, row.name.clone())}>{cell}</b> }
            }
            if self.open { <i @click={pick(0, self.count, String::new())}>"open"</i> } else { <u @click={bump()}></u> }
        }
    }
}
