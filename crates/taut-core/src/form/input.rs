//! What a form has sent, before it is known whether it is valid.

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer};

/// The fields of a form as a handler's parameter: `fn change(&mut self, input: FormInput<Account>)`.
///
/// A handler with this parameter is called whatever the fields are. [`FormState::change`](crate::FormState::change)
/// and [`FormState::submit`](crate::FormState::submit) read them one by one.
///
/// A test of a handler makes one of pairs:
///
/// ```
/// # #[derive(Debug)] struct Account;
/// let input: taut_core::FormInput<Account> = [("name", "Ada"), ("age", "36")].into_iter().collect();
/// assert_eq!(input.value("age"), Some("36"));
/// ```
pub struct FormInput<T> {
    fields: Vec<(String, String)>,
    of: PhantomData<fn() -> T>,
}

impl<T> FormInput<T> {
    /// The text that was sent by a name, the first if there are several: for the button that has sent the form,
    /// and for controls that are no fields of the struct.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(other, _)| other == name);
        found.map(|(_, text)| text.as_str())
    }

    /// The texts by name, with the line ends that JavaScript has: a form that a browser posts by itself has others.
    pub(super) fn by_name(self) -> HashMap<String, Vec<String>> {
        let mut all = HashMap::<_, Vec<_>>::new();
        for (name, text) in self.fields {
            let text = if text.contains('\r') {
                text.replace("\r\n", "\n").replace('\r', "\n")
            } else {
                text
            };
            all.entry(name).or_default().push(text);
        }
        all
    }
}

impl<'de, T> Deserialize<'de> for FormInput<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Vec::<(String, String)>::deserialize(deserializer)?;
        Ok(fields.into_iter().collect())
    }
}

impl<T, N: Into<String>, V: Into<String>> FromIterator<(N, V)> for FormInput<T> {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let fields = fields
            .into_iter()
            .map(|(name, text)| (name.into(), text.into()));
        Self {
            fields: fields.collect(),
            of: PhantomData,
        }
    }
}

impl<T> Clone for FormInput<T> {
    fn clone(&self) -> Self {
        self.fields.iter().cloned().collect()
    }
}

/// Only the names: a text may be a password.
impl<T> fmt::Debug for FormInput<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.fields.iter().map(|(name, _)| name);
        f.debug_set().entries(names).finish()
    }
}
