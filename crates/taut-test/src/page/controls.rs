//! Properties that the user changes too. While an edit is on its way the server does not overwrite it;
//! when the event that told of it is settled, the control shows what the server says.

use std::collections::HashMap;

use super::{InstanceId, Page, Said};
use crate::dom::{NodeId, Property};
use crate::table::Kind;

/// What the user is doing to the controls of a page.
#[derive(Debug, Default)]
pub(crate) struct Controls {
    /// How often each control was edited since the server last knew its state.
    edits: HashMap<NodeId, u32>,
    pub(crate) focus: Option<NodeId>,
}

impl Controls {
    pub(crate) fn edits_of(&self, node: NodeId) -> u32 {
        self.edits.get(&node).copied().unwrap_or_default()
    }

    pub(crate) fn edited(&mut self, node: NodeId) {
        *self.edits.entry(node).or_default() += 1;
    }
}

impl Page {
    /// Sets a property, unless the user is at it.
    pub(super) fn set_property(&mut self, id: InstanceId, hole: usize, node: NodeId, name: &str, value: Property) {
        self.instance_mut(id).said[hole] = Some(Said::Property(value.clone()));
        if self.controls.edits_of(node) == 0 || self.controls.focus != Some(node) {
            self.assert_property(node, name, value);
        }
    }

    /// Tells that the server knows so many edits of a control; after an error its value stays as it is.
    pub(crate) fn settle(&mut self, node: NodeId, known: u32, failed: bool) {
        if self.controls.edits_of(node) > known {
            return;
        }
        self.controls.edits.remove(&node);
        for (id, hole) in self.wires.get(&node).cloned().unwrap_or_default() {
            let Ok(Kind::Property(name)) = self.kind(id, hole) else { continue };
            let name = name.clone();
            if failed && name == "value" {
                continue;
            }
            let value = match &self.instance(id).said[hole] {
                Some(Said::Property(said)) => said.clone(),
                _ => self.dom.default_property(node, &name),
            };
            self.instance_mut(id).said[hole] = Some(Said::Property(value.clone()));
            self.assert_property(node, &name, value);
        }
    }

    /// Writes only what differs.
    fn assert_property(&mut self, node: NodeId, name: &str, value: Property) {
        if self.dom.property(node, name) != value {
            self.dom.set_property(node, name, value);
        }
    }
}
