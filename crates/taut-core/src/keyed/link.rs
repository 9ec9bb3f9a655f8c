//! Links a loop of a template to what it loops over: a collection that records its edits, or anything else.
//!
//! The macro does not know types, but the compiler does: `(&looped(&it)).link(&it)` is a method of the first of two
//! traits that fits.

use std::any::Any;
use std::hash::Hash;
use std::marker::PhantomData;

use super::reads::Picked;
use super::{Entry, Keyed, Pairs};
use crate::key::Key;
use crate::list::{Changes, Kept, Keys, List, Rows, Visit};
use crate::pass::Pass;
use crate::sequence::{Cursor, Items};

/// The type of what a template loops over.
#[derive(Debug)]
pub struct Looped<I>(PhantomData<fn() -> I>);

/// The type of a value.
pub fn looped<I>(_: &I) -> Looped<I> {
    Looped(PhantomData)
}

/// What shows a collection: a reference to it, or its [`pairs`](Keyed::pairs).
pub trait Shows<'k> {
    /// The key of a row.
    type Key: Key + 'k;
    /// A row.
    type Row: 'k;
    /// The rows that a pass visits.
    type Visited: Iterator;
    /// The collection.
    fn keyed(&self) -> &'k Keyed<Self::Key, Self::Row>;
    /// All rows that are left.
    fn all(self) -> Visited<'k, Self::Key, Self::Row>;
    /// Whether all rows are left.
    fn is_whole(&self) -> bool;
    /// The rows that a pass visits, as they are shown.
    fn visited(rows: Visited<'k, Self::Key, Self::Row>) -> Self::Visited;
}

impl<'k, K: Key, T> Shows<'k> for &'k Keyed<K, T> {
    type Key = K;
    type Row = T;
    type Visited = Visited<'k, K, T>;

    fn keyed(&self) -> &'k Keyed<K, T> {
        self
    }

    fn all(self) -> Visited<'k, K, T> {
        Visited(Visiting::All(self.rows.iter()))
    }

    fn is_whole(&self) -> bool {
        true
    }

    fn visited(rows: Visited<'k, K, T>) -> Visited<'k, K, T> {
        rows
    }
}

impl<'k, K: Key, T> Shows<'k> for Pairs<'k, K, T> {
    type Key = K;
    type Row = T;
    type Visited = VisitedPairs<'k, K, T>;

    fn keyed(&self) -> &'k Keyed<K, T> {
        self.keyed
    }

    fn all(self) -> Visited<'k, K, T> {
        Visited(Visiting::All(self.items))
    }

    fn is_whole(&self) -> bool {
        self.len() == self.keyed.len()
    }

    fn visited(rows: Visited<'k, K, T>) -> VisitedPairs<'k, K, T> {
        VisitedPairs(rows)
    }
}

/// Loops over what shows a [`Keyed`].
pub trait LinksKeyed<'k, I: Shows<'k>> {
    /// A link to it.
    fn link(&self, shows: &I) -> KeyedLink<'k, I::Key, I::Row>;
}

impl<'k, I: Shows<'k>> LinksKeyed<'k, I> for Looped<I> {
    fn link(&self, shows: &I) -> KeyedLink<'k, I::Key, I::Row> {
        KeyedLink {
            keyed: shows.keyed(),
            is_whole: shows.is_whole(),
        }
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
pub struct KeyedLink<'k, K, T> {
    keyed: &'k Keyed<K, T>,
    /// Whether all of its rows are shown.
    is_whole: bool,
}

impl<K, T> Clone for KeyedLink<'_, K, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K, T> Copy for KeyedLink<'_, K, T> {}

impl<'k, K: Key, T> KeyedLink<'k, K, T> {
    /// Starts a list that follows the collection.
    pub fn list<'m, O, M>(
        self,
        pass: &mut Pass<'_>,
        hole: u16,
        before: &'static str,
        list: &'m mut List<O, M>,
    ) -> Rows<'m, O, M> {
        if !self.is_whole {
            return pass.list(hole, before, list);
        }
        let changes = |list: &List<O, M>| self.changes(list);
        pass.follow(hole, before, list, self.keyed.log.version(), changes)
    }

    /// What has been edited since the list was rendered.
    fn changes<O, M>(self, list: &List<O, M>) -> Option<Changes> {
        let log = &self.keyed.log;
        let mut edited = log.since(list.version()?, list.followed_rows())?;
        let rows = &self.keyed.rows;
        if !edited.removed.is_empty() {
            edited.removed.sort_unstable();
            // A row that comes again is to be the same one, which takes a comparison of keys.
            let new = edited.runs.iter().filter(|(_, run)| run.old.is_none());
            for at in new.flat_map(|(start, run)| start..start + run.length) {
                let (_, entry) = rows.at(at)?;
                let hash = self.keyed.hash(&entry.key);
                if edited.removed.binary_search(&hash).is_ok() {
                    return None;
                }
            }
        }
        let mut touched = edited.touched;
        touched.dedup();
        Some(Changes {
            runs: edited.runs,
            touched: rows.positions(&touched),
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
                    if let Some(at) = self.keyed.find_kept(key) {
                        rows.touch(at);
                    }
                }
                None => return rows.visit_all(),
            }
        }
    }

    /// The rows to visit.
    pub fn rows<O, M, I>(self, rows: &mut Rows<'_, O, M>, shows: I) -> I::Visited
    where
        I: Shows<'k, Key = K, Row = T>,
    {
        I::visited(match rows.visits() {
            Some(visits) => {
                let visits = visits.into_iter();
                Visited(Visiting::Some(self.keyed, visits, Cursor::default()))
            }
            None => shows.all(),
        })
    }

    /// Ends the list.
    pub fn end<O: Hash + 'static, M: Default>(self, rows: Rows<'_, O, M>, pass: &mut Pass<'_>) {
        rows.end_following(pass, &self);
    }
}

impl<K: Key, T, O: 'static> Keys<O> for KeyedLink<'_, K, T> {
    fn is_at(&self, position: usize, key: &O) -> bool {
        let entry = self.keyed.rows.at(position);
        entry.is_some_and(|(_, entry)| is_key(&entry.key, key))
    }

    fn are(&self, keys: &mut dyn Iterator<Item = &O>) -> bool {
        let mut own = self.keyed.keys();
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
pub struct Visited<'k, K, T>(Visiting<'k, K, T>);

#[derive(Debug)]
enum Visiting<'k, K, T> {
    All(Items<'k, Entry<K, T>>),
    Some(&'k Keyed<K, T>, std::vec::IntoIter<Visit>, Cursor),
}

impl<'k, K, T> Visited<'k, K, T> {
    fn next_entry(&mut self) -> Option<&'k Entry<K, T>> {
        match &mut self.0 {
            Visiting::All(entries) => entries.next(),
            Visiting::Some(keyed, visits, last) => keyed.rows.at_near(visits.next()?.at, last),
        }
    }
}

impl<'k, K, T> Iterator for Visited<'k, K, T> {
    type Item = &'k T;

    #[inline]
    fn next(&mut self) -> Option<&'k T> {
        self.next_entry().map(|entry| &entry.row)
    }
}

/// The rows that a pass visits, with their keys.
#[derive(Debug)]
pub struct VisitedPairs<'k, K, T>(Visited<'k, K, T>);

impl<'k, K, T> Iterator for VisitedPairs<'k, K, T> {
    type Item = (&'k K, &'k T);

    #[inline]
    fn next(&mut self) -> Option<(&'k K, &'k T)> {
        self.0.next_entry().map(|entry| (&entry.key, &entry.row))
    }
}
