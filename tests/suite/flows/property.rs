//! Random streams, pauses, replacements, stops, panics, cuts and ends: each view reads what its streams give, in order, none lost and none
//! doubled, no stream runs further ahead than it may, and none runs for nobody. `TAUT_SEED` repeats one run, `TAUT_FLOWS` tries more.

use taut_core::limits::MAX_VALUES_AHEAD;
use taut_runtime::Token;

use super::cases::{settle, values};
use super::*;
use crate::scene::{Browser, Scene, run};
use crate::storm::Dice;

const STEPS: usize = 150;
/// The distance between the first values of two streams, so that a value says of which one it is.
const STREAM: u32 = 10_000;

/// A stream, as its view must read it.
struct Expected {
    tap: Tap,
    first: u32,
    next: u32,
    /// What the page says of it, once it has ended.
    end: Option<&'static str>,
    /// The value whose handler stops it.
    stops_at: Option<u32>,
}

/// A session, as it must be.
struct Model {
    token: Token,
    browser: Option<Browser>,
    events: u32,
    id: u64,
    streams: u32,
    current: Option<Expected>,
    /// What must have been dropped, with the number of polls at its end.
    over: Vec<(Tap, u32)>,
    /// The values of streams that are over.
    read: usize,
}

impl Model {
    fn new(scene: &Scene) -> Self {
        let view = Gauge::new();
        let id = view.id;
        Self {
            token: scene.add(view),
            browser: None,
            events: 0,
            id,
            streams: 0,
            current: None,
            over: Vec::new(),
            read: 0,
        }
    }

    fn order(&mut self, scene: &Scene, order: Order) {
        self.join(scene);
        lock(&ORDERS).insert(self.id, order);
        self.browser.as_mut().unwrap().click(ACT).unwrap();
    }

    /// The current stream is over, whatever it has given.
    fn end(&mut self) {
        if let Some(before) = self.current.take() {
            self.check_read(&before, "at its end");
            self.over.push((before.tap.clone(), before.tap.polls()));
        }
        self.read = lock(&READ).get(&self.id).map_or(0, Vec::len);
    }

    fn start(&mut self, scene: &Scene, dice: &mut Dice) {
        let tap = if dice.one_in(4) {
            Tap::bomb()
        } else {
            Tap::default()
        };
        self.order(scene, Order::Start(tap.clone()));
        self.end();
        self.streams += 1;
        let first = self.streams * STREAM;
        let mut expected = Expected {
            tap,
            first,
            next: first,
            end: None,
            stops_at: None,
        };
        expected.give(dice, self.id);
        self.current = Some(expected);
    }

    fn act(&mut self, scene: &Scene, dice: &mut Dice) {
        match dice.roll(4) {
            0 => {
                self.order(scene, Order::Stop);
                self.end();
            }
            1 => self.order(scene, Order::Panic),
            _ => self.start(scene, dice),
        }
    }

    /// Checks what was read of a stream at any time: a prefix of its values, and how far it is ahead.
    fn check_read(&self, expected: &Expected, what: &str) -> usize {
        let all = lock(&READ);
        let read = all.get(&self.id).map_or(&[][..], Vec::as_slice);
        let read = &read[self.read..];
        let prefix: Vec<u32> = (expected.first..).take(read.len()).collect();
        assert_eq!(read, prefix, "{what}: they are lost, doubled or moved");
        let ahead = expected.tap.given() - read.len();
        assert!(ahead <= MAX_VALUES_AHEAD, "{what}: {ahead} are ahead");
        read.len()
    }

    fn join(&mut self, scene: &Scene) {
        if self.browser.is_none() {
            let mut browser = scene.join(self.token);
            browser.events = self.events;
            self.token = browser.token;
            self.browser = Some(browser);
        }
    }

    fn leave(&mut self) {
        if let Some(browser) = self.browser.take() {
            self.events = browser.events;
        }
    }

    /// Everything has gone on as far as it can: compares what was read, and what a page shows that is loaded now.
    async fn check(&mut self, scene: &Scene, what: &str) {
        let mut state = "this was not loaded";
        if let Some(expected) = self.current.take() {
            let read = self.check_read(&expected, what);
            let given = expected.next - expected.first;
            let last = expected.stops_at.map(|last| last + 1 - expected.first);
            let all = last.unwrap_or(u32::MAX).min(given);
            assert_eq!(read, all as usize, "{what}: some have not come");
            if last.is_some_and(|last| last <= given) {
                self.over.push((expected.tap.clone(), expected.tap.polls()));
                self.read += read;
            } else {
                state = expected.end.unwrap_or("…");
                self.current = Some(expected);
            }
        }
        self.leave();
        let slot = scene.claim(self.token).unwrap();
        let page = scene.registry.render(&slot).await.unwrap().unwrap();
        let html = String::from_utf8(page.html).unwrap();
        let read = lock(&READ).get(&self.id).cloned().unwrap_or_default();
        let shown = format!("<output>{read:?} {state}</output>");
        let is_shown = html.contains(&shown);
        assert!(is_shown, "{what}: {shown} is not in {html}");
        for (tap, polls) in self.over.drain(..) {
            assert!(tap.is_dropped(), "{what}: it runs for nobody");
            assert_eq!(tap.polls(), polls, "{what}: it has run for nobody");
        }
    }
}

impl Expected {
    /// Lets the stream give some values, and perhaps end.
    fn give(&mut self, dice: &mut Dice, view: u64) {
        if self.end.is_some() {
            return;
        }
        let number = if dice.one_in(3) { 100 } else { 5 };
        let number = u32::try_from(dice.roll(number)).unwrap();
        let range = self.next..self.next + number;
        if self.stops_at.is_none() && number > 0 && dice.one_in(8) {
            let at = range.start + u32::try_from(dice.roll(number.into())).unwrap();
            let order = if dice.one_in(2) {
                self.stops_at = Some(at);
                Order::Stop
            } else {
                Order::Panic
            };
            lock(&AT_VALUE).insert((view, at), order);
        }
        self.next = range.end;
        self.tap.steps(values(range));
        let end = match dice.roll(10) {
            0 => (Step::End, "."),
            1 => (Step::Panic, "internal error"),
            _ => return,
        };
        self.tap.steps([end.0]);
        self.end = Some(end.1);
    }
}

/// Lets all go on until nothing is left to do.
async fn quiet(models: &mut [Model]) {
    for _ in 0..12 {
        settle().await;
        for browser in models.iter_mut().filter_map(|model| model.browser.as_mut()) {
            browser.frames(Waker::noop()).unwrap();
        }
    }
    settle().await;
}

async fn play(seed: u64) {
    let mut dice = Dice(seed);
    let scene = Scene::default();
    let mut models: Vec<Model> = Vec::new();
    for step in 0..STEPS {
        let what = format!("TAUT_SEED={seed}, step {step}");
        if models.len() < 3 {
            models.push(Model::new(&scene));
        }
        let at = usize::try_from(dice.roll(models.len() as u64)).unwrap();
        let model = &mut models[at];
        match dice.roll(10) {
            0 | 1 => model.act(&scene, &mut dice),
            2..=5 => {
                let (current, id) = (model.current.as_mut(), model.id);
                current.into_iter().for_each(|it| it.give(&mut dice, id));
            }
            6 => model.leave(),
            7 => model.join(&scene),
            8 => settle().await,
            _ if dice.one_in(8) => {
                // The time of those that wait is over.
                let gone = models.extract_if(.., |model| model.browser.is_none());
                let taps = gone.filter_map(|model| model.current);
                let taps: Vec<_> = taps.map(|gone| gone.tap).collect();
                scene.sweep();
                crate::scene::until(|| taps.iter().all(Tap::is_dropped)).await;
            }
            _ => {}
        }
        for model in &models {
            if let Some(current) = &model.current
                && current.stops_at.is_none()
            {
                model.check_read(current, &what);
            }
        }
        if dice.one_in(2) {
            quiet(&mut models).await;
            for model in &mut models {
                model.check(&scene, &what).await;
            }
        }
    }
}

#[test]
fn each_view_reads_what_its_streams_give_and_no_stream_runs_ahead_or_for_nobody() {
    let number = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let seeds = match number("TAUT_SEED") {
        Some(seed) => seed..seed + 1,
        None => 1..number("TAUT_FLOWS").unwrap_or(20) + 1,
    };
    for seed in seeds {
        println!("TAUT_SEED={seed}");
        run(play(seed));
    }
}
