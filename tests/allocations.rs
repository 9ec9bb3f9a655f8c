//! What is promised to need no memory needs none: an event is read, handled, rendered, compared and
//! answered without a single allocation, once buffers have grown.

use std::sync::atomic::{AtomicU32, Ordering};

use allocation_counter::measure;
use taut::prelude::*;
use taut_core::{Presences, Session, ViewSession};

/// Sends events, and expects that the last ones cost nothing.
fn check<V: LiveView>(view: V, what: &str, events: impl Fn(u32) -> String) {
    const WARM: u32 = 4;
    let mut session = ViewSession::new(view);
    let mut out = Vec::new();
    session.write_html(&mut out);
    for number in 1..=2 * WARM {
        let frame = events(number);
        out.clear();
        let mut refused = false;
        let cost = measure(|| refused = session.receive(&frame, &mut out).is_err());
        let answer = String::from_utf8_lossy(&out);
        assert!(
            !refused && answer.len() > 6 && !answer.contains("error"),
            "{what}: {frame} is answered with {answer}"
        );
        assert!(
            number <= WARM || cost.count_total == 0,
            "{what}: {frame} costs {cost:?} for {answer}"
        );
    }
}

#[test]
fn the_allocator_counts() {
    assert_eq!(
        measure(|| drop(std::hint::black_box(Box::new(1)))).count_total,
        1
    );
}

#[derive(Default)]
struct Counter {
    count: i64,
}

#[live_view]
impl Counter {
    fn add(&mut self, amount: i64) {
        self.count += amount;
    }

    fn render(&self) -> impl View {
        view! { <output>{self.count}</output> <button @click={add(1)}>"+"</button> }
    }
}

#[test]
fn a_counter() {
    check(Counter::default(), "a counter", |number| {
        format!("[{number},{},1]", number - 1)
    });
}

#[derive(Default)]
struct Rows {
    rows: Vec<(u32, String)>,
    selected: Option<u32>,
}

#[live_view]
impl Rows {
    fn select(&mut self, id: u32) {
        self.selected = Some(id);
    }

    fn rename(&mut self) {
        self.rows
            .iter_mut()
            .step_by(10)
            .for_each(|(_, label)| label.make_ascii_uppercase());
        self.rows
            .iter_mut()
            .skip(1)
            .step_by(10)
            .for_each(|(_, label)| label.make_ascii_lowercase());
        self.rows
            .iter_mut()
            .step_by(10)
            .for_each(|(_, label)| label.truncate(label.len() - 1));
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={rename()}>"rename"</button>
            <table><tbody>
                for (id, label) in &self.rows; key = *id {
                    <tr class:danger={self.selected == Some(*id)}>
                        <td>{id}</td>
                        <td><a @click={select(*id)}>{label}</a></td>
                    </tr>
                }
            </tbody></table>
        }
    }
}

fn rows() -> Rows {
    Rows {
        rows: (0..1000)
            .map(|id| (id, format!("\"row\" number {id}")))
            .collect(),
        selected: None,
    }
}

#[test]
fn a_row_of_a_thousand_is_selected() {
    let address = |number: u32| format!("[1,{},2]", number * 17 % 1000);
    check(rows(), "select", |number| {
        format!("[{number},{},{}]", number - 1, address(number))
    });
}

#[test]
fn every_tenth_row_of_a_thousand_changes() {
    check(rows(), "rename", |number| {
        format!("[{number},{},0]", number - 1)
    });
}

/// All kinds of holes but spreads, addresses (which a parser judges), raw HTML and lists that change their order.
#[derive(Default)]
struct Everything {
    turn: u32,
    text: String,
}

#[live_view]
impl Everything {
    fn turn(&mut self, text: u8) {
        self.turn += 1;
        self.text.clear();
        self.text.push(char::from(text));
    }

    fn render(&self) -> impl View {
        let odd = self.turn % 2 == 1;
        view! {
            <a lang={&self.text} title={odd.then_some("odd")} hidden={odd} class="link" class:odd={odd} class={if odd { "a \"b\"" } else { "c" }}
                style:width={if odd { "1px" } else { "2px" }} style:order={self.turn} @click={turn(b'A' + (self.turn % 26) as u8)}>{&self.text}</a>
            <input value={&self.text} disabled={odd}>
            if odd { <b>{self.turn}</b> } else { {self.turn} if self.turn.is_multiple_of(4) { <i>{&self.text}</i> } }
            match self.turn % 3 { 0 => {} 1 => { "one" } _ => { <p title={self.turn}></p> } }
        }
    }
}

#[test]
fn all_kinds_of_holes() {
    check(Everything::default(), "everything", |number| {
        format!("[{number},{},7]", number - 1)
    });
}

topic!(Board(key: u32) -> u32);

/// As [`Counter`], with a topic.
#[derive(Default)]
struct Subscribed {
    count: i64,
}

#[live_view]
impl Subscribed {
    #[on(Board(7))]
    fn noted(&mut self, number: &u32) {
        self.count += i64::from(*number);
    }

    fn add(&mut self, amount: i64) {
        self.count += amount;
    }

    fn render(&self) -> impl View {
        view! { <output>{self.count}</output> <button @click={add(1)}>"+"</button> }
    }
}

#[test]
fn an_event_of_a_view_with_a_topic() {
    check(Subscribed::default(), "a view with a topic", |number| {
        format!("[{number},{},1]", number - 1)
    });
}

/// The heap that each of many sessions takes when its page was written. An allocation takes 16 bytes besides its own, which is
/// what allocators spend on it at most.
fn bytes_for_each<V: LiveView + Default>() -> i64 {
    const SESSIONS: i64 = 1000;
    let mut sessions = Vec::with_capacity(SESSIONS as usize);
    let mut html = Vec::with_capacity(1024);
    let cost = measure(|| {
        for _ in 0..SESSIONS {
            let mut session = ViewSession::new(V::default());
            html.clear();
            session.write_html(&mut html);
            sessions.push(session);
        }
    });
    (cost.bytes_current + 16 * cost.count_current) / SESSIONS
}

#[test]
fn a_session_with_a_topic_takes_no_more_than_200_bytes_more() {
    let (without, with) = (bytes_for_each::<Counter>(), bytes_for_each::<Subscribed>());
    println!("{} B more than {without} B", with - without);
    assert!(
        with - without > 0 && with - without <= 200,
        "{with} B instead of {without} B"
    );
}

/// As [`Subscribed`], but no other session asks for its key.
struct Alone {
    count: i64,
    own: u32,
}

impl Default for Alone {
    fn default() -> Self {
        static MADE: AtomicU32 = AtomicU32::new(1_000_000);
        Self {
            count: 0,
            own: MADE.fetch_add(1, Ordering::Relaxed),
        }
    }
}

#[live_view]
impl Alone {
    #[on(Board(self.own))]
    fn noted(&mut self, number: &u32) {
        self.count += i64::from(*number);
    }

    fn add(&mut self, amount: i64) {
        self.count += amount;
    }

    fn render(&self) -> impl View {
        view! { <output>{self.count}</output> <button @click={add(1)}>"+"</button> }
    }
}

#[test]
fn a_session_with_a_topic_of_its_own_takes_no_more_than_310_bytes_more() {
    let (without, with) = (bytes_for_each::<Counter>(), bytes_for_each::<Alone>());
    println!("{} B more than {without} B", with - without);
    assert!(
        with - without > 0 && with - without <= 310,
        "{with} B instead of {without} B"
    );
}

topic!(Here(room: u32) -> Presence<String>);

#[derive(Default)]
struct Visitor;

#[live_view]
impl Visitor {
    fn enter(&mut self, name: String, cx: &mut Context) {
        Here(7).join(cx, name);
    }

    fn render(&self) -> impl View {
        view! { <input @change={enter(event.value)}> }
    }
}

/// A session that was in use, and what makes its user present.
fn visitor(name: Option<usize>) -> (ViewSession<Visitor>, Presences) {
    let (mut session, mut out) = (ViewSession::new(Visitor), Vec::new());
    session.write_html(&mut out);
    let frame = match name {
        Some(name) => format!("[1,0,0,\"visitor {name}\"]"),
        None => "[1,0,9]".to_owned(),
    };
    assert!(session.receive(&frame, &mut out).is_ok());
    session.confirm(2);
    let mut presences = Presences::default();
    presences.follow(session.attendances(), None);
    (session, presences)
}

#[test]
fn a_presence_costs_little_and_nothing_is_left_of_it() {
    const MANY: usize = 100;
    let cost = |joins: bool| {
        let mut all = Vec::with_capacity(MANY);
        let cost = measure(|| all.extend((0..MANY).map(|at| visitor(joins.then_some(at)))));
        cost.bytes_current / i64::try_from(MANY).unwrap_or(1)
    };
    drop(visitor(Some(0)));
    let (without, with) = (cost(false), cost(true));
    println!("{without} B without a presence, {with} B with one");
    assert!(with - without < 1000, "{with} B instead of {without} B");
    assert_eq!(taut_core::presence::rooms(), 0);
    let left = measure(|| drop((0..MANY).map(|at| visitor(Some(at))).collect::<Vec<_>>()));
    assert_eq!(left.bytes_current, 0, "{left:?}");
}

#[derive(Default)]
struct Stream {
    lines: Feed<u32, String>,
    last: u32,
}

#[live_view]
impl Stream {
    fn refill(&mut self) {}

    fn go_on(&mut self) {
        for _ in 0..1_000 {
            self.last += 1;
            self.lines.append(self.last, format!("line {}", self.last));
        }
    }

    fn drop_line(&mut self, line: u32) {
        self.lines.remove(&line);
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={go_on()}></button>
            for (key, line) in &self.lines { <p @click={drop_line(*key)}>{line}</p> }
        }
    }
}

#[test]
fn a_window_of_a_hundred_rows_holds_no_more_after_a_million() {
    let mut session = ViewSession::new(Stream {
        lines: Feed::new().limit(100),
        last: 0,
    });
    let mut out = Vec::new();
    session.write_html(&mut out);
    let mut go_on = |numbers: std::ops::RangeInclusive<u32>| {
        let cost = measure(|| {
            for number in numbers {
                out.clear();
                let event = format!("[{number},{},0]", number - 1);
                assert!(session.receive(&event, &mut out).is_ok());
            }
        });
        assert!(out.len() < 100 * 40, "{}", String::from_utf8_lossy(&out));
        cost.bytes_current
    };
    go_on(1..=20);
    let grown = go_on(21..=1_000);
    assert!(grown.abs() < 1_000, "{grown} bytes");
}

#[test]
fn a_window_of_a_hundred_rows_is_small() {
    let cost = measure(|| {
        let mut session = ViewSession::new(Stream {
            lines: Feed::new().limit(100),
            last: 0,
        });
        let mut out = Vec::new();
        session.write_html(&mut out);
        assert!(session.receive("[1,0,0]", &mut out).is_ok());
        session.confirm(1);
        drop(out);
        std::mem::forget(session);
    });
    assert!(cost.bytes_current < 40_000, "{cost:?}");
}
