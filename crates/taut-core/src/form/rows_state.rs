//! The facts about a list of rows, whatever their type.

use std::borrow::Cow;

use super::invalid::Invalid;
use super::rules::Rules;

/// The most rows of a list without `#[form(max = …)]`.
const MOST_ROWS: usize = 100;

/// The facts about a list of rows.
#[derive(Debug, Clone)]
pub struct RowsState {
    pub(super) name: Cow<'static, str>,
    pub(super) rules: &'static Rules,
    pub(super) keys: Vec<u32>,
    /// The key of the next row, so that none is used twice.
    pub(super) next: u32,
    /// Whether the error of the list is shown.
    pub(super) is_touched: bool,
    pub(super) invalid: Option<Invalid>,
    pub(super) refused: Option<Invalid>,
}

/// The same list, shown in the same way.
impl PartialEq for RowsState {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && self.keys == other.keys
            && self.is_touched == other.is_touched
            && self.mistake() == other.mistake()
    }
}

impl RowsState {
    /// The greatest number of rows.
    pub(super) fn most(&self) -> usize {
        self.rules.most().unwrap_or(MOST_ROWS)
    }

    pub(super) fn mistake(&self) -> Option<&Invalid> {
        self.refused.as_ref().or(self.invalid.as_ref())
    }

    /// The list is another one than the application has refused, or it is asked again.
    pub(super) fn note_sent(&mut self) {
        self.is_touched = true;
        self.refused = None;
    }
}
