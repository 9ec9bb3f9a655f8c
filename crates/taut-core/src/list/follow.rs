//! A pass over a list that shows a collection which records its edits: only the rows that were edited are visited.
//!
//! The list remembers the version that it has rendered. If the collection still has the edits since then, and nothing
//! else that its rows read has changed, the other rows need no comparison. In all other cases all rows are compared, and
//! the list follows from there.

use std::hash::Hash;

use super::followed::{Followed, Kept};
use super::runs::{close_gaps, write_moves};
use super::{List, REMOVE, Row, Rows, Runs};
use crate::background::pending;
use crate::key::Key;
use crate::pass::Pass;
use crate::sequence::Cursor;

pub(crate) use super::followed::Version;

/// What has been edited since a version.
#[derive(Debug)]
pub(crate) struct Changes {
    /// The order of the rows.
    pub(crate) runs: Runs,
    /// The positions of rows to visit, in any order.
    pub(crate) touched: Vec<usize>,
}

/// A row that a pass visits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Visit {
    /// Its position in the collection.
    pub(crate) at: usize,
    /// Its position in the page; nothing if it is new.
    old: Option<usize>,
}

/// Compares keys of rows with those of the collection.
pub(crate) trait Keys<K> {
    /// Whether it is the key at a position.
    fn is_at(&self, position: usize, key: &K) -> bool;
    /// Whether they are all keys, in their order.
    fn are(&self, keys: &mut dyn Iterator<Item = &K>) -> bool;
}

/// What a pass knows of the collection.
#[derive(Debug)]
pub(super) struct Follow<K, M> {
    version: Version,
    way: Way<K, M>,
    /// What the rows read besides themselves, if all are visited.
    kept: Vec<Kept>,
    /// Whether the rows of some keys are looked for.
    picks: bool,
    /// How many states of pending work were read before.
    pending: u64,
}

/// Which rows are visited.
#[derive(Debug)]
enum Way<K, M> {
    /// All of them, as in any other list.
    All,
    /// Those that were edited.
    Edited {
        changes: Changes,
        visits: std::vec::IntoIter<Visit>,
        made: Vec<Row<K, M>>,
        /// Where the last row was.
        cursor: Cursor,
    },
    /// The one at a position, which a search leads to, or none.
    Sought(Option<usize>),
}

impl<K, M> Follow<K, M> {
    pub(super) fn is_partial(&self) -> bool {
        !matches!(self.way, Way::All)
    }
}

impl Pass<'_> {
    /// Starts a list that shows a version of a collection.
    pub(crate) fn follow<'m, K, M>(
        &mut self,
        hole: u16,
        before: &'static str,
        list: &'m mut List<K, M>,
        version: Version,
        changes: impl FnOnce(&List<K, M>) -> Option<Changes>,
    ) -> Rows<'m, K, M> {
        if self.has_components(hole) {
            return self.list(hole, before, list);
        }
        let way = if self.creates() {
            Way::All
        } else if self.renders() {
            changes(list).map_or(Way::All, |changes| Way::Edited {
                changes,
                visits: Vec::new().into_iter(),
                made: Vec::new(),
                cursor: Cursor::default(),
            })
        } else {
            self.sought_way(hole, list, version)
        };
        let is_partial = !matches!(way, Way::All);
        let (kept, mut followed) = match is_partial {
            true => (Vec::new(), list.followed.take()),
            false => (list.leave(), None),
        };
        if self.renders()
            && let Some(followed) = &mut followed
        {
            // If a row panics, what was kept may be newer than the rows.
            followed.version = Version::UNKNOWN;
        }
        let follow = Follow {
            version,
            way,
            kept,
            picks: false,
            pending: pending::reads(),
        };
        let mut rows = self.list(hole, before, list);
        rows.list.followed = followed;
        rows.is_over &= !matches!(follow.way, Way::Sought(Some(_)));
        // A search that does not know where the row is looks for it as in any other list.
        rows.follow = (is_partial || self.renders()).then(|| Box::new(follow));
        rows
    }

    /// The way of a search, which may lead elsewhere.
    fn sought_way<K, M>(&self, hole: u16, list: &List<K, M>, version: Version) -> Way<K, M> {
        let Some(number) = self.sought_child(hole) else {
            return Way::Sought(None);
        };
        let Some(followed) = &list.followed else {
            return Way::All;
        };
        match followed.find(number) {
            Some(_) if followed.version != version => Way::All,
            row => Way::Sought(row.and_then(|row| followed.rows.position(row))),
        }
    }
}

impl<K, M> Rows<'_, K, M> {
    /// Whether it matters what the rows read besides themselves.
    #[must_use]
    pub fn follows(&self) -> bool {
        self.follow
            .as_ref()
            .is_some_and(|follow| !matches!(follow.way, Way::Sought(_)))
    }

    /// What was kept at the last rendering of something that the rows read.
    pub(crate) fn kept(&mut self, number: usize) -> Option<&mut Kept> {
        let follow = self.follow.as_mut()?;
        let kept = match &mut self.list.followed {
            Some(followed) => &mut followed.kept,
            None => &mut follow.kept,
        };
        if kept.len() <= number {
            kept.resize_with(number + 1, || None);
        }
        kept.get_mut(number)
    }

    /// Notes that the rows of some keys are looked for. Returns whether the keys of the collection lead to them.
    pub(crate) fn picks(&mut self) -> bool {
        if let Some(follow) = &mut self.follow {
            follow.picks = true;
        }
        self.list
            .followed
            .as_ref()
            .is_some_and(|all| all.keys_agree)
    }

    /// Visits the row at a position of the collection, too.
    pub(crate) fn touch(&mut self, position: usize) {
        if let Some(Way::Edited { changes, .. }) = self.way() {
            changes.touched.push(position);
        }
    }

    /// Visits all rows: something that they read has changed.
    pub(crate) fn visit_all(&mut self) {
        let Some(follow) = &mut self.follow else {
            return;
        };
        if !matches!(follow.way, Way::Edited { .. }) {
            return;
        }
        follow.way = Way::All;
        follow.kept = self.list.leave();
        self.known = self.list.rows.len();
        self.in_place = self.known;
    }

    /// The rows to visit, in their order; nothing if all are.
    pub(crate) fn visits(&mut self) -> Option<Vec<Visit>> {
        match self.way()? {
            Way::All => None,
            Way::Sought(at) => {
                let row = at.map(|at| Visit { at, old: Some(at) });
                Some(row.into_iter().collect())
            }
            Way::Edited {
                changes, visits, ..
            } => {
                let all = changes.visits();
                *visits = all.clone().into_iter();
                Some(all)
            }
        }
    }

    fn way(&mut self) -> Option<&mut Way<K, M>> {
        self.follow.as_mut().map(|follow| &mut follow.way)
    }
}

impl Changes {
    fn visits(&mut self) -> Vec<Visit> {
        self.touched.sort_unstable();
        self.touched.dedup();
        let mut all = Vec::with_capacity(self.touched.len());
        let mut touched = self.touched.iter().copied().peekable();
        for (start, run) in self.runs.iter() {
            let end = start + run.length;
            if let Some(old) = run.old {
                while let Some(at) = touched.next_if(|at| *at < end) {
                    let old = Some(old + at - start);
                    all.push(Visit { at, old });
                }
            } else {
                while touched.next_if(|at| *at < end).is_some() {}
                all.extend((start..end).map(|at| Visit { at, old: None }));
            }
        }
        all
    }
}

impl<K: Hash, M: Default> Rows<'_, K, M> {
    /// The memo of the next row that is visited.
    pub(super) fn followed_row<Q: Key<Owned = K> + ?Sized>(
        &mut self,
        pass: &mut Pass<'_>,
        key: &Q,
    ) -> Option<&mut M> {
        let (visit, mut cursor) = match self.way()? {
            Way::All => return None,
            Way::Edited { visits, cursor, .. } => (visits.next()?, *cursor),
            Way::Sought(at) => {
                let at = (*at)?;
                return self.found_row(pass, key, at);
            }
        };
        let is_known = visit.old.is_some_and(|old| {
            let followed = self.list.followed.as_ref();
            let row = followed.and_then(|all| all.rows.at_near(old, &mut cursor));
            row.is_some_and(|row| key.is(&row.key))
        });
        if let Some(old) = visit.old.filter(|_| is_known) {
            self.close_run(pass);
            pass.enter_row(old);
            if let Some(Way::Edited { cursor: last, .. }) = self.way() {
                *last = cursor;
            }
            let rows = &mut self.list.followed.as_mut()?.rows;
            return Some(&mut rows.at_mut_near(old, &mut cursor)?.memo);
        }
        let row = self.make(pass, key);
        let Some(Way::Edited { changes, made, .. }) = self.way() else {
            return None;
        };
        if visit.old.is_some() {
            // Its key has changed, so it is another row.
            changes.runs.replace(visit.at);
        }
        made.push(row);
        made.last_mut().map(|row| &mut row.memo)
    }

    fn found_row<Q: Key<Owned = K> + ?Sized>(
        &mut self,
        pass: &mut Pass<'_>,
        key: &Q,
        at: usize,
    ) -> Option<&mut M> {
        self.is_over = true;
        let (_, row) = self.list.followed.as_mut()?.rows.at_mut(at)?;
        if !key.is(&row.key) {
            return None;
        }
        pass.enter_sought_row(&self.outer, self.hole, row.number)?;
        Some(&mut row.memo)
    }

    /// Ends a list that shows a collection with these keys.
    pub(crate) fn end_following(mut self, pass: &mut Pass<'_>, keys: &dyn Keys<K>) {
        let Some(follow) = self.follow.take().filter(|_| pass.renders()) else {
            return self.end(pass);
        };
        let Follow {
            version,
            way,
            kept,
            picks,
            pending,
        } = *follow;
        // Rows that show work in the background change without an edit.
        let version = match pending::reads() == pending {
            true => version,
            false => Version::UNKNOWN,
        };
        let Way::Edited { changes, made, .. } = way else {
            self.write_end(pass);
            let rows = std::mem::take(&mut self.list.rows);
            let keys_agree = picks && keys.are(&mut rows.iter().map(|row| &row.key));
            let mut followed = Followed::new(rows, version);
            (followed.kept, followed.keys_agree) = (kept, keys_agree);
            self.list.followed = Some(Box::new(followed));
            return pass.end_list(self.outer);
        };
        self.close_run(pass);
        let gone = self.list.followed.as_mut().map(|followed| {
            followed.keys_agree &= picks && agree(keys, &changes.runs, &made);
            followed.version = version;
            rearrange(followed, changes.runs, made, pass)
        });
        pass.end_list(self.outer);
        drop(gone);
    }
}

/// Whether new rows have the keys of the collection.
fn agree<K, M>(keys: &dyn Keys<K>, runs: &Runs, made: &[Row<K, M>]) -> bool {
    let new = runs.iter().filter(|(_, run)| run.old.is_none());
    let positions = new.flat_map(|(start, run)| start..start + run.length);
    positions
        .zip(made)
        .all(|(at, row)| keys.is_at(at, &row.key))
}

/// Writes what is removed, moved and placed, and does the same. Returns the rows that are gone.
fn rearrange<K, M>(
    followed: &mut Followed<K, M>,
    runs: Runs,
    made: Vec<Row<K, M>>,
    pass: &mut Pass<'_>,
) -> Vec<Row<K, M>> {
    let mut runs = runs.into_runs();
    let gaps = close_gaps(&mut runs, followed.rows.len());
    let (mut made, mut gone) = (made.into_iter(), Vec::new());
    let mut write = |op: &'static str, first, second| {
        pass.write_op_with(op, first, second);
        followed.apply(op, (first, second), &mut made, &mut gone);
    };
    for gap in gaps.iter().rev() {
        write(REMOVE, gap.start, gap.length);
    }
    write_moves(&runs, write);
    followed.end_edits();
    gone
}
