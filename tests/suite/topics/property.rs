//! Random subscribers, publishers, cuts, moves and rows: each view receives what it should, in order, or is told that it has missed
//! something. `TAUT_SEED` repeats one run, `TAUT_TOPICS` tries more.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::task::Waker;

use taut_core::limits::Limits;
use taut_runtime::Token;

use super::{ACT, Board, Heard, ORDERS, Order, Reader, alone, heard, lock, next_id, note};
use crate::scene::{Browser, Scene};
use crate::storm::Dice;

const KEYS: u64 = 3;
const LIMIT: usize = 8;
const STEPS: usize = 300;

/// What a view must receive next.
#[derive(Default)]
struct Expected {
    key: u32,
    notes: Vec<Heard>,
}

/// A session, as it must be.
struct Model {
    token: Token,
    browser: Option<Browser>,
    events: u32,
    page: u64,
    views: BTreeMap<u64, Expected>,
    /// How many messages are in its queue, also those for views that have moved since.
    queued: usize,
    has_missed: bool,
}

impl Model {
    fn new(scene: &Scene, key: u32) -> Self {
        let view = Reader::of(key);
        let page = view.id;
        let token = scene.add(view);
        let expected = Expected {
            key,
            notes: Vec::new(),
        };
        Self {
            token,
            browser: None,
            events: 0,
            page,
            views: BTreeMap::from([(page, expected)]),
            queued: 0,
            has_missed: false,
        }
    }

    /// A message is published.
    fn publish(&mut self, key: u32, note: Heard) {
        if !self.views.values().any(|view| view.key == key) {
            return;
        }
        if self.queued >= LIMIT {
            self.queued = 0;
            self.has_missed = true;
            self.views.values_mut().for_each(|view| view.notes.clear());
        }
        // It counts once, however many views receive it.
        self.queued += 1;
        for view in self.views.values_mut().filter(|view| view.key == key) {
            view.notes.push(note);
        }
    }

    /// The session takes its messages.
    fn check(&mut self, what: &str) {
        self.queued = 0;
        let has_missed = std::mem::take(&mut self.has_missed);
        for (id, view) in &mut self.views {
            let notes = std::mem::take(&mut view.notes);
            let expected = if has_missed {
                vec![Heard::Missed]
            } else {
                notes
            };
            assert_eq!(heard(*id), expected, "{what}: view {id}");
        }
    }

    fn act(&mut self, order: Order, what: &str) {
        let Some(browser) = &mut self.browser else {
            return;
        };
        match &order {
            Order::Move(key) => {
                let view = self.views.get_mut(&self.page).unwrap();
                if view.key != *key {
                    (view.key, view.notes) = (*key, Vec::new());
                }
            }
            Order::Rows(rows) => {
                let page = self.page;
                self.views
                    .retain(|id, _| *id == page || rows.iter().any(|(row, _)| row == id));
                for (id, key) in rows {
                    let view = self.views.entry(*id).or_default();
                    if view.key != *key {
                        (view.key, view.notes) = (*key, Vec::new());
                    }
                }
            }
            Order::Publish(..) | Order::Panic => unreachable!("no model gives that order"),
        }
        lock(&ORDERS).insert(self.page, order);
        // The event is handled first, and then what has waited.
        browser.click(ACT).unwrap();
        self.check(what);
    }

    fn join(&mut self, scene: &Scene, what: &str) {
        self.leave();
        let mut browser = scene.join(self.token);
        browser.events = self.events;
        self.token = browser.token;
        self.browser = Some(browser);
        self.check(what);
    }

    fn leave(&mut self) {
        if let Some(browser) = self.browser.take() {
            self.events = browser.events;
        }
    }

    fn poll(&mut self, what: &str) {
        if let Some(browser) = &mut self.browser {
            browser.frames(Waker::noop()).unwrap();
            self.check(what);
        }
    }

    fn rows(&self, dice: &mut Dice) -> Vec<(u64, u32)> {
        let mut rows: Vec<(u64, u32)> = Vec::new();
        for (id, view) in &self.views {
            if *id != self.page && !dice.one_in(4) {
                let moves = dice.one_in(4);
                let key = if moves { key(dice) } else { view.key };
                rows.push((*id, key));
            }
        }
        if rows.len() < 4 {
            rows.push((next_id(), key(dice)));
        }
        let turn = usize::try_from(dice.roll(rows.len() as u64)).unwrap();
        rows.rotate_left(turn);
        rows
    }
}

fn key(dice: &mut Dice) -> u32 {
    // No view asks for 0, which is what rows begin with.
    u32::try_from(dice.roll(KEYS)).unwrap() + 1
}

fn run(seed: u64) {
    let mut dice = Dice(seed);
    let mut limits = Limits::default();
    limits.max_unread_messages = LIMIT;
    let scene = Scene {
        limits: Arc::new(limits),
        ..Scene::default()
    };
    let before = taut_core::subscriptions();
    let mut models: Vec<Model> = Vec::new();
    let mut numbers = [0; 3];
    for step in 0..STEPS {
        let what = format!("TAUT_SEED={seed}, step {step}");
        if models.is_empty() || models.len() < 6 && dice.one_in(8) {
            let mut model = Model::new(&scene, key(&mut dice));
            model.join(&scene, &what);
            models.push(model);
        }
        let at = usize::try_from(dice.roll(models.len() as u64)).unwrap();
        match dice.roll(12) {
            0..=4 => {
                let most = if dice.one_in(6) { 20 } else { 3 };
                let (key, burst) = (key(&mut dice), 1 + dice.roll(most));
                let publisher = dice.roll(3);
                for _ in 0..burst {
                    let number = &mut numbers[usize::try_from(publisher).unwrap()];
                    *number += 1;
                    let note = note(u32::try_from(publisher).unwrap(), *number);
                    Board(key).publish(&note);
                    models
                        .iter_mut()
                        .for_each(|model| model.publish(key, Heard::Note(note)));
                }
            }
            5 | 6 => models[at].poll(&what),
            7 => models[at].leave(),
            8 => models[at].join(&scene, &what),
            9 => {
                let key = key(&mut dice);
                models[at].act(Order::Move(key), &what);
            }
            10 => {
                let rows = models[at].rows(&mut dice);
                models[at].act(Order::Rows(rows), &what);
            }
            _ if dice.one_in(4) => {
                // The time of those that wait is over.
                scene.sweep();
                models.retain(|model| model.browser.is_some());
            }
            _ => {}
        }
        let asked: usize = models.iter().map(|model| model.views.len()).sum();
        assert_eq!(taut_core::subscriptions() - before, asked, "{what}");
    }
    models
        .iter_mut()
        .for_each(|model| model.join(&scene, "at the end"));
    drop(models);
    drop(scene);
    assert_eq!(
        taut_core::subscriptions(),
        before,
        "seed {seed}: no subscription is left"
    );
}

#[test]
fn each_view_receives_what_it_should_in_order_or_is_told() {
    let _alone = alone();
    let number = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let seeds = match number("TAUT_SEED") {
        Some(seed) => seed..seed + 1,
        None => 1..number("TAUT_TOPICS").unwrap_or(60) + 1,
    };
    for seed in seeds {
        println!("TAUT_SEED={seed}");
        run(seed);
    }
}
