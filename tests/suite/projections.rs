//! What listeners read from events, as handlers get it.

use serde::Deserialize;
use taut::prelude::*;
use taut_test::Live;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Field {
    Title,
    DueDate,
}

#[derive(Default)]
struct Task {
    changed: Vec<(Field, String)>,
    optional: Vec<Option<String>>,
}

#[live_view]
impl Task {
    fn change(&mut self, field: Field, value: String) {
        self.changed.push((field, value));
    }

    fn note(&mut self, name: Option<String>) {
        self.optional.push(name);
    }

    fn render(&self) -> impl View {
        view! {
            <form @input={change(event.name, event.value)}>
                <label>"Title" <input id="title" name="title"></label>
                <input id="due" name="due_date">
                <input id="other" name="other">
            </form>
            <p @input={note(event.name)}><input id="named" name="a"> <input id="unnamed"></p>
        }
    }
}

#[test]
fn a_listener_around_several_controls_knows_which_one_has_changed() {
    let mut task = Live::of(Task::default());
    task.input("#title", "Rust");
    task.input("#due", "today");
    assert_eq!(
        task.view().changed,
        [
            (Field::Title, "Rust".to_owned()),
            (Field::DueDate, "today".to_owned())
        ]
    );
    task.input("#other", "no such field");
    assert!(
        task.error()
            .is_some_and(|error| error.contains("unknown variant"))
    );
    assert_eq!(task.view().changed.len(), 2);
}

#[test]
fn a_control_without_a_name_has_an_empty_one() {
    let mut task = Live::of(Task::default());
    task.input("#named", "x");
    task.input("#unnamed", "y");
    assert_eq!(task.view().optional, [Some("a".to_owned()), None]);
}
