//! The page as the client keeps it: instances of templates whose holes know their nodes.

mod commands;
mod controls;
mod events;
mod find;
mod holes;
mod projections;
mod regions;
mod snapshot;

use std::collections::HashMap;

use taut_facts::HoleKind;

use crate::dom::{Dom, NodeId};
use crate::table::{Kind, Table, TemplateId};
use crate::violation::{Judged, violation};

pub(crate) use controls::Told;
pub use events::{DomEvent, Listening};
pub(crate) use events::{Heard, Reaction};

/// A document, the table of templates, and the links between them.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) dom: Dom,
    table: Table,
    instances: Vec<Instance>,
    /// The content that each template is cloned from, once it has been needed.
    roots: Vec<Option<NodeId>>,
    /// The listeners and properties of an element.
    wires: HashMap<NodeId, Vec<(InstanceId, usize)>>,
    /// The listeners on the window.
    global: Vec<(InstanceId, usize)>,
    /// The number of the next row.
    pub(crate) next_row: u32,
    pub(crate) controls: controls::Controls,
}

/// The index of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct InstanceId(usize);

/// An instance of a template: the page itself, the arm of a block, or a row of a list.
#[derive(Debug)]
struct Instance {
    template: TemplateId,
    /// The node or the region of each hole.
    at: Vec<At>,
    /// The server's last value of each hole that the page can change too.
    said: Vec<Option<Said>>,
    first: NodeId,
    last: NodeId,
    /// The instance and the hole around it; nothing for the page.
    around: Option<(InstanceId, usize)>,
    /// The index of the arm, or the number of the row.
    key: u32,
}

#[derive(Debug)]
enum At {
    Node(NodeId),
    Region(Region),
}

#[derive(Debug, Clone)]
enum Said {
    Property(crate::dom::Property),
    Classes(Vec<String>),
    Fired,
}

/// The place of a block or a list.
#[derive(Debug, Clone)]
struct Region {
    /// The comment before a block or after a list.
    anchor: NodeId,
    items: Vec<InstanceId>,
}

impl Page {
    const ROOT: InstanceId = InstanceId(0);

    /// Takes over a page that the server has rendered.
    pub(crate) fn open(html: &str, templates: &[u8]) -> Judged<Self> {
        let table = Table::read(templates)?;
        let is_document = table.get(table.page()).is_document;
        if is_document != html.starts_with("<!DOCTYPE") {
            return violation("the page is a document, or its template, not both");
        }
        let around = format!("<!DOCTYPE html><html><head></head><body>{html}</body></html>");
        let dom = Dom::document(if is_document { html } else { &around });
        let root = if is_document {
            Dom::DOCUMENT
        } else {
            dom.body()
        };
        let mut page = Self {
            roots: vec![None; table.templates.len()],
            dom,
            table,
            instances: Vec::new(),
            wires: HashMap::new(),
            global: Vec::new(),
            next_row: 0,
            controls: controls::Controls::default(),
        };
        let template = page.table.page();
        page.find(template, root, page.dom.first_child(root), None, 0)?;
        Ok(page)
    }

    fn instance(&self, id: InstanceId) -> &Instance {
        &self.instances[id.0]
    }

    fn instance_mut(&mut self, id: InstanceId) -> &mut Instance {
        &mut self.instances[id.0]
    }

    fn kind(&self, id: InstanceId, hole: usize) -> Judged<&Kind> {
        Ok(&self.table.hole(self.instance(id).template, hole)?.kind)
    }

    /// The facts about the kind of a hole.
    fn facts(&self, id: InstanceId, hole: usize) -> Judged<HoleKind> {
        Ok(self.table.hole(self.instance(id).template, hole)?.facts)
    }

    /// The node of a hole that is not a region.
    fn node(&self, id: InstanceId, hole: usize) -> Judged<NodeId> {
        match self.instance(id).at.get(hole) {
            Some(At::Node(node)) => Ok(*node),
            _ => violation(format!("hole {hole} has no node")),
        }
    }

    fn region(&self, id: InstanceId, hole: usize) -> Judged<&Region> {
        match self.instance(id).at.get(hole) {
            Some(At::Region(region)) => Ok(region),
            _ => violation(format!("hole {hole} is no block or list")),
        }
    }

    fn region_mut(&mut self, id: InstanceId, hole: usize) -> Judged<&mut Region> {
        match self.instance_mut(id).at.get_mut(hole) {
            Some(At::Region(region)) => Ok(region),
            _ => violation(format!("hole {hole} is no block or list")),
        }
    }

    /// The address of a hole: pairs of a hole and the arm or row in it, then the hole.
    fn address(&self, id: InstanceId, hole: usize) -> Vec<u32> {
        let number = |hole: usize| u32::try_from(hole).unwrap_or(u32::MAX);
        let mut address = vec![number(hole)];
        let mut instance = self.instance(id);
        while let Some((owner, hole)) = instance.around {
            address.splice(0..0, [number(hole), instance.key]);
            instance = self.instance(owner);
        }
        address
    }

    /// Whether an instance is in the page, and has not been removed.
    fn is_shown(&self, id: InstanceId) -> bool {
        match self.instance(id).around {
            None => true,
            Some((owner, hole)) => {
                self.region(owner, hole)
                    .is_ok_and(|region| region.items.contains(&id))
                    && self.is_shown(owner)
            }
        }
    }
}

impl Dom {
    /// The body, or the document if there is none.
    fn body(&self) -> NodeId {
        self.descendants(Self::DOCUMENT)
            .find(|node| self.tag(*node) == Some("body"))
            .unwrap_or(Self::DOCUMENT)
    }
}
