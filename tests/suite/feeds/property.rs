//! Random changes of a feed, rendered at random times, and a list that should show the same.

use super::*;
use crate::diff::random::Random;

/// A row of the model.
#[derive(Debug, Clone)]
struct Row {
    key: u32,
    line: String,
    is_sent: bool,
}

/// What a feed should have.
#[derive(Default)]
struct Model {
    rows: Vec<Row>,
    limit: usize,
    shown: Option<Place>,
}

impl Model {
    fn add(&mut self, key: u32, line: &str, at_end: bool) {
        if self.update(key, line) {
            return self.trim(self.limit, at_end);
        }
        let row = Row {
            key,
            line: line.to_owned(),
            is_sent: false,
        };
        let at = if at_end { self.rows.len() } else { 0 };
        self.rows.insert(at, row);
        self.trim(self.limit, at_end);
    }

    fn update(&mut self, key: u32, line: &str) -> bool {
        let row = self.rows.iter_mut().find(|row| row.key == key);
        row.map(|row| {
            line.clone_into(&mut row.line);
            row.is_sent = false;
        })
        .is_some()
    }

    fn trim(&mut self, rows: usize, keeps_last: bool) {
        let surplus = self.rows.len().saturating_sub(rows);
        match keeps_last {
            true => drop(self.rows.drain(..surplus)),
            false => self.rows.truncate(rows),
        }
    }

    /// What a rendering does: a list that leaves takes along what was sent.
    fn render(&mut self, place: Place) {
        let place = Some(place).filter(|place| *place != Place::Hidden);
        if place != self.shown {
            self.rows.retain(|row| !row.is_sent);
        }
        self.shown = place;
        if place.is_some() {
            self.rows.iter_mut().for_each(|row| row.is_sent = true);
        }
    }
}

/// Does something at random to both.
fn change(log: &mut Log, model: &mut Model, random: &mut Random) {
    let key = random.number(12);
    let line = format!(
        "{}{}",
        random.text().replace('\0', "").trim(),
        random.number(1_000_000)
    );
    match random.below(10) {
        0..3 => {
            log.append(key, &line);
            model.add(key, &line, true);
        }
        3..5 => {
            log.stored.insert(key, line.clone());
            log.lines.prepend(key, line.clone());
            model.add(key, &line, false);
        }
        5 | 6 => {
            let is_there = log.lines.update(&key, line.clone());
            assert_eq!(is_there, model.update(key, &line));
            if is_there {
                log.stored.insert(key, line);
            }
        }
        7 => {
            assert_eq!(
                log.lines.remove(&key),
                model.rows.iter().any(|row| row.key == key)
            );
            model.rows.retain(|row| row.key != key);
        }
        8 => {
            let (rows, keeps_last) = (random.below(8), random.chance(50));
            if keeps_last {
                log.lines.keep_last(rows);
            } else {
                log.lines.keep_first(rows);
            }
            model.trim(rows, keeps_last);
        }
        _ => match random.below(8) {
            0 => {
                log.lines = Feed::new().limit(model.limit);
                model.rows.clear();
            }
            1 | 2 => {
                log.place = *random
                    .pick(&[Place::First, Place::Second, Place::Hidden])
                    .unwrap()
            }
            _ => {}
        },
    }
}

fn check(page: &mut Live<Log>, model: &Model, history: &str) {
    let keys: Vec<_> = model.rows.iter().map(|row| row.key).collect();
    assert_eq!(page.view().lines.keys(), keys, "{history}");
    let expected: Vec<_> = match model.shown {
        Some(_) => model
            .rows
            .iter()
            .map(|row| format!("{}:{}", row.key, row.line))
            .collect(),
        None => Vec::new(),
    };
    let shown: Vec<_> = page
        .texts("li")
        .into_iter()
        .map(|text| text.replace("Remove", "").replace("(+)", ""))
        .collect();
    let squeezed = |lines: &[String]| {
        lines
            .iter()
            .map(|line| line.split_whitespace().collect::<String>())
            .collect::<Vec<_>>()
    };
    assert_eq!(squeezed(&shown), squeezed(&expected), "{history}");
}

/// Clicks on a row, whose listener must still have its arguments.
fn click(page: &mut Live<Log>, model: &Model, random: &mut Random) {
    let Some(at) = model
        .shown
        .and_then(|_| random.below(model.rows.len() + 1).checked_sub(1))
    else {
        return;
    };
    page.click(&format!("li:nth-child({})", at + 1));
    let row = model.rows.get(at).unwrap();
    assert_eq!(page.view().picked, Some((row.key, row.line.clone())));
}

fn run(seed: u64) {
    let mut random = Random::new(seed);
    let limit = *random.pick(&[usize::MAX, 5, 3, 1]).unwrap();
    let mut model = Model {
        limit,
        ..Model::default()
    };
    let mut log = Log {
        lines: Feed::new().limit(limit),
        ..Log::default()
    };
    (0..random.below(9)).for_each(|_| change(&mut log, &mut model, &mut random));
    let place = log.place;
    let mut page = Live::of(log);
    model.render(place);
    for step in 0..30 {
        for _ in 0..random.below(6) {
            let view = page.session_mut().view_mut().unwrap();
            change(view, &mut model, &mut random);
        }
        let place = page.view().place;
        page.update(|_| ());
        model.render(place);
        let history = format!("seed {seed}, step {step}");
        check(&mut page, &model, &history);
        if random.chance(10) {
            page.browser_mut().doubt();
            page.reconnect();
            check(&mut page, &model, &format!("{history}, joined again"));
        }
        if random.chance(20) {
            click(&mut page, &model, &mut random);
        }
    }
}

#[test]
fn a_page_shows_what_a_list_would_have() {
    (0..600).for_each(run);
}
