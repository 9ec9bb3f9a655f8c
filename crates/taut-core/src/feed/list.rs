//! The memo of a `for` loop over a feed, and a pass over the rows that are not sent yet.
//!
//! On the wire it is a list like any other (see [`crate::list`]): patches of existing rows and the values of new ones, in
//! their order, and at the end what is removed and where new rows are placed.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Mutex};

use super::contents::Contents;
use super::{Feed, Shared, lock};
use crate::fingerprint;
use crate::key::Key;
use crate::list::{MAKE, PLACE, REMOVE};
use crate::pass::{Outer, Pass};
use crate::template::Template;

/// What a template can loop over without a key.
#[diagnostic::on_unimplemented(
    message = "rows need a key, so that each keeps its own elements: `for … in …; key = … {{ … }}`",
    label = "`{Self}` does not know the keys of its rows, as a `Feed` does",
    note = "where rows never move, the key may be their number"
)]
pub trait AsFeed {
    /// The key of a row.
    type Key: Key + Eq + Clone + Send + 'static;
    /// A row.
    type Row: Send + 'static;
    /// The feed.
    fn as_feed(&self) -> &Feed<Self::Key, Self::Row>;
}

#[diagnostic::do_not_recommend]
impl<K: Key + Eq + Clone + Send + 'static, T: Send + 'static> AsFeed for Feed<K, T> {
    type Key = K;
    type Row = T;
    fn as_feed(&self) -> &Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<F: AsFeed + ?Sized> AsFeed for &F {
    type Key = F::Key;
    type Row = F::Row;
    fn as_feed(&self) -> &Feed<F::Key, F::Row> {
        (**self).as_feed()
    }
}

/// The template of the rows of a feed.
///
/// # Panics
/// During compilation, if there is a component with a state in it: it could not be rendered without its row.
#[must_use]
pub const fn plain_rows(row: &'static Template) -> &'static Template {
    assert!(
        !row.has_components,
        "a row of a `Feed` can't have a component with a state, because the server forgets the row: use a `#[component]` \
         function, or rows in a `Vec`"
    );
    row
}

/// The contents of a feed, whatever its types are.
trait Sends: Send + Sync {
    /// Forgets the rows that a list has sent.
    fn sent_by(&self, list: u64, as_whole: bool);
    /// Forgets that a list shows them.
    fn list_is_gone(&self, list: u64);
}

impl<K: Hash + Eq + Clone + Send, T: Send> Sends for Mutex<Contents<K, T>> {
    fn sent_by(&self, list: u64, as_whole: bool) {
        let rows = lock(self).sent_by(list, as_whole);
        drop(rows);
    }

    fn list_is_gone(&self, list: u64) {
        lock(self).list_is_gone(list);
    }
}

/// The rows that a pass has written, which are forgotten once the whole pass has succeeded.
pub(crate) struct SentRows {
    feed: Arc<dyn Sends>,
    list: u64,
    as_whole: bool,
}

impl SentRows {
    /// Forgets them.
    pub(crate) fn forget(self) {
        self.feed.sent_by(self.list, self.as_whole);
    }
}

impl fmt::Debug for SentRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SentRows").finish_non_exhaustive()
    }
}

/// The memo of a list of rows of a feed: a memo for each row that the browser shows.
pub struct FeedList<K, M> {
    rows: VecDeque<Row<K, M>>,
    /// The feed, and the number of this list in it.
    feed: Option<(Arc<dyn Sends>, u64)>,
}

struct Row<K, M> {
    place: i64,
    key: K,
    /// The number of the row in addresses of events; never used again in a session.
    number: u32,
    memo: M,
}

impl<K, M> Default for FeedList<K, M> {
    fn default() -> Self {
        Self {
            rows: VecDeque::new(),
            feed: None,
        }
    }
}

impl<K, M> fmt::Debug for FeedList<K, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FeedList")
            .field("rows", &self.rows.len())
            .finish_non_exhaustive()
    }
}

impl<K, M> Drop for FeedList<K, M> {
    fn drop(&mut self) {
        if let Some((feed, list)) = self.feed.take() {
            feed.list_is_gone(list);
        }
    }
}

/// An iteration over the rows of a feed that are not sent yet, during a pass.
pub struct FeedRows<'m, K: 'static, T: 'static, M> {
    contents: Shared<K, T>,
    /// The rows, away from the feed until the iteration ends, so that the template can ask the feed.
    waiting: BTreeMap<i64, T>,
    /// The place of the last row.
    last: Option<i64>,
    list: &'m mut FeedList<K, M>,
    outer: Outer,
    as_whole: bool,
    /// The places of rows that are to be removed, or nothing if all are.
    removed: Option<Vec<i64>>,
    /// The new rows.
    made: VecDeque<Row<K, M>>,
    /// Where the count of the new rows goes in the stream, and how many there are.
    making: Option<(usize, usize)>,
    /// Rows that the browser forgets: new rows with their keys take their memos over.
    forgotten: VecDeque<Row<K, M>>,
}

impl<K, T, M> fmt::Debug for FeedRows<'_, K, T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FeedRows")
            .field("waiting", &self.waiting.len())
            .finish_non_exhaustive()
    }
}

impl<K, T, M> Drop for FeedRows<'_, K, T, M> {
    fn drop(&mut self) {
        lock(&self.contents).rows = std::mem::take(&mut self.waiting);
    }
}

impl Pass<'_> {
    /// Starts a list that shows a feed. Each row follows through [`FeedRows::next`], then [`FeedRows::end`].
    ///
    /// # Panics
    /// If another list of the page shows the feed, or nothing can load its rows again.
    pub fn feed<'m, F: AsFeed, M>(
        &mut self,
        hole: u16,
        before: &'static str,
        list: &'m mut FeedList<F::Key, M>,
        feed: &F,
    ) -> FeedRows<'m, F::Key, F::Row, M> {
        let contents = Arc::clone(&feed.as_feed().contents);
        let sends: Arc<dyn Sends> = contents.clone();
        let is_same = list.shows(&sends);
        if !is_same {
            let number = lock(&contents).number_list();
            if let Some((other, list)) = list.feed.replace((Arc::clone(&sends), number)) {
                other.list_is_gone(list);
            }
        }
        let as_whole = self.creates() || !is_same;
        let number = list.feed.as_ref().map_or(0, |(_, number)| *number);
        self.note_sent(SentRows {
            feed: sends,
            list: number,
            as_whole,
        });
        let forgotten = match self.creates() {
            true => std::mem::take(&mut list.rows),
            false => VecDeque::new(),
        };
        let (waiting, removed) = {
            let mut contents = lock(&contents);
            let removed = is_same.then(|| contents.removed());
            (std::mem::take(&mut contents.rows), removed)
        };
        FeedRows {
            contents,
            waiting,
            last: None,
            list,
            outer: self.begin_list(hole, before),
            as_whole,
            removed,
            made: VecDeque::new(),
            making: None,
            forgotten,
        }
    }

    /// Notes the rows that a list sends.
    fn note_sent(&mut self, sent: SentRows) {
        assert!(
            self.can_refill(),
            "a view with a `Feed` needs `fn refill(&mut self)`, which loads the rows of its feeds again when the page must be written again"
        );
        let Some(all) = self.sent_rows() else { return };
        let is_twice = all.iter().any(|other| Arc::ptr_eq(&other.feed, &sent.feed));
        assert!(
            !is_twice,
            "a `Feed` is shown in two places of a page: its rows are sent once, so use two feeds"
        );
        all.push(sent);
    }

    /// The row of a feed that an event's address leads to; [`Pass::leave_recalled`] must follow.
    pub fn recall_feed_row<'m, K, M>(
        &mut self,
        hole: u16,
        list: &'m mut FeedList<K, M>,
    ) -> Option<(Outer, &'m K, &'m mut M)> {
        let number = self.sought_child(hole)?;
        let row = list.rows.iter_mut().find(|row| row.number == number)?;
        let outer = self.begin_list(hole, "");
        self.enter_sought_row(&outer, hole, number)?;
        Some((outer, &row.key, &mut row.memo))
    }
}

impl<K, M> FeedList<K, M> {
    /// Whether the list shows a feed.
    fn shows(&self, feed: &Arc<dyn Sends>) -> bool {
        self.feed
            .as_ref()
            .is_some_and(|(shown, _)| Arc::ptr_eq(shown, feed))
    }

    /// The position of the row at a place.
    fn position(&self, place: i64) -> Option<usize> {
        self.rows.binary_search_by_key(&place, |row| row.place).ok()
    }
}

impl<K: Key + Eq + Clone, T, M: Default> FeedRows<'_, K, T, M> {
    /// The next row with its key and its memo; [`FeedRows::row_end`] must follow.
    pub fn next(&mut self, pass: &mut Pass<'_>) -> Option<(&K, &T, &mut M)> {
        let after = self.last.map_or(i64::MIN, |last| last + 1);
        let (&place, value) = self.waiting.range(after..).next()?;
        self.last = Some(place);
        let known = self.list.position(place).filter(|_| !self.as_whole);
        if let Some(position) = known {
            close_run(&mut self.making, pass);
            pass.enter_row(position);
            let row = self.list.rows.get_mut(position)?;
            return Some((&row.key, value, &mut row.memo));
        }
        let key = lock(&self.contents).key_at(place)?.clone();
        self.making
            .get_or_insert_with(|| (pass.write_op(MAKE), 0))
            .1 += 1;
        let known = self.forgotten.iter().position(|row| row.key == key);
        let memo = known.and_then(|at| self.forgotten.remove(at));
        self.made.push_back(Row {
            place,
            number: pass.enter_new_row(fingerprint::of(&key)),
            key,
            memo: memo.map(|row| row.memo).unwrap_or_default(),
        });
        let row = self.made.back_mut()?;
        Some((&row.key, value, &mut row.memo))
    }

    /// Ends a row.
    pub fn row_end(&mut self, pass: &mut Pass<'_>, last: &'static str) {
        pass.leave_row(&self.outer, last);
    }

    /// Ends the list: writes what is removed, and where the new rows are placed.
    pub fn end(mut self, pass: &mut Pass<'_>) {
        close_run(&mut self.making, pass);
        match self.removed.take() {
            Some(removed) => self.remove(&removed, pass),
            None => self.remove_run(0, self.list.rows.len(), pass),
        }
        self.place(pass);
        pass.end_list(self.outer);
    }

    /// Removes rows, in runs from the last one to the first.
    fn remove(&mut self, places: &[i64], pass: &mut Pass<'_>) {
        let mut run = 0..0;
        for place in places.iter().rev() {
            let Some(at) = self.list.position(*place) else {
                continue;
            };
            if at + 1 == run.start {
                run.start = at;
            } else {
                self.remove_run(run.start, run.len(), pass);
                run = at..at + 1;
            }
        }
        self.remove_run(run.start, run.len(), pass);
    }

    fn remove_run(&mut self, position: usize, count: usize, pass: &mut Pass<'_>) {
        if count > 0 {
            pass.write_op_with(REMOVE, position, count);
            self.list.rows.drain(position..position + count);
        }
    }

    /// Places the new rows, in runs of those that come between the same two.
    fn place(&mut self, pass: &mut Pass<'_>) {
        let rows = &mut self.list.rows;
        while let Some(first) = self.made.front() {
            let at = rows.partition_point(|row| row.place < first.place);
            let end = rows.get(at).map_or(i64::MAX, |row| row.place);
            let count = self.made.partition_point(|row| row.place < end);
            pass.write_op_with(PLACE, at, count);
            let after = rows.split_off(at);
            rows.extend(self.made.drain(..count));
            rows.extend(after);
        }
        rows.shrink_to(rows.len() * 2);
    }
}

/// Ends a run of new rows: writes their count before their values.
fn close_run(making: &mut Option<(usize, usize)>, pass: &mut Pass<'_>) {
    if let Some((at, count)) = making.take() {
        pass.insert_number(at, count);
    }
}
