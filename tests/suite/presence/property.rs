//! Random people: joins, leaves, moves, cuts that last or not, takeovers, sign-outs, rows, and what other processes say. A model says
//! who is present, and each connected view shows the same after the changes that it has received. `TAUT_SEED` repeats one run,
//! `TAUT_PRESENCES` tries more.

use std::collections::{BTreeMap, BTreeSet};

use presence::{Change, ProcessId};
use taut_runtime::Token;

use super::*;
use crate::scene::Browser;
use crate::storm::Dice;

const ROOMS: u32 = 3;
const NAMES: [&str; 4] = ["Ada", "Bea", "Cid", "Dan"];
const USERS: [Option<&str>; 3] = [None, Some("ali"), Some("bob")];
const STEPS: usize = 300;

/// A page of a user, as it must be.
struct Page {
    user: Option<&'static str>,
    token: Token,
    browser: Option<Browser>,
    events: u32,
    id: u64,
    watched: u32,
    joins: Vec<Joined>,
    /// Whether others see it: it is connected, or the grace is not over.
    is_present: bool,
}

/// A room that the page (0) or a row has joined.
#[derive(Clone)]
struct Joined {
    by: u64,
    room: u32,
    name: &'static str,
    /// When it was said by a session that others see.
    at: u64,
}

/// What all of it must be.
#[derive(Default)]
struct Model {
    pages: Vec<Page>,
    /// What other processes say: of whom, in which room, and since when.
    others: BTreeMap<(u64, String, u32), (&'static str, u64)>,
    now: u64,
}

impl Page {
    fn new(scene: &mut Scene, user: Option<&'static str>, watched: u32) -> Self {
        sign_in(scene, user);
        let view = watching(watched);
        let id = view.id;
        Self {
            user,
            token: scene.add(view),
            browser: None,
            events: 0,
            id,
            watched,
            joins: Vec::new(),
            is_present: false,
        }
    }

    fn connect(&mut self, scene: &mut Scene, now: u64) {
        self.cut();
        sign_in(scene, self.user);
        let mut browser = scene.join(self.token);
        browser.events = self.events;
        self.token = browser.token;
        self.browser = Some(browser);
        if !std::mem::replace(&mut self.is_present, true) {
            // All come again, the page itself first. The order of rows is unknown, so they have one name.
            self.joins.sort_by_key(|joined| joined.by != 0);
            (now..)
                .zip(&mut self.joins)
                .for_each(|(at, joined)| joined.at = at);
        }
    }

    fn cut(&mut self) {
        if let Some(browser) = self.browser.take() {
            self.events = browser.events;
        }
    }

    fn act(&mut self, next: Order) {
        if let Some(browser) = &mut self.browser {
            order(self.id, next);
            browser.click(ACT).unwrap();
        }
    }

    /// The page or a row joins a room.
    fn join(&mut self, by: u64, room: u32, name: &'static str, at: u64) {
        let joined = Joined { by, room, name, at };
        match self.joins.iter_mut().find(|there| there.by == by) {
            Some(there) if there.room == room && there.name == name => {}
            Some(there) => *there = joined,
            None => self.joins.push(joined),
        }
    }

    fn person(&self, name: &str) -> String {
        match self.user {
            Some(user) => format!("user {user}"),
            None => format!(r#"like {{"name":"{name}"}}"#),
        }
    }
}

impl Model {
    /// The names in a room: of each person the one that was said last.
    fn present(&self, room: u32) -> BTreeSet<&'static str> {
        let mut people = BTreeMap::<String, (u64, &'static str)>::new();
        let mut say = |person: String, at: u64, name| {
            let there = people.entry(person).or_insert((at, name));
            *there = (*there).max((at, name));
        };
        for page in self.pages.iter().filter(|page| page.is_present) {
            for joined in page.joins.iter().filter(|joined| joined.room == room) {
                say(page.person(joined.name), joined.at, joined.name);
            }
        }
        for ((_, person, _), (name, at)) in self.others.iter().filter(|(of, _)| of.2 == room) {
            say(person.clone(), *at, name);
        }
        people.into_values().map(|(_, name)| name).collect()
    }

    fn check(&mut self, what: &str) {
        for room in 1..=ROOMS {
            let there = present(room);
            let names: BTreeSet<_> = there.iter().map(String::as_str).collect();
            assert_eq!(names.len(), there.len(), "{what}: each once, {there:?}");
            assert_eq!(names, self.present(room), "{what}: room {room}");
        }
        for page in &mut self.pages {
            if let Some(browser) = &mut page.browser {
                browser.poll().unwrap();
                assert_eq!(
                    shown(page.id),
                    present(page.watched),
                    "{what}: view {}",
                    page.id
                );
            }
        }
    }

    /// What another process says of a person.
    fn other(&mut self, dice: &mut Dice) {
        let (process, room) = (1 + dice.roll(2), room(dice));
        let name = name(dice);
        let person = match USERS[pick(dice, USERS.len())] {
            Some(user) => format!("user {user}"),
            None => format!(r#"like {{"name":"{name}"}}"#),
        };
        let of = (process, person.clone(), room);
        let leaves = dice.one_in(3);
        // Another process counts on from what it knows.
        let order = presence::own().iter().map(|change| change.order).max();
        let order = order.unwrap_or_default().max(self.now) + 1;
        presence::apply(
            ProcessId(process),
            Change {
                topic: topic(),
                key: format!("[{room}]"),
                person,
                description: (!leaves).then(|| format!(r#"{{"name":"{name}"}}"#)),
                order,
            },
        );
        self.now = order;
        match leaves {
            true => drop(self.others.remove(&of)),
            false => drop(self.others.insert(of, (name, order))),
        }
    }
}

/// Who signs in after a sign-out is let in again.
fn sign_in(scene: &mut Scene, user: Option<&str>) {
    scene.owner = Owner {
        since: scene.registry.auth_epoch(),
        ..owner(user)
    };
}

/// The path of the topic in the source.
fn topic() -> String {
    let path = module_path!().trim_end_matches("::property");
    format!("{path}::Here")
}

fn pick(dice: &mut Dice, count: usize) -> usize {
    usize::try_from(dice.roll(count as u64)).unwrap()
}

fn room(dice: &mut Dice) -> u32 {
    u32::try_from(dice.roll(ROOMS.into())).unwrap() + 1
}

fn name(dice: &mut Dice) -> &'static str {
    NAMES[pick(dice, NAMES.len())]
}

/// Orders a page to do something, and says what that does to the model.
fn act(page: &mut Page, dice: &mut Dice, now: u64) {
    if page.browser.is_none() {
        return;
    }
    match dice.roll(4) {
        0 => {
            let (room, name) = (room(dice), name(dice));
            page.join(0, room, name, now);
            page.act(Order::Join(room, name));
        }
        1 => {
            let room = room(dice);
            page.joins
                .retain(|joined| joined.by != 0 || joined.room != room);
            page.act(Order::Leave(room));
        }
        2 => {
            page.watched = room(dice);
            page.act(Order::Watch(page.watched));
        }
        _ => {
            let kept: Vec<_> = page
                .joins
                .iter()
                .filter(|joined| joined.by != 0)
                .cloned()
                .collect();
            let mut rows: Vec<_> = kept
                .into_iter()
                .filter(|_| !dice.one_in(3))
                .map(|joined| (joined.by, joined.room, joined.name))
                .collect();
            if rows.len() < 2 {
                let name = NAMES[pick(&mut Dice(page.id), NAMES.len())];
                rows.push((1 + dice.roll(1 << 40), room(dice), name));
            }
            page.joins
                .retain(|joined| joined.by == 0 || rows.iter().any(|row| row.0 == joined.by));
            for (at, (by, room, name)) in (now..).zip(&rows) {
                page.join(*by, *room, name, at);
            }
            page.act(Order::Rows(rows));
        }
    }
}

fn run(seed: u64) {
    let mut dice = Dice(seed);
    let mut scene = Scene::default();
    let mut model = Model::default();
    for step in 0..STEPS {
        let what = format!("TAUT_SEED={seed}, step {step}");
        model.now += 10;
        let now = model.now;
        if model.pages.is_empty() || model.pages.len() < 6 && dice.one_in(6) {
            let user = USERS[pick(&mut dice, USERS.len())];
            let watched = room(&mut dice);
            model.pages.push(Page::new(&mut scene, user, watched));
        }
        let at = pick(&mut dice, model.pages.len());
        let page = &mut model.pages[at];
        match dice.roll(16) {
            0..=6 => act(page, &mut dice, now),
            7 | 8 => page.connect(&mut scene, now),
            9 => {
                // Another connection takes over while the first one is there.
                let before = page.browser.take();
                page.events = before.as_ref().map_or(page.events, |before| before.events);
                page.connect(&mut scene, now);
                drop(before);
            }
            10 | 11 => page.cut(),
            12 => {
                end_grace(&scene);
                let gone = model.pages.iter_mut().filter(|page| page.browser.is_none());
                gone.for_each(|page| page.is_present = false);
            }
            13 => model.other(&mut dice),
            14 if dice.one_in(3) => {
                let process = 1 + dice.roll(2);
                presence::drop_process(ProcessId(process));
                model.others.retain(|(by, ..), _| *by != process);
            }
            15 if dice.one_in(4) => {
                if let Some(user) = page.user {
                    scene.registry.sign_out(user);
                    model.pages.retain(|page| page.user != Some(user));
                }
            }
            _ => {}
        }
        model.check(&what);
    }
    drop(model);
    scene.sweep();
    (1..=2).for_each(|process| presence::drop_process(ProcessId(process)));
    drop(scene);
    check_empty();
}

#[test]
fn all_who_are_present_are_shown_and_nobody_else() {
    let _alone = alone();
    let number = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let seeds = match number("TAUT_SEED") {
        Some(seed) => seed..seed + 1,
        None => 1..number("TAUT_PRESENCES").unwrap_or(40) + 1,
    };
    for seed in seeds {
        println!("TAUT_SEED={seed}");
        run(seed);
    }
}
