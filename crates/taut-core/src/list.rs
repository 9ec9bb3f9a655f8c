//! The memo of a `for` loop, and the comparison of its rows.
//!
//! Rows arrive one by one, in the order of the user's loop. As long as their keys are where they were,
//! a row is compared in place and nothing is allocated. Rows after the last known one are new. From the
//! first key on that is not where it was, a [`Reorder`] records where each row came from, and when the
//! loop ends determines what to remove, move and place (see [`reorder`]).
//!
//! The stream is in the order of the loop: patches of existing rows, by their old position, and the
//! values of new rows, which the browser creates but does not place. Structural changes follow at the
//! end. So both sides number new rows in the same order, and no number is sent.

mod follow;
mod followed;
mod reorder;
mod runs;

use std::hash::Hash;

use taut_facts::frames::Operation;

use crate::components::RowPlaces;
use crate::fingerprint;
use crate::key::Key;
use crate::pass::{Outer, Pass};

use follow::Follow;
use followed::Followed;
use reorder::{Reorder, Source};

pub(crate) use follow::{Changes, Keys, Version, Visit};
pub use followed::Kept;
pub(crate) use runs::Runs;

/// Creates rows: `-2, count`, and for each row its key and its values.
pub(crate) const MAKE: &str = Operation::Make.row().text;
/// Removes rows from a position on: `-1, position, count`.
pub(crate) const REMOVE: &str = Operation::Remove.row().text;
/// Places created rows, in order: `-3, position, count`.
pub(crate) const PLACE: &str = Operation::Place.row().text;
/// Moves a row from one position to another, which is counted without the row: `-4, from, to`.
const MOVE: &str = Operation::Move.row().text;

/// The memo of a list: a memo for each row, in the order in which the browser shows them.
#[derive(Debug)]
pub struct List<K, M> {
    /// Empty if the list follows a collection, whose rows are there.
    rows: Vec<Row<K, M>>,
    followed: Option<Box<Followed<K, M>>>,
}

impl<K, M> Default for List<K, M> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            followed: None,
        }
    }
}

#[derive(Debug)]
struct Row<K, M> {
    key: K,
    /// The number of the row in addresses of events; never used again in a session.
    number: u32,
    memo: M,
}

/// An iteration over the rows of a list, during a pass.
#[derive(Debug)]
pub struct Rows<'m, K, M> {
    list: &'m mut List<K, M>,
    hole: u16,
    outer: Outer,
    /// The number of rows so far.
    count: usize,
    /// The number of rows before the pass.
    known: usize,
    /// Up to which row the loop is compared in place: all known rows, until one is not where it was.
    in_place: usize,
    /// Where the count of the new rows goes in the stream, and how many there are.
    making: Option<(usize, usize)>,
    reorder: Option<Box<Reorder<K, M>>>,
    sought: Option<Sought>,
    /// Whether the pass needs no further rows.
    is_over: bool,
    /// The places of components in the rows, if there are any.
    places: Option<Box<RowPlaces>>,
    /// Rows that the browser forgets, last first: new rows with their keys take their memos over.
    forgotten: Vec<Row<K, M>>,
    /// What the list knows of the collection that it shows, if that records its edits.
    follow: Option<Box<Follow<K, M>>>,
}

/// The only row that a search needs.
#[derive(Debug)]
struct Sought {
    position: usize,
    /// How many rows with the same key come before it, once the first one has come.
    before: Option<usize>,
}

impl Pass<'_> {
    /// Starts a list. Each row follows through [`Rows::row`], then [`Rows::end`].
    pub fn list<'m, K, M>(
        &mut self,
        hole: u16,
        before: &'static str,
        list: &'m mut List<K, M>,
    ) -> Rows<'m, K, M> {
        list.leave();
        let position = self
            .sought_child(hole)
            .and_then(|number| list.rows.iter().position(|row| row.number == number));
        let sought = position.map(|position| Sought {
            position,
            before: None,
        });
        let forgotten = if self.creates() {
            std::mem::take(&mut list.rows)
        } else {
            Vec::new()
        };
        let forgotten = forgotten.into_iter().rev().collect();
        let known = list.rows.len();
        let in_place = if self.renders() { known } else { 0 };
        let is_over = !self.renders() && sought.is_none();
        let outer = self.begin_list(hole, before);
        let places = self.places_of(&outer, hole);
        Rows {
            list,
            hole,
            outer,
            count: 0,
            known,
            in_place,
            making: None,
            reorder: None,
            sought,
            is_over,
            places,
            forgotten,
            follow: None,
        }
    }
}

impl Pass<'_> {
    /// The row that an event's address leads to; [`Pass::leave_recalled`] must follow.
    pub fn recall_row<'m, K: Hash, M>(
        &mut self,
        hole: u16,
        list: &'m mut List<K, M>,
    ) -> Option<(Outer, &'m K, &'m mut M)> {
        let number = self.sought_child(hole)?;
        if let Some(row) = list.followed.as_ref().and_then(|all| all.find(number)) {
            let outer = self.begin_list(hole, "");
            self.enter_sought_row(&outer, hole, number)?;
            let row = list.followed.as_mut()?.row_mut(row)?;
            return Some((outer, &row.key, &mut row.memo));
        }
        let at = list.rows.iter().position(|row| row.number == number)?;
        let outer = self.begin_list(hole, "");
        self.enter_sought_row(&outer, hole, number)?;
        if let Some(mut places) = self.places_of(&outer, hole) {
            list.rows
                .iter()
                .take(at + 1)
                .for_each(|row| self.enter_place(places.next(&row.key)));
        }
        let row = list.rows.get_mut(at)?;
        Some((outer, &row.key, &mut row.memo))
    }

    /// Leaves such a row, and its list.
    pub fn leave_recalled(&mut self, outer: Outer) {
        self.leave_row(&outer, "");
        self.end_list(outer);
    }
}

impl<K: Hash, M: Default> Rows<'_, K, M> {
    /// The memo of the row with a key, if the pass goes into it; [`Rows::row_end`] must follow then.
    #[inline(always)]
    pub fn row<Q: Key<Owned = K> + ?Sized>(
        &mut self,
        pass: &mut Pass<'_>,
        key: &Q,
    ) -> Option<&mut M> {
        if let Some(places) = &mut self.places {
            pass.enter_place(places.next(key));
        }
        let at = self.count;
        if at < self.in_place && key.is(&self.list.rows.get(at)?.key) {
            self.count = at + 1;
            pass.enter_row(at);
            return Some(&mut self.list.rows.get_mut(at)?.memo);
        }
        self.other_row(pass, key)
    }

    /// A row that is not compared in place.
    fn other_row<Q: Key<Owned = K> + ?Sized>(
        &mut self,
        pass: &mut Pass<'_>,
        key: &Q,
    ) -> Option<&mut M> {
        if self
            .follow
            .as_ref()
            .is_some_and(|follow| follow.is_partial())
        {
            return self.followed_row(pass, key);
        }
        if !pass.renders() {
            return self.sought_row(pass, key);
        }
        if self.count < self.in_place {
            self.reorder = Some(Box::new(Reorder::new(self.known, self.count)));
            self.in_place = 0;
        }
        self.count += 1;
        if self.reorder.is_some() {
            return self.reordered_row(pass, key);
        }
        let row = self.make(pass, key);
        self.list.rows.push(row);
        Some(&mut self.list.rows.last_mut()?.memo)
    }

    /// Ends a row.
    #[inline(always)]
    pub fn row_end(&mut self, pass: &mut Pass<'_>, last: &'static str) {
        pass.leave_row(&self.outer, last);
    }

    /// Whether the pass needs no further rows.
    #[inline]
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.is_over
    }

    /// Ends the list: writes the removal of rows that the loop has not returned, and the order.
    pub fn end(mut self, pass: &mut Pass<'_>) {
        self.write_end(pass);
        pass.end_list(self.outer);
    }

    fn write_end(&mut self, pass: &mut Pass<'_>) {
        self.close_run(pass);
        let rows = &mut self.list.rows;
        match self.reorder.take() {
            _ if !pass.renders() => {}
            Some(reorder) => reorder.finish(rows, |op, first, second| {
                pass.write_op_with(op, first, second)
            }),
            None if self.count < self.known => {
                pass.write_op_with(REMOVE, self.count, self.known - self.count);
                rows.truncate(self.count);
            }
            None if self.count > self.known => {
                pass.write_op_with(PLACE, self.known, self.count - self.known);
                // Keeps at most a tenth as spare capacity.
                rows.shrink_to(self.count + self.count / 10);
            }
            None => {}
        }
    }

    fn sought_row<Q: Key<Owned = K> + ?Sized>(
        &mut self,
        pass: &mut Pass<'_>,
        key: &Q,
    ) -> Option<&mut M> {
        let Sought { position, before } = self.sought.as_mut()?;
        let (others, rest) = self.list.rows.split_at_mut_checked(*position)?;
        let row = rest.first_mut().filter(|row| key.is(&row.key))?;
        let before =
            before.get_or_insert_with(|| others.iter().filter(|other| key.is(&other.key)).count());
        if *before > 0 {
            *before -= 1;
            return None;
        }
        self.sought = None;
        self.is_over = true;
        pass.enter_sought_row(&self.outer, self.hole, row.number)?;
        Some(&mut row.memo)
    }

    fn reordered_row<Q: Key<Owned = K> + ?Sized>(
        &mut self,
        pass: &mut Pass<'_>,
        key: &Q,
    ) -> Option<&mut M> {
        match self.reorder.as_mut()?.source(&self.list.rows, key) {
            Source::Old(position) => {
                self.close_run(pass);
                pass.enter_row(position);
                self.list.rows.get_mut(position).map(|row| &mut row.memo)
            }
            Source::New => {
                let row = self.make(pass, key);
                self.reorder.as_mut()?.add(row)
            }
        }
    }

    /// Creates a new row, and starts a run of new rows if none is open.
    fn make<Q: Key<Owned = K> + ?Sized>(&mut self, pass: &mut Pass<'_>, key: &Q) -> Row<K, M> {
        self.making
            .get_or_insert_with(|| (pass.write_op(MAKE), 0))
            .1 += 1;
        let known = self.forgotten.iter().rposition(|row| key.is(&row.key));
        let memo = known.map(|at| self.forgotten.remove(at).memo);
        Row {
            number: pass.enter_new_row(fingerprint::of(key)),
            key: key.keep(),
            memo: memo.unwrap_or_default(),
        }
    }

    /// Ends a run of new rows: writes their count before their values.
    fn close_run(&mut self, pass: &mut Pass<'_>) {
        if let Some((at, count)) = self.making.take() {
            pass.insert_number(at, count);
        }
    }
}
