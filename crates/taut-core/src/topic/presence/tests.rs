//! The store alone: what other processes say, and what they are told.

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
fn what_can_not_be_read_is_nobody() {
    let process = ProcessId(4);
    apply(process, change("[6]", "user ali", Some("7"), 1));
    assert!(names("[6]").is_empty());
    drop_process(process);
}
