//! A view that cannot be rendered: each of its handlers can still be called by what the user sees, and put it right.

use std::cell::Cell;

use taut::prelude::*;
use taut_test::Live;

thread_local! {
    /// Where views panic, for those that ask elsewhere than in their own state.
    static BROKEN: Cell<Place> = const { Cell::new(Place::Nowhere) };
}

/// Where a view panics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Place {
    #[default]
    Nowhere,
    /// Before its template.
    Start,
    /// In a condition before its listeners.
    Condition,
    /// In a loop before its listeners.
    Loop,
    /// In the key of a row before the one that is sought.
    Key,
    /// In what a listener is bound to.
    Argument,
    /// In a value.
    Value,
    /// After all listeners.
    End,
    /// In the view that stands in the template.
    Child,
}

const PLACES: [Place; 8] = [
    Place::Start,
    Place::Condition,
    Place::Loop,
    Place::Key,
    Place::Argument,
    Place::Value,
    Place::End,
    Place::Child,
];

/// Panics at its place.
fn at<T>(place: Place, value: T) -> T {
    assert!(BROKEN.get() != place, "on purpose");
    value
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Key)]
struct Id(u32);

struct Shaky {
    ids: Vec<Id>,
    factor: u32,
    done: Vec<String>,
    rejected: u32,
}

impl Default for Shaky {
    fn default() -> Self {
        Self {
            ids: vec![Id(1), Id(2), Id(3)],
            factor: 7,
            done: Vec::new(),
            rejected: 0,
        }
    }
}

#[derive(Default)]
struct Inner {
    count: u32,
}

#[live_view]
impl Inner {
    fn inside(&mut self, by: u32) {
        BROKEN.set(Place::Nowhere);
        self.count += by;
    }

    fn render(&self) -> impl View {
        at(Place::Child, ());
        view! { <i id="inside" @click={inside(2)}>{self.count}</i> }
    }
}

impl Shaky {
    fn mend(&mut self, how: impl Into<String>) {
        BROKEN.set(Place::Nowhere);
        self.done.push(how.into());
    }
}

#[live_view]
impl Shaky {
    fn bare(&mut self) {
        self.mend("bare");
    }

    fn constant(&mut self, is: bool, text: &'static str) {
        self.mend(format!("constant {is} {text}"));
    }

    fn bound(&mut self, factor: u32, text: String) {
        self.mend(format!("bound {factor} {text}"));
    }

    fn typed(&mut self, factor: u32, text: String) {
        self.mend(format!("typed {factor} {text}"));
    }

    fn row(&mut self, id: Id) {
        self.mend(format!("row {}", id.0));
        self.ids.retain(|own| *own != id);
    }

    fn cell(&mut self, id: Id, number: u32, factor: u32) {
        self.mend(format!("cell {} {number} {factor}", id.0));
    }

    fn number(&mut self, number: u32) {
        self.mend(format!("number {number}"));
    }

    fn fail(&mut self) -> Result<(), Reject> {
        Err("no".into())
    }

    async fn later(&mut self) {
        std::future::ready(()).await;
        self.mend("later");
    }

    fn on_reject(&mut self, _: &Reject) {
        self.rejected += 1;
    }

    fn render(&self) -> impl View {
        let factor = at(Place::Start, self.factor);
        view! {
            if at(Place::Condition, true) { <b id="arm" @click={bare()}></b> }
            for id in at(Place::Loop, &self.ids); key = at(Place::Key, *id) { <u>{id.0}</u> }
            <button id="bare" @click={bare()}></button>
            <button id="later" @click={later()}></button>
            <button id="fail" @click={fail()}></button>
            <button id="constant" @click={constant(true, "text")}></button>
            <button id="bound" @click={bound(at(Place::Argument, factor), format!("{factor}"))}></button>
            <input id="typed" @input={typed(factor, event.value)}>
            <p>{at(Place::Value, factor)}</p>
            for id in &self.ids; key = *id {
                match id.0 {
                    1 => { "one" }
                    number => {
                        <button id={format!("row-{number}")} @click={row(*id)}></button>
                        for number in 10..12_u32; key = number {
                            <button id={format!("cell-{}-{number}", id.0)} @click={cell(*id, number, factor)}></button>
                            <button id={format!("number-{}-{number}", id.0)} @click={number(number)}></button>
                        }
                    }
                }
            }
            <Inner/>
            <s>{at(Place::End, self.done.join(", "))}</s>
        }
    }
}

/// Breaks the view somewhere, acts, and tells what its handlers have done.
fn act(place: Place, act: impl FnOnce(&mut Live<Shaky>)) -> (Live<Shaky>, Vec<String>) {
    BROKEN.set(Place::Nowhere);
    let mut page = Live::of(Shaky::default());
    BROKEN.set(place);
    page.click("#fail");
    assert_eq!(
        page.error(),
        Some("no"),
        "{place:?}: the handler was called"
    );
    act(&mut page);
    let done = page.view().done.clone();
    (page, done)
}

#[track_caller]
fn check(selector: &str, expected: &str) {
    for place in PLACES {
        let (mut page, done) = act(place, |page| {
            if selector == "#typed" {
                page.input(selector, "a")
            } else {
                page.click(selector)
            };
        });
        assert_eq!(
            done,
            [expected],
            "{place:?} {selector} {:?} {:?}",
            page.error(),
            page.frames()
        );
        assert_eq!(
            (page.error(), page.text("s").as_str()),
            (None, expected),
            "{place:?}: the page is right again"
        );
        page.click("#bare");
        assert_eq!(page.text("s"), format!("{expected}, bare"), "{place:?}");
    }
}

#[test]
fn whatever_a_listener_is_bound_to_its_handler_is_called() {
    check("#arm", "bare");
    check("#bare", "bare");
    check("#later", "later");
    check("#constant", "constant true text");
    check("#bound", "bound 7 7");
    check("#typed", "typed 7 a");
    check("#row-2", "row 2");
    check("#cell-3-11", "cell 3 11 7");
    check("#number-3-10", "number 10");
}

#[test]
fn a_view_in_the_template_is_called_once_wherever_either_panics() {
    for place in PLACES {
        let (page, done) = act(place, |page| {
            page.click("#inside");
        });
        assert!(done.is_empty());
        assert_eq!(
            (page.error(), page.text("#inside").as_str()),
            (None, "2"),
            "{place:?}"
        );
    }
}
