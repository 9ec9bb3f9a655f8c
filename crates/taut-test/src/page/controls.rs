//! Properties that the user can change too. The server's value is shown when it has changed and the
//! user is done: not while the user is typing, nor while an edit is pending.

use taut_facts::{HoleKind, Projection};

use std::collections::HashMap;

use super::{InstanceId, Page, Said};
use crate::dom::{Dom, NodeId, Property};
use crate::page::DomEvent;
use crate::table::Kind;

/// The state of the user's edits in a page.
#[derive(Debug, Default)]
pub(crate) struct Controls {
    edits: HashMap<NodeId, Edit>,
    pub(crate) focus: Option<NodeId>,
}

/// A control that the user has changed.
#[derive(Debug, Default)]
struct Edit {
    /// The number of edits.
    count: u32,
    /// The last edit that was sent to the server and is not settled.
    told: Option<u32>,
    /// Whether the user is done with it.
    is_ended: bool,
    /// Whether the server has sent a different value in the meantime.
    is_withheld: bool,
}

/// The controls that an event informs the server about.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// The controls, and how often each had been changed.
    controls: Vec<(NodeId, u32)>,
    /// Controls that show the server's value once the event is settled, because the user has submitted them.
    sent: Vec<NodeId>,
    /// Whether the event sends a form.
    is_form: bool,
}

impl Controls {
    pub(crate) fn edited(&mut self, node: NodeId) {
        let edit = self.edits.entry(node).or_default();
        edit.count += 1;
        edit.is_ended = false;
    }

    /// Marks a control as done.
    pub(crate) fn ended(&mut self, node: NodeId) {
        if let Some(edit) = self.edits.get_mut(&node) {
            edit.is_ended = true;
        }
    }

    fn is_held(&self, node: NodeId) -> bool {
        let is_held =
            |edit: &Edit| edit.told.is_some() || !edit.is_ended && self.focus == Some(node);
        self.edits.get(&node).is_some_and(is_held)
    }
}

impl Page {
    /// Records which controls an event informs the server about.
    pub(super) fn tell(
        &mut self,
        event: &DomEvent,
        reads: &[Projection],
        element: NodeId,
        target: NodeId,
    ) -> Told {
        let is_form = event.kind == "submit" || reads.contains(&Projection::Form);
        let is_final = event.kind == "submit"
            || event.kind == "keydown" && event.key.as_deref() == Some("Enter");
        let about: Vec<NodeId> = if is_form {
            let form = self.dom.form_of(target);
            self.dom
                .descendants(Dom::DOCUMENT)
                .filter(|node| self.dom.form_of(*node) == form)
                .collect()
        } else {
            vec![self.dom.control_at(target, element)]
        };
        let mut told = Told {
            is_form,
            ..Told::default()
        };
        for control in about {
            if let Some(edit) = self.controls.edits.get_mut(&control) {
                edit.told = Some(edit.count);
                edit.is_ended |= is_final;
                told.controls.push((control, edit.count));
            }
            if is_final && (is_form || reads.contains(&Projection::Value)) {
                told.sent.push(control);
            }
        }
        told
    }

    /// Sets a property, unless the user is editing it or nothing has changed.
    pub(super) fn set_property(
        &mut self,
        id: InstanceId,
        hole: usize,
        node: NodeId,
        name: &str,
        value: Property,
    ) {
        let before = self.said(id, hole, node, name);
        self.instance_mut(id).said[hole] = Some(Said::Property(value.clone()));
        if before == value {
            return;
        }
        if self.controls.is_held(node) {
            self.controls.edits.entry(node).or_default().is_withheld = true;
        } else {
            self.assert_property(node, name, value);
        }
    }

    /// The server's value of a property.
    fn said(&self, id: InstanceId, hole: usize, node: NodeId, name: &str) -> Property {
        match &self.instance(id).said[hole] {
            Some(Said::Property(said)) => said.clone(),
            _ => self.dom.default_property(node, name),
        }
    }

    /// Records that the server has settled an event.
    pub(crate) fn settle(&mut self, told: &Told, failed: bool) {
        for (control, count) in &told.controls {
            let Some(edit) = self.controls.edits.get_mut(control) else {
                continue;
            };
            if edit.count > *count || edit.told.is_some_and(|told| told > *count) {
                continue;
            }
            edit.told = None;
            if failed {
                self.fail(*control, told.is_form);
            }
            self.release(*control);
        }
        for control in &told.sent {
            if !failed && !self.controls.edits.contains_key(control) {
                self.show(*control, false);
            }
        }
    }

    /// After a refusal, a control reverts, except for a text, which the user can correct, and for one field of several.
    fn fail(&mut self, control: NodeId, is_form: bool) {
        if let Some(edit) = self.controls.edits.get_mut(&control) {
            edit.is_withheld = false;
        }
        if !is_form {
            self.show(control, true);
        }
    }

    /// Shows a withheld value, if the user is done.
    pub(crate) fn release(&mut self, control: NodeId) {
        if self.controls.is_held(control) {
            return;
        }
        let edit = self.controls.edits.remove(&control);
        if edit.is_some_and(|edit| edit.is_withheld) {
            self.show(control, false);
        }
    }

    /// Shows the server's value of a control, or all of it but its text.
    fn show(&mut self, control: NodeId, but_text: bool) {
        for (id, hole) in self.wires.get(&control).cloned().unwrap_or_default() {
            let Ok(Kind::Value(HoleKind::Property, name)) = self.kind(id, hole) else {
                continue;
            };
            let name = name.clone();
            if but_text && matches!(name.as_str(), "value" | "textContent") {
                continue;
            }
            let value = self.said(id, hole, control, &name);
            self.instance_mut(id).said[hole] = Some(Said::Property(value.clone()));
            self.assert_property(control, &name, value);
        }
    }

    /// Writes only what differs.
    fn assert_property(&mut self, node: NodeId, name: &str, value: Property) {
        if self.dom.property(node, name) != value {
            self.dom.set_property(node, name, value);
        }
    }
}
