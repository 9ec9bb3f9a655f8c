//! `#[after(5s)]`: a handler that the server calls by itself, once.

use super::options::Options;
use super::{Annotation, Declared, timer};
use crate::live_view::parameter::Parameter;

pub(super) const AFTER: Annotation = Annotation {
    name: "after",
    how: "`#[after(5s)]` or `#[after(5s, since = self.notice)]`",
    options: &["since"],
    excludes: timer::EXCLUDES,
    read,
};

fn read(options: &mut Options<'_>, parameters: Option<&[Parameter]>) -> Option<Declared> {
    timer::read(options, parameters, "after", "since")
}
