//! Random starts, replacements, stops, rows, cuts, panics and ends: each page shows the state of its work, and no work runs that no view
//! wants. `TAUT_SEED` repeats one run, `TAUT_BACKGROUND` tries more.

use std::collections::BTreeMap;
use std::task::Waker;

use taut_runtime::Token;

use super::*;
use crate::scene::{Browser, Scene, run};
use crate::storm::Dice;

const STEPS: usize = 120;

/// A value, as its view must show it.
#[derive(Clone)]
struct Expected {
    work: Option<Work>,
    text: String,
    /// What it shows when the work has gone on.
    next: String,
}

impl Expected {
    fn not_started() -> Self {
        let text = "failed: this was not loaded".to_owned();
        Self {
            work: None,
            next: text.clone(),
            text,
        }
    }

    fn started(work: Work) -> Self {
        let text = "loading 0".to_owned();
        Self {
            work: Some(work),
            next: text.clone(),
            text,
        }
    }

    /// Lets the work go on.
    fn step(&mut self, step: Step) {
        let Some(work) = &self.work else {
            return;
        };
        work.step(step);
        self.next = match step {
            Step::Progress(progress) => format!("loading {progress}"),
            Step::Ok(value) => format!("ok {value}"),
            Step::Fail => "failed: on purpose".to_owned(),
            Step::Panic => "failed: internal error".to_owned(),
        };
        if !matches!(step, Step::Progress(_)) {
            self.work = None;
        }
    }

    /// All tasks have run.
    fn settle(&mut self) {
        self.text.clone_from(&self.next);
    }
}

/// A session, as it must be.
struct Model {
    token: Token,
    browser: Option<Browser>,
    events: u32,
    id: u64,
    value: Expected,
    rows: BTreeMap<u64, Expected>,
    /// Work that must have been dropped.
    over: Vec<(Work, u32)>,
}

impl Model {
    fn new(scene: &Scene) -> Self {
        let view = Loader::new();
        let id = view.id;
        Self {
            token: scene.add(view),
            browser: None,
            events: 0,
            id,
            value: Expected::not_started(),
            rows: BTreeMap::new(),
            over: Vec::new(),
        }
    }

    fn order(&mut self, scene: &Scene, order: Order) {
        self.join(scene);
        lock(&ORDERS).insert(self.id, order);
        let browser = self.browser.as_mut().unwrap();
        browser.click(ACT).unwrap();
    }

    fn replace(&mut self, with: Expected) {
        let before = std::mem::replace(&mut self.value, with);
        self.over
            .extend(before.work.map(|work| (work.clone(), work.polls())));
    }

    fn act(&mut self, scene: &Scene, dice: &mut Dice) {
        match dice.roll(8) {
            0 | 1 => {
                let work = if dice.one_in(4) {
                    Work::bomb()
                } else {
                    Work::default()
                };
                self.order(scene, Order::Start(work.clone()));
                self.replace(Expected::started(work));
            }
            2 => {
                let work = Work::default();
                self.order(scene, Order::StartAndPanic(work.clone()));
                self.replace(Expected::started(work));
            }
            3 => {
                self.order(scene, Order::Stop);
                self.replace(Expected::not_started());
            }
            _ => self.change_rows(scene, dice),
        }
    }

    fn change_rows(&mut self, scene: &Scene, dice: &mut Dice) {
        let mut rows = Vec::new();
        for id in self.rows.keys().copied().collect::<Vec<_>>() {
            if dice.one_in(3) {
                let gone = self.rows.remove(&id).and_then(|row| row.work);
                self.over
                    .extend(gone.map(|work| (work.clone(), work.polls())));
            } else {
                rows.push(id);
            }
        }
        if rows.len() < 3 {
            let (id, work) = (next_id(), Work::default());
            lock(&ROWS).insert(id, work.clone());
            self.rows.insert(id, Expected::started(work));
            rows.push(id);
        }
        self.order(scene, Order::Rows(rows));
    }

    fn step(&mut self, dice: &mut Dice) {
        let number = u32::try_from(dice.roll(100)).unwrap();
        let step = match dice.roll(6) {
            0 | 1 => Step::Progress(number),
            2 | 3 => Step::Ok(number),
            4 => Step::Fail,
            _ => Step::Panic,
        };
        let at = usize::try_from(dice.roll(1 + self.rows.len() as u64)).unwrap();
        let mut all = std::iter::once(&mut self.value).chain(self.rows.values_mut());
        let Some(value) = all.nth(at) else {
            return;
        };
        let is_bomb = value
            .work
            .as_ref()
            .is_some_and(|work| lock(&work.0).is_bomb);
        value.step(if is_bomb { Step::Panic } else { step });
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

    /// All tasks have run: compares what a page shows that is loaded now.
    async fn check(&mut self, scene: &Scene, what: &str) {
        self.value.settle();
        self.rows.values_mut().for_each(Expected::settle);
        if let Some(browser) = &mut self.browser {
            browser.frames(Waker::noop()).unwrap();
        }
        self.leave();
        let slot = scene.claim(self.token).unwrap();
        let page = scene.registry.render(&slot).await.unwrap().unwrap();
        let html = String::from_utf8(page.html).unwrap();
        let expected = format!("<output>{}</output>", self.value.text);
        assert!(
            html.contains(&expected),
            "{what}: {expected} is not in {html}"
        );
        for row in self.rows.values() {
            let expected = format!("<b>{}</b>", row.text);
            assert!(
                html.contains(&expected),
                "{what}: {expected} is not in {html}"
            );
        }
        for (work, polls) in self.over.drain(..) {
            assert!(work.is_dropped(), "{what}: it runs for nobody");
            assert_eq!(work.polls(), polls, "{what}: it has run for nobody");
        }
    }
}

async fn play(seed: u64) {
    let mut dice = Dice(seed);
    let scene = Scene::default();
    let mut models: Vec<Model> = Vec::new();
    let mut works = Vec::new();
    for step in 0..STEPS {
        let what = format!("TAUT_SEED={seed}, step {step}");
        if models.len() < 3 {
            models.push(Model::new(&scene));
        }
        let at = usize::try_from(dice.roll(models.len() as u64)).unwrap();
        match dice.roll(10) {
            0..=3 => models[at].act(&scene, &mut dice),
            4..=6 => models[at].step(&mut dice),
            7 => models[at].leave(),
            8 => models[at].join(&scene),
            _ if dice.one_in(8) => {
                // The time of those that wait is over.
                models.retain(|model| {
                    let running = model.rows.values().chain([&model.value]);
                    let gone = running.filter_map(|value| value.work.clone());
                    works.extend(gone.filter(|_| model.browser.is_none()));
                    model.browser.is_some()
                });
                scene.sweep();
                crate::scene::until(|| works.iter().all(Work::is_dropped)).await;
            }
            _ => {}
        }
        if dice.one_in(2) {
            super::cases::settle().await;
            for model in &mut models {
                model.check(&scene, &what).await;
            }
        }
    }
}

#[test]
fn each_page_shows_the_state_of_its_work_and_no_work_runs_for_nobody() {
    let number = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let seeds = match number("TAUT_SEED") {
        Some(seed) => seed..seed + 1,
        None => 1..number("TAUT_BACKGROUND").unwrap_or(20) + 1,
    };
    for seed in seeds {
        println!("TAUT_SEED={seed}");
        run(play(seed));
    }
}
