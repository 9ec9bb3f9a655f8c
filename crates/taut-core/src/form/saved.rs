//! A form in a snapshot: fields by name, so that an application whose form has changed reads what it still has.

use std::collections::HashMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::derived::Form;
use super::invalid::Invalid;
use super::part::{Part, PartMut, Parts};
use super::state::FormState;

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct SavedForm {
    prefix: String,
    refused: Option<Invalid>,
    rows: HashMap<String, SavedRows>,
    fields: HashMap<String, SavedField>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct SavedRows {
    keys: Vec<u32>,
    next: u32,
    touched: bool,
    refused: Option<Invalid>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct SavedField {
    texts: Vec<String>,
    touched: bool,
    refused: Option<Invalid>,
}

impl<T: Form> Serialize for FormState<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut saved = SavedForm {
            prefix: self.prefix.to_string(),
            refused: self.refused.clone(),
            ..SavedForm::default()
        };
        self.fields.each(&mut |part| save(part, &mut saved));
        saved.serialize(serializer)
    }
}

fn save(part: Part<'_>, saved: &mut SavedForm) {
    match part {
        Part::Field(field) if field.rules.is_secret => {}
        Part::Field(field) => {
            let own = SavedField {
                texts: field.texts.clone(),
                touched: field.is_touched,
                refused: field.refused.clone(),
            };
            saved.fields.insert(field.name.to_string(), own);
        }
        Part::Rows(rows) => {
            let own = SavedRows {
                keys: rows.keys.clone(),
                next: rows.next,
                touched: rows.is_touched,
                refused: rows.refused.clone(),
            };
            saved.rows.insert(rows.name.to_string(), own);
        }
    }
}

impl<'de, T: Form> Deserialize<'de> for FormState<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut saved = SavedForm::deserialize(deserializer)?;
        let mut form = Self::named(std::mem::take(&mut saved.prefix));
        form.refused = saved.refused.take();
        form.fields.each_mut(&mut |part| restore(part, &mut saved));
        form.check();
        Ok(form)
    }
}

fn restore(part: PartMut<'_>, saved: &mut SavedForm) {
    match part {
        PartMut::Field(field) => {
            if let Some(own) = saved.fields.remove(&*field.name) {
                field.texts = own.texts;
                field.is_touched = own.touched;
                field.refused = own.refused;
            }
        }
        PartMut::Rows(rows) => {
            let name = rows.state().name.to_string();
            if let Some(own) = saved.rows.remove(&name) {
                rows.renew(&own.keys);
                let state = rows.state();
                let free = state.keys.iter().max().map_or(0, |key| key.wrapping_add(1));
                (state.next, state.is_touched) = (own.next.max(free), own.touched);
                state.refused = own.refused;
            }
        }
    }
}
