//! The contents that a pass can show in slots.

use std::any::Any;
use std::fmt;

use super::Pass;
use crate::template::Template;

/// The contents of the component that a pass is in, and of those around it.
#[derive(Clone, Copy)]
pub(crate) struct ContentsAt<'a> {
    pub(crate) own: &'a dyn ShowContents,
    /// What the view around the component can show.
    pub(crate) outer: Option<&'a ContentsAt<'a>>,
    /// Whether that view can load the rows of its feeds again.
    pub(crate) refills: bool,
}

impl fmt::Debug for ContentsAt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContentsAt")
    }
}

/// The contents of a component of any type.
pub(crate) trait ShowContents {
    /// The template of one of them.
    fn template(&self, number: u16) -> Option<&'static Template>;

    /// Shows it.
    fn show(&self, number: u16, at: SlotPlace<'_, '_>);
}

/// Where a content is shown, during a pass over it.
pub struct SlotPlace<'p, 'a> {
    pub(crate) pass: &'p mut Pass<'a>,
    /// The memo of a view of any type.
    pub(crate) memo: &'p mut dyn Any,
}

impl fmt::Debug for SlotPlace<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SlotPlace")
    }
}
