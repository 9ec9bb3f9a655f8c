//! The state of form controls: set by the user or a script, or else given by the HTML.

use super::{Change, Data, Dom, NodeId};

/// A property that no attribute shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Property {
    Text(String),
    Truth(bool),
}

/// The properties that a hole can hold.
const PROPERTIES: &[&str] = &[
    "checked",
    "indeterminate",
    "muted",
    "open",
    "selected",
    "textContent",
    "value",
];

impl Dom {
    /// The current value of a property, or the one given by the HTML.
    pub(crate) fn property(&self, id: NodeId, name: &str) -> Property {
        let set = self
            .element(id)
            .and_then(|element| element.properties.iter().find(|(other, _)| *other == name));
        match set {
            Some((_, Property::Text(text))) if self.tag(id) == Some("textarea") => {
                Property::Text(one_line_feed(text))
            }
            Some((_, value)) => value.clone(),
            None => self.default_property(id, name),
        }
    }

    /// The value of a property given by the HTML.
    pub(crate) fn default_property(&self, id: NodeId, name: &str) -> Property {
        match (name, self.tag(id)) {
            ("value", Some("textarea")) => Property::Text(one_line_feed(&self.text(id))),
            ("textContent", _) => Property::Text(self.text(id)),
            ("value", _) => {
                Property::Text(self.attribute(id, "value").unwrap_or_default().to_owned())
            }
            _ => Property::Truth(self.attribute(id, name).is_some()),
        }
    }

    pub(crate) fn set_property(&mut self, id: NodeId, name: &str, value: Property) {
        let Some(name) = PROPERTIES.iter().find(|known| **known == name).copied() else {
            return;
        };
        if name == "open" {
            // The only one that is its attribute.
            let open = (value == Property::Truth(true)).then(String::new);
            return self.set_attribute(id, "open", open);
        }
        if let ("textContent", Property::Text(text)) = (name, &value) {
            return self.set_content(id, text.clone());
        }
        if let Some(element) = self.element_mut(id) {
            element.properties.retain(|(other, _)| *other != name);
            element.properties.push((name, value));
            self.changes.push(Change::Property(id));
        }
    }

    /// The property that holds the text that the user types into an element.
    pub(crate) fn typed_property(&self, id: NodeId) -> &'static str {
        if !self.has_value(id) && self.editable_at(id) == Some(id) {
            "textContent"
        } else {
            "value"
        }
    }

    /// The text that the user has typed into an element.
    pub(crate) fn typed(&self, id: NodeId) -> String {
        if self.typed_property(id) == "value" {
            self.value(id)
        } else {
            self.text(id)
        }
    }

    /// Replaces the content of an element by a text.
    fn set_content(&mut self, id: NodeId, text: String) {
        while let Some(child) = self.first_child(id) {
            self.remove(child);
        }
        if !text.is_empty() {
            let text = self.add(Data::Text(text));
            self.insert(text, id, None);
        }
    }

    /// Whether a control has a `value` property.
    pub(crate) fn has_value(&self, id: NodeId) -> bool {
        let with_value = [
            "button", "data", "input", "li", "meter", "option", "output", "progress", "select",
            "textarea",
        ];
        self.tag(id).is_some_and(|tag| with_value.contains(&tag))
    }

    /// The value of a control.
    #[must_use]
    pub fn value(&self, id: NodeId) -> String {
        match self.tag(id) {
            Some("select") => self
                .selected_options(id)
                .first()
                .map(|option| self.value(*option))
                .unwrap_or_default(),
            Some("option") => match self.attribute(id, "value") {
                Some(value) => value.to_owned(),
                None => self
                    .text(id)
                    .split_ascii_whitespace()
                    .collect::<Vec<_>>()
                    .join(" "),
            },
            Some("output") => self.text(id),
            _ => match self.property(id, "value") {
                Property::Text(text)
                    if text.is_empty()
                        && self.is_choice(id)
                        && self.attribute(id, "value").is_none() =>
                {
                    "on".to_owned()
                }
                Property::Text(text) => text,
                Property::Truth(_) => String::new(),
            },
        }
    }

    /// Whether a checkbox or radio button is checked, an option selected, a `<details>` open, …
    #[must_use]
    pub fn is(&self, id: NodeId, property: &str) -> bool {
        self.property(id, property) == Property::Truth(true)
    }

    /// Whether it is a checkbox or a radio button.
    pub(crate) fn is_choice(&self, id: NodeId) -> bool {
        matches!(self.attribute(id, "type"), Some("checkbox" | "radio"))
    }

    /// The selected options of a select: only the last of several if it allows one, and the first if none is selected.
    pub(crate) fn selected_options(&self, select: NodeId) -> Vec<NodeId> {
        let options: Vec<_> = self
            .descendants(select)
            .filter(|node| self.tag(*node) == Some("option"))
            .collect();
        let selected: Vec<_> = options
            .iter()
            .copied()
            .filter(|option| self.is(*option, "selected"))
            .collect();
        if self.attribute(select, "multiple").is_some() {
            return selected;
        }
        let first = || {
            options
                .iter()
                .copied()
                .find(|option| self.attribute(*option, "disabled").is_none())
        };
        selected
            .last()
            .copied()
            .or_else(first)
            .into_iter()
            .collect()
    }

    /// The form of a node: the one that a control is associated with, or else the one around it.
    pub(crate) fn form_of(&self, id: NodeId) -> Option<NodeId> {
        let is_form = |node: &NodeId| self.tag(*node) == Some("form");
        let decides = |node: &NodeId| is_form(node) || self.attribute(*node, "form").is_some();
        let decisive = self.ancestors(id).find(decides)?;
        match self.attribute(decisive, "form") {
            Some(name) if !is_form(&decisive) => self
                .descendants(Self::DOCUMENT)
                .find(|node| is_form(node) && self.attribute(*node, "id") == Some(name)),
            _ => Some(decisive),
        }
    }

    /// The control that an event is about: the first one on the way out to an element, or else the only
    /// one in that element.
    pub(crate) fn control_at(&self, target: NodeId, element: NodeId) -> NodeId {
        let is_control = |node: &NodeId| {
            matches!(
                self.tag(*node),
                Some("button" | "input" | "output" | "select" | "textarea")
            )
        };
        let outside = self.parent(element);
        let mut way = self
            .ancestors(target)
            .take_while(|node| Some(*node) != outside);
        let inner: Vec<_> = self.descendants(element).filter(is_control).collect();
        let only = if let [only] = inner.as_slice() {
            Some(*only)
        } else {
            None
        };
        way.find(is_control).or(only).unwrap_or(element)
    }

    /// The editable element around a node, or the node itself.
    pub(crate) fn editable_at(&self, id: NodeId) -> Option<NodeId> {
        self.ancestors(id).find(|node| {
            self.attribute(*node, "contenteditable")
                .is_some_and(|value| value != "false")
        })
    }

    /// The nearest element around a node that can be open.
    pub(crate) fn openable_at(&self, id: NodeId) -> Option<NodeId> {
        self.ancestors(id).find(|node| {
            matches!(self.tag(*node), Some("details" | "dialog"))
                || self.attribute(*node, "popover").is_some()
        })
    }

    /// The names and values that a form sends, with only the button that submits it.
    pub(crate) fn fields(&self, form: NodeId, submitter: Option<NodeId>) -> Vec<(String, String)> {
        let mut fields = Vec::new();
        for control in self
            .descendants(Self::DOCUMENT)
            .filter(|node| self.form_of(*node) == Some(form))
        {
            let Some(name) = self
                .attribute(control, "name")
                .filter(|name| !name.is_empty())
            else {
                continue;
            };
            if self.is_disabled(control) {
                continue;
            }
            let kind = self.attribute(control, "type").unwrap_or_default();
            let values = match self.tag(control) {
                Some("select") => self
                    .selected_options(control)
                    .iter()
                    .map(|option| self.value(*option))
                    .collect(),
                Some("textarea") => vec![self.value(control)],
                Some("button") if submitter == Some(control) => vec![self.value(control)],
                Some("input") => match kind {
                    "checkbox" | "radio" if !self.is(control, "checked") => vec![],
                    "button" | "reset" | "image" | "file" => vec![],
                    "submit" if submitter != Some(control) => vec![],
                    _ => vec![self.value(control)],
                },
                _ => vec![],
            };
            fields.extend(values.into_iter().map(|value| (name.to_owned(), value)));
        }
        fields
    }

    /// Whether a control is disabled, by itself or by a fieldset around it.
    pub(crate) fn is_disabled(&self, id: NodeId) -> bool {
        let disabled = |node| self.attribute(node, "disabled").is_some();
        let can_be = matches!(
            self.tag(id),
            Some("button" | "fieldset" | "input" | "optgroup" | "option" | "select" | "textarea")
        );
        let in_disabled = |node: NodeId| self.tag(node) == Some("fieldset") && disabled(node);
        can_be && (disabled(id) || self.ancestors(id).any(in_disabled))
    }
}

/// Line breaks in the value of a `<textarea>` are line feeds.
fn one_line_feed(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
