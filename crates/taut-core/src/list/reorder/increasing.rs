//! Which rows may stay where they are while the others move: as many as possible.
//!
//! Rows that stood one after the other, and still do, either all stay or all move, so runs of them are
//! weighed instead of rows. For few runs, each is weighed against all before it. For many, rows are laid
//! in piles, each with the smallest row that ends an increasing sequence of its length (Fredman, "On
//! computing the length of longest increasing subsequences", 1975).

/// Up to so many runs, weighing each against all others is faster than piles of rows.
const FEW_RUNS: usize = 32;

/// Rows that follow each other in the old and in the new order; rows that are new in between do not count.
struct Run {
    /// Where it starts in the new order.
    start: usize,
    /// The old index of its first row.
    first: u32,
    /// How many rows it has.
    length: u32,
}

/// Which entries lie on a longest increasing subsequence.
pub(super) fn longest(order: &[Option<u32>]) -> Vec<bool> {
    match runs(order) {
        Some(runs) => heaviest(&runs, order),
        None => by_piles(order),
    }
}

/// The runs, if they are few.
fn runs(order: &[Option<u32>]) -> Option<Vec<Run>> {
    let mut runs: Vec<Run> = Vec::new();
    for (start, source) in order.iter().enumerate() {
        let Some(first) = *source else { continue };
        let count = runs.len();
        match runs.last_mut() {
            Some(run) if run.first + run.length == first => run.length += 1,
            _ if count == FEW_RUNS => return None,
            _ => runs.push(Run { start, first, length: 1 }),
        }
    }
    Some(runs)
}

fn heaviest(runs: &[Run], order: &[Option<u32>]) -> Vec<bool> {
    let mut best: Vec<(u32, Option<usize>)> = Vec::with_capacity(runs.len());
    for (at, run) in runs.iter().enumerate() {
        let before = (0..at).filter(|&before| runs[before].first < run.first).max_by_key(|&before| best[before].0);
        best.push((run.length + before.map_or(0, |before| best[before].0), before));
    }
    let mut stays = vec![false; order.len()];
    let mut next = (0..runs.len()).max_by_key(|&at| best[at].0);
    while let Some(at) = next {
        let end = runs[at].first + runs[at].length;
        let entries = stays.iter_mut().zip(order).skip(runs[at].start);
        let rows = entries.filter(|(_, source)| source.is_some_and(|source| (runs[at].first..end).contains(&source)));
        rows.take(runs[at].length as usize).for_each(|(stays, _)| *stays = true);
        next = best[at].1;
    }
    stays
}

fn by_piles(order: &[Option<u32>]) -> Vec<bool> {
    let mut piles: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; order.len()];
    for (at, source) in order.iter().enumerate().filter(|(_, source)| source.is_some()) {
        let pile = piles.partition_point(|top| order[*top] < *source);
        before[at] = pile.checked_sub(1).map(|pile| piles[pile]);
        match piles.get_mut(pile) {
            Some(top) => *top = at,
            None => piles.push(at),
        }
    }
    let mut stays = vec![false; order.len()];
    let mut next = piles.last().copied();
    while let Some(at) = next {
        stays[at] = true;
        next = before[at];
    }
    stays
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_keep_equally_many() {
        let mut seed = 3_u64;
        for _ in 0..2_000 {
            let mut next = |below: usize| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                usize::try_from(seed >> 33).unwrap_or(0) % below
            };
            let mut order: Vec<Option<u32>> = (0..20).map(Some).collect();
            for _ in 0..next(6) {
                let (from, to) = (next(20), next(20));
                let moved = order.remove(from);
                order.insert(to, moved);
            }
            order[next(20)] = None;
            let Some(runs) = runs(&order) else { unreachable!("there are fewer rows than few runs") };
            let (by_runs, by_piles) = (heaviest(&runs, &order), by_piles(&order));
            let kept = |stays: &[bool]| {
                let kept: Vec<_> =
                    order.iter().zip(stays).filter(|(_, stays)| **stays).map(|(source, _)| source).collect();
                assert!(kept.is_sorted(), "{order:?}: {kept:?}");
                kept.len()
            };
            assert_eq!(kept(&by_runs), kept(&by_piles), "{order:?}");
        }
    }
}
