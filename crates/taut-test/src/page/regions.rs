//! Shows the content of a block or a list, and checks the server's values for it.

use serde_json::Value;

use super::{InstanceId, Page, Region};
use taut_facts::frames::Operation;

use crate::dom::{Data, Dom, NodeId};
use crate::table::{Kind, TemplateId};
use crate::violation::{Judged, Stream, violation};

const REMOVE: i64 = Operation::Remove.number();
const MAKE: i64 = Operation::Make.number();
const PLACE: i64 = Operation::Place.number();
const MOVE: i64 = Operation::Move.number();

impl Page {
    /// `0` for nothing, `[-1, hole, value, …]` for a patch, `[arm, value, …]` for a new instance.
    pub(super) fn set_block(
        &mut self,
        id: InstanceId,
        hole: usize,
        value: &Value,
        is_patch: bool,
    ) -> Judged {
        let shown = self.region(id, hole)?.items.first().copied();
        if value.as_u64() == Some(0) {
            if is_patch && shown.is_none() {
                return violation(format!("block {hole} shows nothing already"));
            }
            return self.clear(id, hole);
        }
        let mut stream = Stream::of(value, "`0` or an array for a block")?;
        let arm = stream.integer("an arm")?;
        if arm < 0 {
            return self.patch_arm(hole, shown.filter(|_| arm == -1 && is_patch), &mut stream);
        }
        let Kind::Block(arms) = self.kind(id, hole)? else {
            return violation("no block");
        };
        let Some((key, template)) = u32::try_from(arm)
            .ok()
            .and_then(|arm| Some((arm, *arms.get(arm as usize)?)))
        else {
            return violation(format!("block {hole} has no arm {arm}"));
        };
        if is_patch && shown.is_some_and(|shown| self.instance(shown).key == key) {
            return violation(format!("block {hole} shows arm {arm} already"));
        }
        self.clear(id, hole)?;
        let (fragment, item) = self.make(template, (id, hole), key)?;
        self.write_all(item, &mut stream)?;
        stream.end("the values of an arm")?;
        let anchor = self.region(id, hole)?.anchor;
        self.insert(
            fragment,
            self.parent_of(anchor)?,
            self.dom.next_sibling(anchor),
        );
        self.region_mut(id, hole)?.items.push(item);
        Ok(())
    }

    fn patch_arm(
        &mut self,
        hole: usize,
        shown: Option<InstanceId>,
        stream: &mut Stream<'_>,
    ) -> Judged {
        let Some(shown) = shown else {
            return violation(format!("block {hole} has no arm to patch"));
        };
        if stream.is_empty() {
            return violation(format!("the patch of block {hole} is empty"));
        }
        self.patch(shown, stream)?;
        stream.end("the patch of an arm")
    }

    /// Applies a stream of operations to a list.
    pub(super) fn set_list(
        &mut self,
        id: InstanceId,
        hole: usize,
        value: &Value,
        is_patch: bool,
    ) -> Judged {
        let mut stream = Stream::of(value, "an array for a list")?;
        if is_patch && stream.is_empty() {
            return violation(format!("the patch of list {hole} is empty"));
        }
        let mut made = Made::default();
        while !stream.is_empty() {
            let op = stream.integer("an operation on a list")?;
            if op >= MAKE && op != REMOVE && made.ordering {
                return violation(format!(
                    "operation {op} on list {hole} comes after one on its order"
                ));
            }
            match op {
                MAKE => self.make_rows(id, hole, &mut stream, &mut made)?,
                REMOVE => self.remove_rows(id, hole, &mut stream)?,
                PLACE => self.place_rows(id, hole, &mut stream, &mut made)?,
                MOVE => self.move_row(id, hole, &mut stream)?,
                row if row >= 0 => self.patch_row(id, hole, row, &mut stream, &mut made)?,
                other => return violation(format!("there is no operation {other} on a list")),
            }
            made.ordering |= matches!(op, REMOVE | PLACE | MOVE);
        }
        if made.rows.is_empty() {
            Ok(())
        } else {
            violation(format!(
                "list {hole} has {} rows without a place",
                made.rows.len()
            ))
        }
    }

    fn patch_row(
        &mut self,
        id: InstanceId,
        hole: usize,
        row: i64,
        stream: &mut Stream<'_>,
        made: &mut Made,
    ) -> Judged {
        let items = &self.region(id, hole)?.items;
        let Some(item) = usize::try_from(row)
            .ok()
            .and_then(|row| items.get(row).copied())
        else {
            return violation(format!(
                "list {hole} has no row {row}: it has {}",
                items.len()
            ));
        };
        let inner = stream.count("a hole of a row")?;
        if made
            .patched
            .is_some_and(|(last, last_inner)| last == row && last_inner >= inner)
        {
            return violation(format!("hole {inner} of row {row} comes too late"));
        }
        made.patched = Some((row, inner));
        self.write(
            item,
            inner,
            stream.next("the value of a hole of a row")?,
            true,
        )
    }

    fn make_rows(
        &mut self,
        id: InstanceId,
        hole: usize,
        stream: &mut Stream<'_>,
        made: &mut Made,
    ) -> Judged {
        let Kind::List(row) = self.kind(id, hole)? else {
            return violation("no list");
        };
        let (row, count) = (*row, stream.count("how many rows to make")?);
        if count == 0 {
            return violation("no row is to be made");
        }
        for _ in 0..count {
            let number = self.next_row;
            self.next_row += 1;
            stream.count("the key of a row")?;
            let (fragment, item) = self.make(row, (id, hole), number)?;
            self.write_all(item, stream)?;
            made.rows.push((fragment, item));
        }
        Ok(())
    }

    fn remove_rows(&mut self, id: InstanceId, hole: usize, stream: &mut Stream<'_>) -> Judged {
        let (from, count) = (
            stream.count("a position")?,
            stream.count("how many rows to remove")?,
        );
        let items = &mut self.region_mut(id, hole)?.items;
        if count == 0 || from + count > items.len() {
            return violation(format!(
                "rows {from} to {} cannot be removed of {}",
                from + count,
                items.len()
            ));
        }
        let gone: Vec<_> = items.drain(from..from + count).collect();
        gone.into_iter().for_each(|item| self.take_away(item));
        Ok(())
    }

    fn place_rows(
        &mut self,
        id: InstanceId,
        hole: usize,
        stream: &mut Stream<'_>,
        made: &mut Made,
    ) -> Judged {
        let (at, count) = (
            stream.count("a position")?,
            stream.count("how many rows to place")?,
        );
        let before = self.node_at(id, hole, at)?;
        if count == 0 || count > made.rows.len() {
            return violation(format!(
                "{count} of {} rows cannot be placed",
                made.rows.len()
            ));
        }
        let rows: Vec<_> = made.rows.drain(..count).collect();
        for (fragment, _) in &rows {
            self.insert(*fragment, self.parent_of(before)?, Some(before));
        }
        self.region_mut(id, hole)?
            .items
            .splice(at..at, rows.into_iter().map(|(_, item)| item));
        Ok(())
    }

    fn move_row(&mut self, id: InstanceId, hole: usize, stream: &mut Stream<'_>) -> Judged {
        let (from, to) = (stream.count("a position")?, stream.count("a position")?);
        let items = &mut self.region_mut(id, hole)?.items;
        if from >= items.len() || to >= items.len() || from == to {
            return violation(format!("row {from} of {} cannot go to {to}", items.len()));
        }
        let item = items.remove(from);
        let before = self.node_at(id, hole, to)?;
        let parent = self.parent_of(before)?;
        for node in self.nodes(item) {
            self.dom.move_before(node, parent, before);
        }
        self.region_mut(id, hole)?.items.insert(to, item);
        Ok(())
    }

    /// Removes the content of a block or list.
    pub(crate) fn clear(&mut self, id: InstanceId, hole: usize) -> Judged {
        let items = std::mem::take(&mut self.region_mut(id, hole)?.items);
        items.into_iter().for_each(|item| self.take_away(item));
        Ok(())
    }

    /// Removes the content of all blocks and lists of the page, before it is written again.
    pub(crate) fn clear_all(&mut self) -> Judged {
        for hole in 0..self.instance(Self::ROOT).at.len() {
            if matches!(self.kind(Self::ROOT, hole)?, Kind::Block(_) | Kind::List(_)) {
                self.clear(Self::ROOT, hole)?;
            }
        }
        Ok(())
    }

    fn take_away(&mut self, item: InstanceId) {
        for node in self.nodes(item) {
            self.dom.remove(node);
        }
    }

    /// The nodes of an instance.
    pub(super) fn nodes(&self, item: InstanceId) -> Vec<NodeId> {
        let Some(instance) = self.instances.get(item.0) else {
            return Vec::new();
        };
        let mut nodes = Vec::new();
        let mut next = Some(instance.first);
        while let Some(node) = next {
            nodes.push(node);
            next = self
                .dom
                .next_sibling(node)
                .filter(|_| node != instance.last);
        }
        nodes
    }

    /// The node before which a row at a position is inserted.
    fn node_at(&self, id: InstanceId, hole: usize, at: usize) -> Judged<NodeId> {
        let Region { anchor, items } = self.region(id, hole)?;
        match items.get(at) {
            Some(item) => Ok(self.instance(*item).first),
            None if at == items.len() => Ok(*anchor),
            None => violation(format!(
                "there is no position {at} in a list of {}",
                items.len()
            )),
        }
    }

    fn parent_of(&self, node: NodeId) -> Judged<NodeId> {
        self.dom.parent(node).map_or_else(
            || violation("a block or list is not in the page any more"),
            Ok,
        )
    }

    fn insert(&mut self, fragment: NodeId, parent: NodeId, before: Option<NodeId>) {
        self.dom.insert(fragment, parent, before);
    }

    /// Creates an instance that is not in the page yet, in a fragment.
    fn make(
        &mut self,
        template: TemplateId,
        around: (InstanceId, usize),
        key: u32,
    ) -> Judged<(NodeId, InstanceId)> {
        let root = match self.roots[template.0] {
            Some(root) => root,
            None => self.root(template),
        };
        let fragment = self.dom.copy(root);
        let item = self.find(
            template,
            fragment,
            self.dom.first_child(fragment),
            Some(around),
            key,
        )?;
        Ok((fragment, item))
    }

    /// Parses a template, once.
    fn root(&mut self, template: TemplateId) -> NodeId {
        let Self { dom, table, .. } = self;
        let known = table.get(template);
        let mut root = dom.fragment(&known.html, Dom::template_name());
        if known.inner
            && let Some(outermost) = dom.first_child(root)
        {
            let inner = dom.add(Data::Fragment);
            let children: Vec<_> = dom.children(outermost).collect();
            children
                .into_iter()
                .for_each(|child| dom.insert(child, inner, None));
            root = inner;
        }
        self.roots[template.0] = Some(root);
        root
    }
}

/// The state of a list while operations are applied.
#[derive(Default)]
struct Made {
    /// Rows that have not been placed.
    rows: Vec<(NodeId, InstanceId)>,
    /// The row and hole that were patched last.
    patched: Option<(i64, usize)>,
    /// Whether rows were removed, placed or moved, so that old positions are no longer valid.
    ordering: bool,
}
