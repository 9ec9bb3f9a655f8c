//! The declarations of an element's `style`. Values are not validated: they must be valid CSS.

use super::{Dom, NodeId};

impl Dom {
    /// The declarations; the last one of each property wins.
    pub(crate) fn styles(&self, id: NodeId) -> Vec<(String, String)> {
        let mut styles: Vec<(String, String)> = Vec::new();
        for declaration in self.attribute(id, "style").unwrap_or_default().split(';') {
            let Some((name, value)) = declaration.split_once(':') else {
                continue;
            };
            let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
            styles.retain(|(other, _)| *other != name);
            if !value.is_empty() {
                styles.push((name, value));
            }
        }
        styles
    }

    /// Sets a property, or removes it if the value is empty.
    pub(crate) fn set_style(&mut self, id: NodeId, name: &str, value: &str) {
        let mut styles = self.styles(id);
        match styles.iter_mut().find(|(other, _)| other == name) {
            Some((_, old)) => value.clone_into(old),
            None => styles.push((name.to_owned(), value.to_owned())),
        }
        styles.retain(|(_, value)| !value.is_empty());
        let text: Vec<_> = styles
            .iter()
            .map(|(name, value)| format!("{name}: {value};"))
            .collect();
        self.set_attribute(id, "style", Some(text.join(" ")));
    }
}
