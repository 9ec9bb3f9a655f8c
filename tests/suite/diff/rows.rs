//! The rows in a page by their keys, to see that rows that stay are the same nodes and are left alone.

use std::collections::{HashMap, HashSet};

use taut_test::{Browser, Change, NodeId, Selector};

use super::duel::Check;

/// The elements with `data-row`, by the keys of the rows around them and their own.
pub(crate) struct Rows {
    rows: HashMap<String, Row>,
    /// The keys in each list, in order; a list with a key that stands twice is not judged.
    lists: HashMap<String, Vec<String>>,
}

struct Row {
    node: NodeId,
    shows: String,
    /// Whether its key stands twice, or the key of a row around it, so that nobody knows which is which.
    twice: bool,
}

impl Rows {
    pub(crate) fn of(browser: &Browser) -> Self {
        let dom = browser.dom();
        let selector: Selector = "[data-row]"
            .parse()
            .unwrap_or_else(|error| panic!("{error}"));
        let mut all = Self {
            rows: HashMap::new(),
            lists: HashMap::new(),
        };
        for node in dom.find_all(&selector) {
            let key = |node| {
                dom.attribute(node, "data-row")
                    .map(|key| format!("{key:?}"))
            };
            let keys = dom.ancestors(node).filter_map(key);
            let mut keys: Vec<_> = keys.collect();
            keys.reverse();
            let path = keys.join(" > ");
            let list = path
                .rsplit_once(" > ")
                .map_or("", |(list, _)| list)
                .to_owned();
            all.lists.entry(list).or_default().push(path.clone());
            let row = Row {
                node,
                shows: browser.describe(node),
                twice: false,
            };
            all.rows
                .entry(path)
                .and_modify(|row| row.twice = true)
                .or_insert(row);
        }
        all.note_inner_rows();
        all
    }

    /// Where a key stands twice, so do those of the rows in it.
    fn note_inner_rows(&mut self) {
        let twice = self
            .rows
            .iter()
            .filter(|(_, row)| row.twice)
            .map(|(path, _)| format!("{path} > "));
        let twice: Vec<_> = twice.collect();
        for (path, row) in &mut self.rows {
            row.twice |= twice.iter().any(|outer| path.starts_with(outer));
        }
    }

    /// Judges what was done to rows that are there before and after.
    pub(crate) fn judge(&self, after: &Self, changes: &[Change], browser: &Browser) -> Check {
        let touched = touched(changes, browser);
        for (path, row) in &self.rows {
            let Some(then) = after
                .rows
                .get(path)
                .filter(|then| !then.twice && !row.twice)
            else {
                continue;
            };
            if then.node != row.node {
                return Err(format!("row {path} is another node than before"));
            }
            if then.shows == row.shows
                && let Some(change) = touched.get(&row.node)
            {
                return Err(format!(
                    "row {path} did not change, and was touched: {change:?}"
                ));
            }
        }
        after
            .lists
            .keys()
            .try_for_each(|list| self.judge_moves(after, list, changes))
    }

    /// As many rows as can must stay where they are.
    fn judge_moves(&self, after: &Self, list: &str, changes: &[Change]) -> Check {
        let (Some(old), Some(new)) = (self.lists.get(list), after.lists.get(list)) else {
            return Ok(());
        };
        if old.iter().any(|path| self.rows[path].twice)
            || new.iter().any(|path| after.rows[path].twice)
        {
            return Ok(());
        }
        let places: HashMap<_, _> = old.iter().zip(0..).collect();
        let order: Vec<usize> = new
            .iter()
            .filter_map(|path| places.get(path).copied())
            .collect();
        let movers: HashSet<_> = changes
            .iter()
            .filter(|change| matches!(change, Change::Moved(_)))
            .collect();
        let moved = new
            .iter()
            .filter(|path| movers.contains(&Change::Moved(after.rows[*path].node)))
            .count();
        let needed = order.len() - longest_increasing(&order);
        if moved == needed {
            Ok(())
        } else {
            Err(format!(
                "{moved} rows of `{list}` have moved instead of {needed}"
            ))
        }
    }
}

/// The nodes in which something was changed; to move a node does not change it.
fn touched(changes: &[Change], browser: &Browser) -> HashMap<NodeId, Change> {
    let around = |change: &Change| {
        let own = usize::from(matches!(change, Change::Moved(_)));
        browser
            .dom()
            .ancestors(change.node())
            .skip(own)
            .map(|node| (node, *change))
            .collect::<Vec<_>>()
    };
    changes.iter().flat_map(around).collect()
}

/// The length of a longest increasing subsequence, the slow way.
fn longest_increasing(order: &[usize]) -> usize {
    let mut best: Vec<usize> = Vec::with_capacity(order.len());
    for (at, value) in order.iter().enumerate() {
        let before = (0..at)
            .filter(|before| order[*before] < *value)
            .map(|before| best[before])
            .max();
        best.push(before.unwrap_or_default() + 1);
    }
    best.into_iter().max().unwrap_or_default()
}
