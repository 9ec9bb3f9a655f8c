//! Links a loop of a template to what it loops over: a collection that records its edits, or anything else.
//!
//! The macro does not know types, but the compiler does: `(&looped(&it)).link(&it)` is a method of the first of two
//! traits that fits.

use std::any::Any;
use std::hash::Hash;
use std::marker::PhantomData;

use super::reads::Picked;
use super::{Keyed, Log};
use crate::key::Key;
use crate::list::{Changes, Kept, Keys, List, Rows, Visit};
use crate::pass::Pass;

/// The type of what a template loops over.
#[derive(Debug)]
pub struct Looped<I>(PhantomData<fn() -> I>);

/// The type of a value.
pub fn looped<I>(_: &I) -> Looped<I> {
    Looped(PhantomData)
}

/// Loops over a reference to a [`Keyed`].
pub trait LinksKeyed<'k, K, T> {
    /// A link to it.
    fn link(&self, keyed: &&'k Keyed<K, T>) -> KeyedLink<'k, K, T>;
}

impl<'k, K: Key, T> LinksKeyed<'k, K, T> for Looped<&'k Keyed<K, T>> {
    fn link(&self, keyed: &&'k Keyed<K, T>) -> KeyedLink<'k, K, T> {
        KeyedLink(keyed)
    }
}

/// Loops over anything else.
pub trait LinksAny<I> {
    /// No link.
    fn link(&self, iterator: &I) -> PlainLink;
}

impl<I> LinksAny<I> for &Looped<I> {
    fn link(&self, _: &I) -> PlainLink {
        PlainLink
    }
}

/// A link to what records nothing.
#[derive(Debug, Clone, Copy)]
pub struct PlainLink;

impl PlainLink {
    /// Starts a list.
    #[inline(always)]
    pub fn list<'m, O, M>(
        self,
        pass: &mut Pass<'_>,
        hole: u16,
        before: &'static str,
        list: &'m mut List<O, M>,
    ) -> Rows<'m, O, M> {
        pass.list(hole, before, list)
    }

    /// All rows are visited in any case.
    #[inline(always)]
    pub fn read<O, M>(self, _: &mut Rows<'_, O, M>, _: usize, _: impl FnOnce(&mut Kept) -> bool) {}

    /// All rows are visited in any case.
    #[inline(always)]
    pub fn pick<O, M>(self, _: &mut Rows<'_, O, M>, _: usize, _: impl FnOnce(&mut Kept) -> Picked) {
    }

    /// The rows to visit.
    #[inline(always)]
    pub fn rows<O, M, I>(self, _: &mut Rows<'_, O, M>, iterator: I) -> I {
        iterator
    }

    /// Ends the list.
    #[inline(always)]
    pub fn end<O: Hash, M: Default>(self, rows: Rows<'_, O, M>, pass: &mut Pass<'_>) {
        rows.end(pass);
    }
}

/// A link to a collection that records its edits.
#[derive(Debug)]
pub struct KeyedLink<'k, K, T>(&'k Keyed<K, T>);

impl<K, T> Clone for KeyedLink<'_, K, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K, T> Copy for KeyedLink<'_, K, T> {}

/// How many rows one touched row must stand for, so that all positions are found at once.
const ROWS_OF_TOUCHED: usize = 64;

impl<'k, K: Key, T> KeyedLink<'k, K, T> {
    /// Starts a list that follows the collection.
    pub fn list<'m, O, M>(
        self,
        pass: &mut Pass<'_>,
        hole: u16,
        before: &'static str,
        list: &'m mut List<O, M>,
    ) -> Rows<'m, O, M> {
        let changes = |list: &List<O, M>| self.changes(list);
        pass.follow(hole, before, list, self.0.log.version(), changes)
    }

    /// What has been edited since the list was rendered.
    fn changes<O, M>(self, list: &List<O, M>) -> Option<Changes> {
        let log: &Log = &self.0.log;
        let mut edited = log.since(list.version()?, list.followed_rows())?;
        let rows = &self.0.rows;
        if !edited.removed.is_empty() {
            edited.removed.sort_unstable();
            // A row that comes again is to be the same one, which takes a comparison of keys.
            let new = edited.runs.iter().filter(|(_, run)| run.old.is_none());
            for at in new.flat_map(|(start, run)| start..start + run.length) {
                let (_, entry) = rows.at(at)?;
                let hash = self.0.hash(&entry.key);
                if edited.removed.binary_search(&hash).is_ok() {
                    return None;
                }
            }
        }
        let mut touched = edited.touched;
        let touched = if touched.len() * ROWS_OF_TOUCHED > rows.len() {
            touched.sort_unstable();
            let all = rows.handles().enumerate();
            all.filter(|(_, handle)| touched.binary_search(handle).is_ok())
                .map(|(at, _)| at)
                .collect()
        } else {
            let positions = touched.iter().map(|handle| rows.position(*handle));
            positions.flatten().collect()
        };
        Some(Changes {
            runs: edited.runs,
            touched,
        })
    }

    /// Notes something that all rows read: if it has changed, all are visited.
    pub fn read<O, M>(
        self,
        rows: &mut Rows<'_, O, M>,
        number: usize,
        is_same: impl FnOnce(&mut Kept) -> bool,
    ) {
        if rows.follows() && !rows.kept(number).is_some_and(is_same) {
            rows.visit_all();
        }
    }

    /// Notes something that is compared with the key of each row: if it has changed, the row that it named and the row
    /// that it names are visited.
    pub fn pick<O: 'static, M>(
        self,
        rows: &mut Rows<'_, O, M>,
        number: usize,
        picked: impl FnOnce(&mut Kept) -> Picked,
    ) {
        if !rows.follows() {
            return;
        }
        let leads = rows.picks();
        let keys = match rows.kept(number).map(picked) {
            Some(Picked::Same) => return,
            Some(Picked::Changed(keys)) if leads => keys,
            _ => return rows.visit_all(),
        };
        for key in keys.into_iter().flatten() {
            let key: Box<dyn Any> = key;
            match key.downcast_ref::<K::Owned>() {
                Some(key) => {
                    if let Some(at) = self.0.find_kept(key) {
                        rows.touch(at);
                    }
                }
                None => return rows.visit_all(),
            }
        }
    }

    /// The rows to visit.
    pub fn rows<O, M>(self, rows: &mut Rows<'_, O, M>, _: &'k Keyed<K, T>) -> Visited<'k, K, T> {
        Visited {
            keyed: self.0,
            at: match rows.visits() {
                Some(visits) => VisitedAt::Some(visits.into_iter()),
                None => VisitedAt::All(self.0.rows.iter()),
            },
        }
    }

    /// Ends the list.
    pub fn end<O: Hash + 'static, M: Default>(self, rows: Rows<'_, O, M>, pass: &mut Pass<'_>) {
        rows.end_following(pass, &self);
    }
}

impl<K: Key, T, O: 'static> Keys<O> for KeyedLink<'_, K, T> {
    fn is_at(&self, position: usize, key: &O) -> bool {
        let entry = self.0.rows.at(position);
        entry.is_some_and(|(_, entry)| is_key(&entry.key, key))
    }

    fn are(&self, keys: &mut dyn Iterator<Item = &O>) -> bool {
        let mut own = self.0.keys();
        own.by_ref()
            .all(|own| keys.next().is_some_and(|key| is_key(own, key)))
            && keys.next().is_none()
    }
}

fn is_key<K: Key, O: 'static>(own: &K, kept: &O) -> bool {
    let kept: &dyn Any = kept;
    kept.downcast_ref().is_some_and(|kept| own.is(kept))
}

/// The rows that a pass visits.
#[derive(Debug)]
pub struct Visited<'k, K, T> {
    keyed: &'k Keyed<K, T>,
    at: VisitedAt<'k, K, T>,
}

#[derive(Debug)]
enum VisitedAt<'k, K, T> {
    All(crate::sequence::Items<'k, super::Entry<K, T>>),
    Some(std::vec::IntoIter<Visit>),
}

impl<'k, K, T> Visited<'k, K, T> {
    /// The next row, with its key.
    pub(super) fn next_pair(&mut self) -> Option<(&'k K, &'k T)> {
        let entry = match &mut self.at {
            VisitedAt::All(entries) => entries.next()?,
            VisitedAt::Some(visits) => self.keyed.rows.at(visits.next()?.at)?.1,
        };
        Some((&entry.key, &entry.row))
    }
}

impl<'k, K, T> Iterator for Visited<'k, K, T> {
    type Item = &'k T;

    #[inline]
    fn next(&mut self) -> Option<&'k T> {
        self.next_pair().map(|(_, row)| row)
    }
}
