//! The store alone: what other processes say, and what they are told.

use std::sync::Arc;

use super::*;

const TOPIC: &str = "taut_core::tests::Here";

fn change(key: &str, person: &str, description: Option<&str>, order: u64) -> Change {
    Change {
        topic: TOPIC.to_owned(),
        key: key.to_owned(),
        person: person.to_owned(),
        description: description.map(str::to_owned),
        order,
    }
}

fn names(key: &str) -> Vec<String> {
    present(TOPIC, key)
}

#[test]
fn a_person_is_there_as_long_as_one_process_says_so_with_the_latest_description() {
    let [one, other] = [ProcessId(1), ProcessId(2)];
    apply(one, change("[1]", "user ali", Some(r#""Ali""#), 1));
    apply(other, change("[1]", "user ali", Some(r#""Ali B.""#), 2));
    apply(other, change("[1]", "user bea", Some(r#""Bea""#), 3));
    assert_eq!(names("[1]"), ["Ali B.", "Bea"]);
    drop_process(other);
    assert_eq!(
        names("[1]"),
        ["Ali"],
        "what one process says is as old as it was"
    );
    apply(one, change("[1]", "user ali", None, 4));
    assert!(names("[1]").is_empty());
}

#[test]
fn of_two_descriptions_of_the_same_order_all_processes_show_the_same() {
    let said = [(ProcessId(1), r#""One""#), (ProcessId(2), r#""Two""#)];
    for (key, order) in [("[2]", [0, 1]), ("[3]", [1, 0])] {
        for at in order {
            let (process, description) = said[at];
            apply(process, change(key, "user ali", Some(description), 7));
        }
        assert_eq!(names(key), ["Two"]);
    }
    said.into_iter()
        .for_each(|(process, _)| drop_process(process));
}

#[test]
fn all_that_a_process_says_takes_the_place_of_what_it_has_said() {
    let process = ProcessId(3);
    apply(process, change("[4]", "user ali", Some(r#""Ali""#), 1));
    apply(process, change("[5]", "user bea", Some(r#""Bea""#), 2));
    replace(
        process,
        vec![change("[5]", "user bea", Some(r#""Bea C.""#), 3)],
    );
    assert!(names("[4]").is_empty());
    assert_eq!(names("[5]"), ["Bea C."]);
    drop_process(process);
    assert!(names("[5]").is_empty());
}

#[test]
fn descriptions_that_can_not_be_read_are_left_out() {
    let process = ProcessId(4);
    apply(process, change("[6]", "user ali", Some("7"), 1));
    assert!(names("[6]").is_empty());
    drop_process(process);
}

/// A process with some tabs, and what it has told of them.
struct Process {
    id: ProcessId,
    store: Store,
}

impl Process {
    /// Takes what this process has told since.
    fn told(&mut self) -> Vec<Change> {
        let told = self.store.unpublished.drain(..);
        let told = told.filter_map(|publication| match publication {
            Publication::Told(change) => Some(change),
            _ => None,
        });
        told.collect()
    }

    fn shows(&self, name: &Name) -> Vec<Arc<str>> {
        let room = self.store.rooms.get(name);
        let mut shown = room.map(Room::descriptions).unwrap_or_default();
        shown.sort();
        shown
    }
}

/// Two processes with three tabs of three users each: whatever happens in which order, once all is told, both show the same.
#[test]
fn all_processes_show_the_same_people_once_all_is_told() {
    for seed in 1..500_u64 {
        let mut random = seed;
        let mut roll = |sides: u64| {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (random >> 33) % sides
        };
        let mut both = [1, 2].map(|id| Process {
            id: ProcessId(id),
            store: Store::new(),
        });
        let name = Name {
            topic: TOPIC.into(),
            key: "[7]".into(),
        };
        for step in 0..40 {
            let (at, user, tab) = (roll(2) as usize, roll(3), roll(3));
            let description = match roll(4) {
                0 => None,
                text => Some(format!("\"{user} {text}\"")),
            };
            let source = Source::Session(user * 3 + tab);
            // The same order is another test's matter: it takes the numbers of processes.
            both[at].store.order = 4 * step + 2 * at as u64;
            let moves = both[at].store.set_own(
                &name,
                &format!("user {user}"),
                source,
                description.as_deref(),
            );
            both[at].store.publish(&name, moves);
            if roll(3) == 0 || step == 39 {
                for from in 0..2 {
                    let (told, id) = (both[from].told(), both[from].id);
                    told.into_iter()
                        .for_each(|change| both[1 - from].store.apply(Source::Process(id), change));
                }
                let [one, other] = &both;
                assert_eq!(
                    one.shows(&name),
                    other.shows(&name),
                    "seed {seed}, step {step}"
                );
            }
        }
    }
}
