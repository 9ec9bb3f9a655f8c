//! Determines which rows stay while the others move: as many as possible.
//!
//! A run stays or moves as a whole. In the new order, each run is appended to the heaviest sequence of
//! runs that also end before it in the old order; a tree of maxima over the old order finds that
//! sequence in logarithmic time (Fenwick, "A new data structure for cumulative frequency tables",
//! 1994).

use super::Run;

/// A sequence of runs: how many rows it has, and its last run.
type Sequence = Option<(usize, usize)>;

/// For each run, whether it is on a heaviest sequence that keeps its order; new rows never are.
pub(super) fn heaviest(runs: &[Run]) -> Vec<bool> {
    let mut old: Vec<usize> = runs.iter().filter_map(|run| run.old).collect();
    if old.is_sorted() {
        return runs.iter().map(|run| run.old.is_some()).collect();
    }
    old.sort_unstable();
    let mut tree = Maxima(vec![None; old.len() + 1]);
    let mut before: Vec<Option<usize>> = vec![None; runs.len()];
    for (at, run) in runs.iter().enumerate() {
        let Some(start) = run.old else { continue };
        let place = old.partition_point(|other| *other < start);
        let best = tree.before(place);
        before[at] = best.map(|(_, run)| run);
        tree.raise(
            place,
            Some((best.map_or(0, |(rows, _)| rows) + run.length, at)),
        );
    }
    let mut stays = vec![false; runs.len()];
    let mut next = tree.before(old.len()).map(|(_, run)| run);
    while let Some(at) = next {
        stays[at] = true;
        next = before[at];
    }
    stays
}

/// The heaviest sequence that ends before each position. The first entry is not used.
struct Maxima(Vec<Sequence>);

impl Maxima {
    fn before(&self, place: usize) -> Sequence {
        let (mut at, mut best) = (place, None);
        while at > 0 {
            best = best.max(self.0[at]);
            at &= at - 1;
        }
        best
    }

    fn raise(&mut self, place: usize, to: Sequence) {
        let mut at = place + 1;
        while let Some(best) = self.0.get_mut(at) {
            *best = to.max(*best);
            at += at & at.wrapping_neg();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The maximum number of rows that any choice of runs keeps in order.
    fn most(runs: &[Run], end: usize) -> usize {
        let Some((run, rest)) = runs.split_first() else {
            return 0;
        };
        let without = most(rest, end);
        match run.old {
            Some(old) if old >= end => without.max(run.length + most(rest, old + run.length)),
            _ => without,
        }
    }

    #[test]
    fn no_choice_keeps_more_rows() {
        let mut seed = 3_u64;
        let mut next = |below: usize| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap_or(0) % below
        };
        for _ in 0..2_000 {
            let mut start = 0;
            let mut runs = Vec::new();
            for _ in 0..next(11) {
                let length = 1 + next(5);
                let at = next(runs.len() + 1);
                runs.insert(
                    at,
                    Run {
                        old: (next(8) > 0).then_some(start),
                        length,
                    },
                );
                start += length;
            }
            let stays = heaviest(&runs);
            let kept: Vec<_> = runs
                .iter()
                .zip(stays)
                .filter(|(_, stays)| *stays)
                .map(|(run, _)| run)
                .collect();
            assert!(
                kept.iter().all(|run| run.old.is_some()) && kept.is_sorted_by_key(|run| run.old),
                "{runs:?}"
            );
            assert_eq!(
                kept.iter().map(|run| run.length).sum::<usize>(),
                most(&runs, 0),
                "{runs:?}"
            );
        }
    }
}
