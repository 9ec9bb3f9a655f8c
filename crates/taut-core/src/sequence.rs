//! Items in an order of their own, each with a handle: inserting, removing, moving and finding the position of an item
//! cost the same in a sequence of a thousand and nearly the same in one of a hundred thousand.
//!
//! The items are in chunks. A handle leads to its chunk, a chunk to its index, and the items before it are counted by
//! chunks. So nothing is ever renumbered but a few hundred chunks.

use std::slice;

/// The most items of a chunk.
const CHUNK: usize = 256;

/// How many positions are found one by one; more of them in one walk over all items.
const FEW: usize = 32;

/// The chunk of a handle that has no item.
const NOWHERE: u32 = u32::MAX;

/// Names an item as long as it is in its sequence; later, another one may get it.
pub(crate) type Handle = u32;

/// Items in an order, with handles.
#[derive(Debug, Clone)]
pub(crate) struct Sequence<E> {
    chunks: Vec<Chunk<E>>,
    length: usize,
    /// The number of its chunk, for each handle.
    chunk_of: Vec<u32>,
    /// The index among the chunks, for each number of a chunk.
    index_of: Vec<u32>,
    free_handles: Vec<Handle>,
    free_chunks: Vec<u32>,
}

#[derive(Debug, Clone)]
pub(crate) struct Chunk<E> {
    number: u32,
    handles: Vec<Handle>,
    items: Vec<E>,
}

/// The index of a chunk, and that of an item in it.
type Spot = (usize, usize);

/// Where an item was found, so that one after it is found without counting from the start.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cursor {
    chunk: usize,
    /// The number of items before the chunk.
    before: usize,
}

impl<E> Default for Sequence<E> {
    fn default() -> Self {
        Self {
            chunks: Vec::new(),
            length: 0,
            chunk_of: Vec::new(),
            index_of: Vec::new(),
            free_handles: Vec::new(),
            free_chunks: Vec::new(),
        }
    }
}

impl<E> Sequence<E> {
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// The position of an item.
    pub(crate) fn position(&self, handle: Handle) -> Option<usize> {
        let (chunk, at) = self.spot_of(handle)?;
        let before: usize = self.chunks.iter().take(chunk).map(Chunk::len).sum();
        Some(before + at)
    }

    pub(crate) fn get(&self, handle: Handle) -> Option<&E> {
        let (chunk, at) = self.spot_of(handle)?;
        self.chunks.get(chunk)?.items.get(at)
    }

    pub(crate) fn get_mut(&mut self, handle: Handle) -> Option<&mut E> {
        let (chunk, at) = self.spot_of(handle)?;
        self.chunks.get_mut(chunk)?.items.get_mut(at)
    }

    /// The item at a position, with its handle.
    pub(crate) fn at(&self, position: usize) -> Option<(Handle, &E)> {
        let (chunk, at) = self.spot_at(position)?;
        let chunk = self.chunks.get(chunk)?;
        Some((*chunk.handles.get(at)?, chunk.items.get(at)?))
    }

    /// The item at a position, from a cursor on.
    pub(crate) fn at_near(&self, position: usize, cursor: &mut Cursor) -> Option<&E> {
        let (chunk, at) = self.spot_near(position, cursor)?;
        self.chunks.get(chunk)?.items.get(at)
    }

    pub(crate) fn at_mut_near(&mut self, position: usize, cursor: &mut Cursor) -> Option<&mut E> {
        let (chunk, at) = self.spot_near(position, cursor)?;
        self.chunks.get_mut(chunk)?.items.get_mut(at)
    }

    pub(crate) fn at_mut(&mut self, position: usize) -> Option<(Handle, &mut E)> {
        let (chunk, at) = self.spot_at(position)?;
        let chunk = self.chunks.get_mut(chunk)?;
        Some((*chunk.handles.get(at)?, chunk.items.get_mut(at)?))
    }

    /// The positions of those handles that have an item, in order.
    pub(crate) fn positions(&self, handles: &[Handle]) -> Vec<usize> {
        if handles.len() <= FEW {
            let positions = handles.iter().map(|handle| self.position(*handle));
            return positions.flatten().collect();
        }
        let mut wanted = vec![false; self.chunk_of.len()];
        for handle in handles {
            wanted[*handle as usize] = true;
        }
        let all = self.handles().enumerate();
        all.filter(|(_, handle)| wanted[*handle as usize])
            .map(|(at, _)| at)
            .collect()
    }

    /// Adds an item at the end.
    pub(crate) fn push(&mut self, item: E) -> Handle {
        self.insert(self.length, item)
    }

    /// Adds an item at a position, or at the end if that is before it.
    pub(crate) fn insert(&mut self, position: usize, item: E) -> Handle {
        let handle = self.free_handles.pop().unwrap_or_else(|| {
            self.chunk_of.push(NOWHERE);
            small(self.chunk_of.len() - 1)
        });
        self.put(position, handle, item);
        handle
    }

    /// Removes an item.
    pub(crate) fn remove(&mut self, handle: Handle) -> Option<E> {
        let spot = self.spot_of(handle)?;
        let (_, item) = self.take(spot)?;
        self.free_handles.push(handle);
        Some(item)
    }

    /// Removes the item at a position.
    pub(crate) fn remove_at(&mut self, position: usize) -> Option<E> {
        let (handle, _) = self.at(position)?;
        self.remove(handle)
    }

    /// Moves an item to a position, which is counted without it.
    pub(crate) fn move_to(&mut self, handle: Handle, position: usize) {
        let taken = self.spot_of(handle).and_then(|spot| self.take(spot));
        if let Some((handle, item)) = taken {
            self.put(position, handle, item);
        }
    }

    /// Gives two items the place of each other.
    pub(crate) fn swap(&mut self, first: usize, second: usize) {
        let spots = (first != second)
            .then(|| self.spot_at(first).zip(self.spot_at(second)))
            .flatten();
        let Some((first, second)) = spots else { return };
        if first.0 == second.0 {
            let chunk = &mut self.chunks[first.0];
            chunk.handles.swap(first.1, second.1);
            chunk.items.swap(first.1, second.1);
            return;
        }
        let (low, high) = (first.min(second), first.max(second));
        let (left, right) = self.chunks.split_at_mut(high.0);
        let (left, right) = (&mut left[low.0], &mut right[0]);
        std::mem::swap(&mut left.handles[low.1], &mut right.handles[high.1]);
        std::mem::swap(&mut left.items[low.1], &mut right.items[high.1]);
        self.chunk_of[left.handles[low.1] as usize] = left.number;
        self.chunk_of[right.handles[high.1] as usize] = right.number;
    }

    pub(crate) fn iter(&self) -> Items<'_, E> {
        Items {
            chunks: self.chunks.iter(),
            front: [].iter(),
            back: [].iter(),
            left: self.length,
        }
    }

    pub(crate) fn handles(&self) -> impl Iterator<Item = Handle> {
        self.chunks
            .iter()
            .flat_map(|chunk| chunk.handles.iter().copied())
    }

    pub(crate) fn chunks_mut(&mut self) -> slice::IterMut<'_, Chunk<E>> {
        self.chunks.iter_mut()
    }

    /// All items, in their order.
    pub(crate) fn into_items(self) -> impl Iterator<Item = E> {
        self.chunks.into_iter().flat_map(|chunk| chunk.items)
    }

    fn spot_of(&self, handle: Handle) -> Option<Spot> {
        let number = *self.chunk_of.get(handle as usize)?;
        let index = *self.index_of.get(number as usize)? as usize;
        let handles = &self.chunks.get(index)?.handles;
        Some((index, handles.iter().position(|other| *other == handle)?))
    }

    fn spot_at(&self, position: usize) -> Option<Spot> {
        self.spot_near(position, &mut Cursor::default())
    }

    fn spot_near(&self, position: usize, cursor: &mut Cursor) -> Option<Spot> {
        if position >= self.length {
            return None;
        }
        if position < cursor.before {
            *cursor = Cursor::default();
        }
        for chunk in self.chunks.get(cursor.chunk..)? {
            let at = position - cursor.before;
            if at < chunk.len() {
                return Some((cursor.chunk, at));
            }
            cursor.chunk += 1;
            cursor.before += chunk.len();
        }
        None
    }

    fn put(&mut self, position: usize, handle: Handle, item: E) {
        let (index, at) = match self.spot_at(position) {
            Some((index, at)) => self.room_at(index, at),
            None => self.room_at_end(),
        };
        let chunk = &mut self.chunks[index];
        chunk.handles.insert(at, handle);
        chunk.items.insert(at, item);
        self.chunk_of[handle as usize] = chunk.number;
        self.length += 1;
    }

    /// Makes room in a chunk: a full one gives its second half to a new chunk after it.
    fn room_at(&mut self, index: usize, at: usize) -> Spot {
        if self.chunks[index].len() < CHUNK {
            return (index, at);
        }
        let half = CHUNK / 2;
        let number = self.add_chunk(index + 1);
        let handles = self.chunks[index].handles.split_off(half);
        let items = self.chunks[index].items.split_off(half);
        for handle in &handles {
            self.chunk_of[*handle as usize] = number;
        }
        let after = &mut self.chunks[index + 1];
        (after.handles, after.items) = (handles, items);
        if at > half {
            (index + 1, at - half)
        } else {
            (index, at)
        }
    }

    fn room_at_end(&mut self) -> Spot {
        let last = self.chunks.len();
        match self.chunks.last() {
            Some(chunk) if chunk.len() < CHUNK => (last - 1, chunk.len()),
            _ => {
                self.add_chunk(last);
                (last, 0)
            }
        }
    }

    /// Adds an empty chunk, and returns its number.
    fn add_chunk(&mut self, index: usize) -> u32 {
        let number = self.free_chunks.pop().unwrap_or_else(|| {
            self.index_of.push(0);
            small(self.index_of.len() - 1)
        });
        let chunk = Chunk {
            number,
            handles: Vec::new(),
            items: Vec::new(),
        };
        self.chunks.insert(index, chunk);
        self.number_from(index);
        number
    }

    fn take(&mut self, (index, at): Spot) -> Option<(Handle, E)> {
        let chunk = self.chunks.get_mut(index)?;
        let taken = (chunk.handles.remove(at), chunk.items.remove(at));
        self.chunk_of[taken.0 as usize] = NOWHERE;
        self.length -= 1;
        if self.chunks[index].len() < CHUNK / 4 {
            self.join(index);
        }
        Some(taken)
    }

    /// Joins a small chunk with the one after it, if both fit into one.
    fn join(&mut self, index: usize) {
        let (left, right) = (index.saturating_sub(1), index.max(1));
        let fits = self.chunks.get(right).is_some_and(|after| {
            after.len() + self.chunks[left].len() <= CHUNK / 2 || self.chunks[index].len() == 0
        });
        if self.chunks.len() == 1 || !fits {
            return;
        }
        let after = self.chunks.remove(right);
        let before = &mut self.chunks[left];
        for handle in &after.handles {
            self.chunk_of[*handle as usize] = before.number;
        }
        before.handles.extend(after.handles);
        before.items.extend(after.items);
        self.free_chunks.push(after.number);
        self.number_from(right);
    }

    fn number_from(&mut self, first: usize) {
        for (index, chunk) in self.chunks.iter().enumerate().skip(first) {
            self.index_of[chunk.number as usize] = small(index);
        }
    }
}

impl<E> Chunk<E> {
    fn len(&self) -> usize {
        self.handles.len()
    }

    /// The handles, and the items.
    pub(crate) fn parts_mut(&mut self) -> (&[Handle], &mut [E]) {
        (&self.handles, &mut self.items)
    }
}

/// The items of a sequence, in their order.
#[derive(Debug)]
pub(crate) struct Items<'s, E> {
    chunks: slice::Iter<'s, Chunk<E>>,
    front: slice::Iter<'s, E>,
    back: slice::Iter<'s, E>,
    left: usize,
}

impl<E> Clone for Items<'_, E> {
    fn clone(&self) -> Self {
        Self {
            chunks: self.chunks.clone(),
            front: self.front.clone(),
            back: self.back.clone(),
            left: self.left,
        }
    }
}

impl<'s, E> Iterator for Items<'s, E> {
    type Item = &'s E;

    fn next(&mut self) -> Option<&'s E> {
        self.left = self.left.checked_sub(1)?;
        loop {
            if let Some(item) = self.front.next() {
                return Some(item);
            }
            match self.chunks.next() {
                Some(chunk) => self.front = chunk.items.iter(),
                None => return self.back.next(),
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<'s, E> DoubleEndedIterator for Items<'s, E> {
    fn next_back(&mut self) -> Option<&'s E> {
        self.left = self.left.checked_sub(1)?;
        loop {
            if let Some(item) = self.back.next_back() {
                return Some(item);
            }
            match self.chunks.next_back() {
                Some(chunk) => self.back = chunk.items.iter(),
                None => return self.front.next_back(),
            }
        }
    }
}

impl<E> FromIterator<E> for Sequence<E> {
    fn from_iter<I: IntoIterator<Item = E>>(items: I) -> Self {
        let mut sequence = Self::default();
        for item in items {
            sequence.push(item);
        }
        sequence
    }
}

/// Handles, chunks and positions are counted in 32 bits, as rows are.
#[allow(
    clippy::cast_possible_truncation,
    reason = "there are no more items than rows, which have 32-bit numbers"
)]
pub(crate) fn small(number: usize) -> u32 {
    number as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn random(seed: &mut u64, below: usize) -> usize {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(*seed >> 33).unwrap_or(0) % below.max(1)
    }

    fn check(sequence: &Sequence<usize>, model: &[(Handle, usize)]) {
        assert_eq!(sequence.len(), model.len());
        assert!(sequence.iter().eq(model.iter().map(|(_, item)| item)));
        assert!(
            sequence
                .handles()
                .eq(model.iter().map(|(handle, _)| *handle))
        );
        assert_eq!(sequence.at(model.len()), None);
    }

    fn check_many(sequence: &Sequence<usize>, model: &[(Handle, usize)]) {
        let mut cursor = Cursor::default();
        for at in (0..model.len())
            .step_by(3)
            .chain([0])
            .take_while(|at| *at < model.len())
        {
            let item = sequence.at_near(at, &mut cursor);
            assert_eq!(item, Some(&model[at].1));
        }
        let third = |(at, (handle, _)): (usize, &(Handle, usize))| (at % 3 == 0).then_some(*handle);
        let mut handles: Vec<_> = model.iter().enumerate().filter_map(third).collect();
        handles.reverse();
        let mut positions = sequence.positions(&handles);
        positions.sort_unstable();
        assert!(positions.into_iter().eq((0..model.len()).step_by(3)));
    }

    #[test]
    fn it_does_what_a_vector_does() {
        let mut seed = 11;
        for grows in [3, 5] {
            let (mut sequence, mut model) = (Sequence::default(), Vec::new());
            for item in 0..6_000 {
                let at = random(&mut seed, model.len() + 1);
                match random(&mut seed, 8) {
                    what if what < grows => {
                        let at = if what == 0 { model.len() } else { at };
                        model.insert(at, (sequence.insert(at, item), item));
                    }
                    5 if at < model.len() => {
                        let to = random(&mut seed, model.len());
                        let moved = model.remove(at);
                        sequence.move_to(moved.0, to);
                        model.insert(to, moved);
                    }
                    6 if at < model.len() => {
                        let other = random(&mut seed, model.len());
                        sequence.swap(at, other);
                        model.swap(at, other);
                    }
                    _ if at < model.len() => {
                        let (handle, item) = model.remove(at);
                        assert_eq!(sequence.position(handle), Some(at));
                        assert_eq!(sequence.remove(handle), Some(item));
                        assert_eq!(sequence.get(handle), None);
                    }
                    _ => {}
                }
                if item % 64 == 0 {
                    check(&sequence, &model);
                    for (at, (handle, item)) in model.iter().enumerate().step_by(17) {
                        assert_eq!(sequence.position(*handle), Some(at));
                        assert_eq!(sequence.get(*handle), Some(item));
                        assert_eq!(sequence.at(at), Some((*handle, item)));
                    }
                    check_many(&sequence, &model);
                }
            }
            check(&sequence, &model);
        }
    }
}
