//! Lists that record their edits, in such a list: all edits, next to the same ones of a plain list.

use taut::prelude::*;

use super::duel::Subject;
use super::random::Random;

/// What is shown, and the same in plain lists.
#[derive(Clone, Default)]
pub(crate) struct Tracked {
    groups: Keyed<u32, Group>,
    plain: Vec<(u32, PlainGroup)>,
    /// What was taken away, or copied, and may come back.
    aside: Keyed<u32, Item>,
    aside_plain: Vec<(u32, Item)>,
    selected: Option<u32>,
    group: u32,
    unit: String,
    scale: f64,
    is_twice: bool,
    is_open: bool,
    calls: Vec<String>,
}

#[derive(Clone)]
struct Group {
    id: u32,
    title: String,
    items: Keyed<u32, Item>,
}

#[derive(Clone)]
struct PlainGroup {
    title: String,
    items: Vec<(u32, Item)>,
}

#[derive(Clone, Debug, PartialEq)]
struct Item {
    name: String,
    votes: i64,
    is_done: bool,
    tags: Vec<u8>,
}

impl Item {
    fn random(random: &mut Random) -> Self {
        Self {
            name: random.text(),
            votes: i64::from(random.number(3)),
            is_done: random.chance(30),
            tags: random.several(2, |random| random.number(3) as u8),
        }
    }
}

/// Makes the same edit of a list that records it and of a plain one.
fn edit<T: Clone>(
    keyed: &mut Keyed<u32, T>,
    plain: &mut Vec<(u32, T)>,
    random: &mut Random,
    make: impl Fn(&mut Random) -> T,
    rank: impl Fn(&T) -> u64,
) {
    let key = random.number(9);
    let at = random.below(plain.len() + 1);
    match random.below(16) {
        0..4 => {
            let row = make(random);
            add(plain, at, key, row.clone());
            keyed.insert(at, key, row);
        }
        4..6 => {
            let row = make(random);
            add(plain, plain.len(), key, row.clone());
            keyed.push(key, row);
        }
        6..8 => {
            keyed.remove(&key);
            plain.retain(|(other, _)| *other != key);
        }
        8 if at < plain.len() => {
            let (other, _) = plain.remove(at);
            assert_eq!(keyed.remove_at(at).map(|(key, _)| key), Some(other));
        }
        9 if at < plain.len() => {
            let other = random.below(plain.len());
            plain.swap(at, other);
            keyed.swap(at, other);
        }
        10 | 11 => {
            let is_there = keyed.move_to(&key, at);
            let from = plain.iter().position(|(other, _)| *other == key);
            assert_eq!(is_there, from.is_some());
            if let Some(from) = from {
                let moved = plain.remove(from);
                plain.insert(at.min(plain.len()), moved);
            }
        }
        12 => {
            let rows = random.several(4, |random| (random.number(9), make(random)));
            for (key, row) in rows.clone() {
                add(plain, plain.len(), key, row);
            }
            keyed.extend(rows);
        }
        13 => {
            let limit = random.below(90) as u64;
            keyed.retain(|row| rank(row) >= limit);
            plain.retain(|(_, row)| rank(row) >= limit);
        }
        14 if random.chance(30) => {
            keyed.sort_by_key(&rank);
            plain.sort_by_key(|(_, row)| rank(row));
        }
        15 if random.chance(20) => {
            keyed.clear();
            plain.clear();
        }
        _ => {}
    }
}

fn add<T>(plain: &mut Vec<(u32, T)>, at: usize, key: u32, row: T) {
    match plain.iter_mut().find(|(other, _)| *other == key) {
        Some(known) => known.1 = row,
        None => plain.insert(at, (key, row)),
    }
}

/// A number that follows from a text.
fn rank(text: &str) -> u64 {
    text.bytes()
        .fold(7, |sum: u64, byte| sum.wrapping_mul(31) + u64::from(byte))
        % 100
}

fn change(item: &mut Item, random: &mut Random) {
    match random.below(4) {
        0 => item.name = random.text(),
        1 => item.votes += 1,
        2 => item.is_done = !item.is_done,
        _ => random.edit(&mut item.tags, |random| random.number(3) as u8),
    }
}

impl Tracked {
    fn edit_groups(&mut self, random: &mut Random) {
        // A collection that was away in the meantime is the same one.
        let mut groups = Keyed::new();
        std::mem::swap(&mut groups, &mut self.groups);
        let mut shells: Vec<(u32, Group)> = Vec::new();
        for (id, group) in groups.pairs() {
            shells.push((*id, group.clone()));
        }
        edit(
            &mut groups,
            &mut shells,
            random,
            |random| Group {
                id: 0,
                title: random.text(),
                items: Keyed::new(),
            },
            |group| rank(&group.title),
        );
        for id in groups.keys().copied().collect::<Vec<_>>() {
            if groups.get(&id).is_some_and(|group| group.id != id) {
                groups.get_mut(&id).unwrap().id = id;
            }
        }
        self.groups = groups;
        let known = std::mem::take(&mut self.plain);
        for (id, shell) in shells {
            let items = known
                .iter()
                .find(|(other, _)| *other == id)
                .filter(|(_, group)| !shell.items.is_empty() || group.items.is_empty());
            let items = items.map(|(_, group)| group.items.clone());
            self.plain.push((
                id,
                PlainGroup {
                    title: shell.title,
                    items: items.unwrap_or_default(),
                },
            ));
        }
    }

    fn edit_items(&mut self, random: &mut Random) {
        let Some((id, plain)) = self.plain.get_mut(self.group as usize) else {
            return;
        };
        let items = &mut self.groups.get_mut(id).unwrap().items;
        let plain = &mut plain.items;
        match random.below(20) {
            0 => {
                std::mem::swap(items, &mut self.aside);
                std::mem::swap(plain, &mut self.aside_plain);
            }
            1 => {
                *items = self.aside.clone();
                plain.clone_from(&self.aside_plain);
            }
            2 => {
                self.aside = items.clone();
                self.aside_plain.clone_from(plain);
            }
            3 => {
                let step = 1 + random.below(3);
                items.iter_mut().step_by(step).for_each(|it| it.votes += 1);
                let votes = plain.iter_mut().step_by(step);
                votes.for_each(|(_, it)| it.votes += 1);
            }
            4..10 => {
                let at = random.below(plain.len());
                let seed = random.number(u32::MAX).into();
                if let Some((key, item)) = plain.get_mut(at) {
                    change(item, &mut Random::new(seed));
                    let item = items.get_mut(key).unwrap();
                    change(item, &mut Random::new(seed));
                }
            }
            _ => edit(items, plain, random, Item::random, |item| rank(&item.name)),
        }
    }

    fn agrees(&self) -> bool {
        let groups = self.groups.pairs().map(|(id, group)| {
            assert_eq!(*id, group.id);
            (*id, &group.title, &group.items)
        });
        groups.len() == self.plain.len()
            && groups
                .zip(&self.plain)
                .all(|((id, title, items), (plain, group))| {
                    let same = items
                        .pairs()
                        .eq(group.items.iter().map(|(key, item)| (key, item)));
                    id == *plain && *title == group.title && same
                })
    }
}

impl Subject for Tracked {
    fn random(random: &mut Random) -> Self {
        let mut all = Self::default();
        for _ in 0..random.below(20) {
            all.mutate(random);
        }
        all
    }

    fn mutate(&mut self, random: &mut Random) {
        match random.below(24) {
            0..4 => self.edit_groups(random),
            4 => self.unit = random.text(),
            5 => self.scale += 0.5,
            6 | 7 => self.selected = random.maybe(|random| random.number(9)),
            8 => self.is_twice = !self.is_twice,
            9 => self.is_open = !self.is_open,
            10 | 11 => self.group = random.number(4),
            _ => self.edit_items(random),
        }
        assert!(self.agrees(), "both lists are the same");
    }

    fn take_calls(&mut self) -> Vec<String> {
        std::mem::take(&mut self.calls)
    }
}

#[live_view]
impl Tracked {
    fn select(&mut self, id: u32) {
        self.calls.push(format!("select {id}"));
        self.selected = Some(id);
    }

    fn vote(&mut self, group: u32, id: u32, votes: i64, unit: String) {
        self.calls.push(format!("vote {group} {id} {votes} {unit}"));
        let plain = self.plain.iter_mut().find(|(other, _)| *other == group);
        let plain = plain.and_then(|(_, it)| it.items.iter_mut().find(|(other, _)| *other == id));
        if let Some((_, item)) = plain {
            item.votes = votes;
        }
        let items = self.groups.get_mut(&group).map(|group| &mut group.items);
        if let Some(item) = items.and_then(|items| items.get_mut(&id)) {
            item.votes = votes;
        }
    }

    fn render(&self) -> impl View {
        view! {
            <main>
                for group in &self.groups; key = group.id {
                    <section data-row={group.id} class:at={self.group == group.id}>
                        <h2>{&group.title} " " {&self.unit}</h2>
                        <ol>
                            for (id, item) in group.items.pairs(); key = *id {
                                <li data-row={id} class:selected={self.selected == Some(*id)} data-click={format!("select {id}")}
                                    @click={select(*id)}>{&item.name}</li>
                                if self.is_open {
                                    <button data-click={format!("vote {} {id} {} {}", group.id, item.votes + 1, self.unit)}
                                        @click.stop={vote(group.id, *id, item.votes + 1, self.unit.clone())}>{item.votes}</button>
                                }
                                if item.is_done {
                                    <input type="checkbox" checked={item.is_done}> {item.votes as f64 * self.scale}
                                }
                                for tag in &item.tags; key = tag { <i>{tag}</i> }
                            }
                        </ol>
                    </section>
                }
                if self.is_twice {
                    for group in &self.groups; key = group.id {
                        let title = group.title.len();
                        for item in &group.items; key = &item.name {
                            <b title={format!("{title} {}", self.unit)}>{item.votes}</b>
                        }
                    }
                }
            </main>
        }
    }
}
