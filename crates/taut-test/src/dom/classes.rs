//! The classes of an element, as in a browser's `classList`.

use super::{Dom, NodeId};

impl Dom {
    /// The classes of an element, without duplicates.
    pub(crate) fn classes(&self, id: NodeId) -> Vec<&str> {
        let mut classes = Vec::new();
        for class in self
            .attribute(id, "class")
            .unwrap_or_default()
            .split_ascii_whitespace()
        {
            if !classes.contains(&class) {
                classes.push(class);
            }
        }
        classes
    }

    /// Removes some classes and adds others.
    pub(crate) fn change_classes(&mut self, id: NodeId, gone: &[String], new: &[String]) {
        let mut classes = self.classes(id);
        classes.retain(|class| !gone.iter().any(|gone| gone == class));
        for class in new {
            if !classes.contains(&class.as_str()) {
                classes.push(class);
            }
        }
        let classes = classes.join(" ");
        if !classes.is_empty() || self.attribute(id, "class").is_some() {
            self.set_attribute(id, "class", Some(classes));
        }
    }
}
