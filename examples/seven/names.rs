//! A list of people that can be filtered, added to, changed and deleted. It is shared by all who use the example.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use taut::prelude::*;

use crate::{Layout, Page};

pub(crate) struct People(BTreeMap<usize, Person>);

#[derive(Default, Clone, Deserialize)]
struct Person {
    name: String,
    surname: String,
}

impl Default for People {
    fn default() -> Self {
        let people = [("Hans", "Emil"), ("Max", "Mustermann"), ("Roman", "Tisch")];
        let people = people.map(|(name, surname)| Person {
            name: name.into(),
            surname: surname.into(),
        });
        Self((1..).zip(people).collect())
    }
}

/// The form, and which of its buttons was pressed.
#[derive(Deserialize)]
struct Wanted {
    #[serde(flatten)]
    person: Person,
    button: String,
}

#[derive(Default)]
pub(crate) struct Names {
    found: Vec<(usize, Person)>,
    prefix: String,
    chosen: Option<usize>,
    shown: Person,
}

#[live_view]
impl Names {
    fn params(&mut self, page: Page, cx: &mut Context) {
        if let Page::Names { prefix, chosen } = page {
            (self.prefix, self.chosen) = (prefix, chosen);
            self.read(cx);
        }
    }

    fn read(&mut self, cx: &Context) {
        let people = cx.data::<Mutex<People>>();
        let people = people.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = self.prefix.to_lowercase();
        let fits = |person: &Person| person.surname.to_lowercase().starts_with(&wanted);
        let found = people.0.iter().filter(|(_, person)| fits(person));
        self.found = found.map(|(id, person)| (*id, person.clone())).collect();
        let chosen = self.chosen.and_then(|id| people.0.get(&id));
        self.shown = chosen.cloned().unwrap_or_default();
    }

    fn search(&mut self, prefix: String, cx: &mut Context) {
        cx.replace(Page::Names {
            prefix,
            chosen: self.chosen,
        });
    }

    fn change(&mut self, wanted: Wanted, cx: &mut Context) -> Result<(), Reject> {
        let people = cx.data::<Mutex<People>>();
        let mut people = people.lock().unwrap_or_else(PoisonError::into_inner);
        let next = people.0.keys().next_back().map_or(1, |last| last + 1);
        match (wanted.button.as_str(), self.chosen) {
            ("create", _) if next <= 1000 => drop(people.0.insert(next, wanted.person)),
            ("update", Some(id)) => drop(people.0.insert(id, wanted.person)),
            ("delete", Some(id)) => drop(people.0.remove(&id)),
            ("create", _) => return Err("There are too many people.".into()),
            _ => return Err("Choose someone first.".into()),
        }
        drop(people);
        self.read(cx);
        Ok(())
    }

    fn render(&self) -> impl View {
        let link = |id: usize| Page::Names {
            prefix: self.prefix.clone(),
            chosen: Some(id),
        };
        let has_none = self.chosen.is_none();
        view! {
            <Layout title="Names">
                <form><label>"Filter by surname" <input type="search" name="prefix" value={&self.prefix} @input={search(event.value)}></label></form>
                <ul class="people">
                    for (id, person) in &self.found; key = *id {
                        <li><a href={link(*id)} aria-current={(self.chosen == Some(*id)).then_some("true")}>{&person.surname} ", " {&person.name}</a></li>
                    }
                </ul>
                <form @submit={change(event.form)}>
                    <label>"Name" <input name="name" value={&self.shown.name}></label>
                    <label>"Surname" <input name="surname" value={&self.shown.surname}></label>
                    <p class="row">
                        <button name="button" value="create">"Create"</button>
                        <button name="button" value="update" disabled={has_none}>"Update"</button>
                        <button name="button" value="delete" disabled={has_none}>"Delete"</button>
                    </p>
                </form>
            </Layout>
        }
    }
}
