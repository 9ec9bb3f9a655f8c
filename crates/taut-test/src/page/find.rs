//! Finds the nodes of a template's holes, in the server's HTML in the same way as in a clone.

use taut_facts::HoleKind;

use super::{At, Instance, InstanceId, Page, Region};
use crate::dom::{Data, Dom, NodeId};
use crate::table::{Kind, TemplateId};
use crate::violation::{Judged, violation};

/// A position among the children of a node, which may be after the last one.
#[derive(Debug, Clone, Copy)]
struct Place {
    parent: NodeId,
    node: Option<NodeId>,
}

impl Place {
    fn step(&mut self, dom: &Dom, path: &[usize]) -> Judged {
        let [up, right, down @ ..] = path else {
            return Ok(());
        };
        for _ in 0..*up {
            let node = self.parent;
            let Some(parent) = dom.parent(node) else {
                return violation(format!("the path {path:?} leads out of the page"));
            };
            *self = Self {
                parent,
                node: Some(node),
            };
        }
        self.go_right(dom, *right, path)?;
        for right in down {
            let Some(parent) = self.node else {
                return violation(format!("the path {path:?} leads into a missing node"));
            };
            *self = Self {
                parent,
                node: dom.first_child(parent),
            };
            self.go_right(dom, *right, path)?;
        }
        Ok(())
    }

    fn go_right(&mut self, dom: &Dom, steps: usize, path: &[usize]) -> Judged {
        for _ in 0..steps {
            let Some(node) = self.node else {
                return violation(format!("the path {path:?} leads past the last node"));
            };
            self.node = dom.next_sibling(node);
        }
        Ok(())
    }

    fn found(self, what: &str) -> Judged<NodeId> {
        self.node
            .map_or_else(|| violation(format!("there is no node for {what}")), Ok)
    }
}

impl Page {
    /// Creates an instance from the nodes starting at `first`. An empty text has no node in HTML, so there may be none.
    pub(super) fn find(
        &mut self,
        template: TemplateId,
        parent: NodeId,
        first: Option<NodeId>,
        around: Option<(InstanceId, usize)>,
        key: u32,
    ) -> Judged<InstanceId> {
        let id = InstanceId(self.instances.len());
        let mut place = Place {
            parent,
            node: first,
        };
        let mut start = first;
        let unknown = first.unwrap_or(parent);
        let instance = Instance {
            template,
            at: vec![],
            said: vec![],
            first: unknown,
            last: unknown,
            around,
            key,
        };
        self.instances.push(instance);
        for hole in 0..self.table.get(template).holes.len() {
            let path = self.table.get(template).holes[hole].path.clone();
            place.step(&self.dom, &path)?;
            let is_text = matches!(self.kind(id, hole)?, Kind::Value(HoleKind::Text, _));
            if is_text
                && !place
                    .node
                    .is_some_and(|node| matches!(self.dom.data(node), Data::Text(_)))
            {
                let text = self.dom.add(Data::Text(String::new()));
                self.dom.insert(text, place.parent, place.node);
                if place.node == start && place.parent == parent {
                    start = Some(text);
                }
                place.node = Some(text);
            }
            let at = self.at(id, hole, &mut place)?;
            let instance = self.instance_mut(id);
            instance.at.push(at);
            instance.said.push(None);
        }
        place.step(&self.dom, &self.table.get(template).tail)?;
        let last = place.found("the end of a template")?;
        let Some(first) = start else {
            return violation("a template has no node");
        };
        if self.dom.parent(first) != self.dom.parent(last) {
            return violation("a template starts and ends in different elements");
        }
        let instance = self.instance_mut(id);
        (instance.first, instance.last) = (first, last);
        Ok(id)
    }

    /// Finds the node or region of a hole; after a block or list, the position is its last node.
    fn at(&mut self, id: InstanceId, hole: usize, place: &mut Place) -> Judged<At> {
        let node = place.found(&format!("hole {hole}"))?;
        match self.kind(id, hole)? {
            Kind::Block(arms) => {
                let arms = arms.clone();
                let (region, last) = self.find_block((id, hole), node, place.parent, &arms)?;
                place.node = Some(last);
                Ok(At::Region(region))
            }
            Kind::List(row) => {
                let row = *row;
                let region = self.find_list((id, hole), node, place.parent, row)?;
                place.node = Some(region.anchor);
                Ok(At::Region(region))
            }
            kind => {
                let is_event = matches!(kind, Kind::Event(_));
                let is_wired = is_event || matches!(kind, Kind::Value(HoleKind::Property, _));
                if !matches!(
                    kind,
                    Kind::Value(HoleKind::Text, _) | Kind::Bus | Kind::Formula
                ) && self.dom.element(node).is_none()
                {
                    return violation(format!(
                        "hole {hole} belongs to an element, and there is {:?}",
                        self.dom.data(node)
                    ));
                }
                if is_wired {
                    self.wires.entry(node).or_default().push((id, hole));
                }
                if is_event {
                    self.wire(id, hole)?;
                }
                Ok(At::Node(node))
            }
        }
    }

    /// Finds the content of a block, and returns its last node.
    fn find_block(
        &mut self,
        at: (InstanceId, usize),
        anchor: NodeId,
        parent: NodeId,
        arms: &[TemplateId],
    ) -> Judged<(Region, NodeId)> {
        let Data::Comment(arm) = self.dom.data(anchor) else {
            return violation(format!("hole {} is a block without its comment", at.1));
        };
        let mut region = Region {
            anchor,
            items: Vec::new(),
        };
        // A clone does not have it yet.
        if arm.is_empty() || arm == "?" {
            return Ok((region, anchor));
        }
        let Some((index, template)) = arm
            .parse()
            .ok()
            .and_then(|arm: u32| Some((arm, *arms.get(arm as usize)?)))
        else {
            return violation(format!("there is no arm `{arm}` of {}", arms.len()));
        };
        let item = self.find(
            template,
            parent,
            self.dom.next_sibling(anchor),
            Some(at),
            index,
        )?;
        region.items.push(item);
        Ok((region, self.instance(item).last))
    }

    fn find_list(
        &mut self,
        at: (InstanceId, usize),
        first: NodeId,
        parent: NodeId,
        row: TemplateId,
    ) -> Judged<Region> {
        let (mut node, mut items) = (Some(first), Vec::new());
        while let Some(start) = node {
            if matches!(self.dom.data(start), Data::Comment(data) if data == "/") {
                return Ok(Region {
                    anchor: start,
                    items,
                });
            }
            let number = self.next_row;
            self.next_row += 1;
            let item = self.find(row, parent, Some(start), Some(at), number)?;
            node = self.dom.next_sibling(self.instance(item).last);
            items.push(item);
        }
        violation(format!("hole {} is a list without its end", at.1))
    }
}
