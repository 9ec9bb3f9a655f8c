//! Clicks that were on their way while the page changed: whatever has been written since, a patch or all of the page, a click is
//! handled unless its listener was bound to something else in between.

use crate::diff::random::Random;

use super::*;

/// A page with a component or without, whose listeners are bound to values that are shown nowhere.
#[derive(Default)]
struct Bindings<const COMPONENT: bool> {
    values: [u8; ROWS],
    /// The keys of the rows, in their order.
    order: Vec<usize>,
    top: u8,
    handled: u32,
}

const ROWS: usize = 3;

/// What each listener is bound to: that of the page, and those of the rows by their keys.
type Bound = (u8, [u8; ROWS]);

#[derive(Default)]
struct Plain;

#[live_view]
impl Plain {
    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}

macro_rules! bindings {
    ($component:literal, $($tag:tt)*) => {
        #[live_view]
        impl Bindings<$component> {
            fn hit(&mut self, _value: u8) {
                self.handled += 1;
            }

            fn render(&self) -> impl View {
                view! {
                    <button @click={hit(self.top)}></button>
                    for key in &self.order; key = *key {
                        <button @click={hit(self.values[*key])}></button>
                    }
                    $($tag)*
                }
            }
        }
    };
}

bindings!(false,);
bindings!(true, <Plain/>);

impl<const COMPONENT: bool> Bindings<COMPONENT> {
    fn new() -> Self {
        Self {
            order: (0..ROWS).collect(),
            ..Self::default()
        }
    }

    fn change(&mut self, random: &mut Random) {
        let value = u8::from(random.chance(50));
        match random.below(4) {
            0 => self.top = value,
            1 => self.values[random.below(ROWS)] = value,
            2 => self.order.rotate_left(1),
            _ => {}
        }
    }
}

/// A browser, as far as it knows which frames it has seen, and which numbers its rows have.
#[derive(Default)]
struct Browser {
    /// The frames from the one on that it looks at, with what the listeners were bound to.
    shown: Vec<(u32, Bound)>,
    /// The keys of the rows, in the order of their numbers.
    rows: Vec<usize>,
    first_row: usize,
    event: u32,
}

impl Browser {
    fn click<const C: bool>(&mut self, session: &mut ViewSession<Bindings<C>>, random: &mut Random)
    where
        Bindings<C>: LiveView,
    {
        let at = random.below(self.shown.len());
        self.shown.drain(..at);
        let number = random.below(ROWS + 1);
        let of = |bound: &Bound| self.rows.get(number).map_or(bound.0, |key| bound.1[*key]);
        let seen = of(&self.shown[0].1);
        let is_bound = self.shown.iter().all(|(_, bound)| of(bound) == seen);
        let address = match self.rows.get(number) {
            Some(_) => format!("[1,{},0]", self.first_row + number),
            None => "0".to_owned(),
        };
        self.event += 1;
        let handled = |session: &ViewSession<Bindings<C>>| session.view().map(|view| view.handled);
        let before = handled(session);
        let frame = format!("[{},{},{address}]", self.event, self.shown[0].0);
        session
            .receive(&frame, &mut Vec::new())
            .expect("a frame of ours");
        assert_eq!(handled(session) != before, is_bound, "{frame}");
    }
}

fn script<const C: bool>(random: &mut Random)
where
    Bindings<C>: LiveView,
{
    let mut session = ViewSession::new(Bindings::<C>::new());
    let mut browser = Browser::default();
    for step in 0..12 {
        session.view_mut().expect("at rest").change(random);
        let mut out = Vec::new();
        let is_whole = step == 0 || random.chance(40);
        match random.below(2) {
            _ if !is_whole => session.write_patch(&mut out),
            0 => session.write_joined(&Joining::again("token", -1), &mut out),
            _ => drop(session.write_page(&mut out)),
        }
        let view = session.view().expect("at rest");
        if is_whole {
            browser.first_row = if step == 0 {
                0
            } else {
                browser.first_row + ROWS
            };
            browser.rows.clone_from(&view.order);
        }
        browser
            .shown
            .push((session.position().frame, (view.top, view.values)));
        if random.chance(30) {
            browser.click(&mut session, random);
            let view = session.view().expect("at rest");
            browser
                .shown
                .push((session.position().frame, (view.top, view.values)));
        }
    }
}

#[test]
fn a_click_is_stale_only_if_its_listener_was_bound_to_something_else_since() {
    for seed in 0..2_000 {
        let run = |script: fn(&mut Random)| script(&mut Random::new(seed));
        println!("seed {seed}");
        run(script::<false>);
        run(script::<true>);
    }
}

/// A page with attributes and style properties from values.
#[derive(Default)]
struct Spread;

#[live_view]
impl Spread {
    fn render(&self) -> impl View {
        let attributes = Attributes::new().with("title", "a").with("lang", "en");
        view! { <p {..attributes} style={..[("color", "red")]}>"d"</p> }
    }
}

#[test]
fn a_page_that_is_written_again_is_written_whole() {
    let mut session = ViewSession::new(Spread);
    let mut written = || {
        let mut out = Vec::new();
        let _ = session.write_page(&mut out);
        String::from_utf8_lossy(&out).into_owned()
    };
    let first = written();
    assert!(first.contains("lang") && first.contains("color"), "{first}");
    assert_eq!(written(), first);
}
