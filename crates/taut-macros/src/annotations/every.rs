//! `#[every(1s)]`: a handler that the server calls by itself, as long as a browser shows the page.

use super::options::Options;
use super::{Annotation, Declared, timer};
use crate::live_view::parameter::Parameter;

pub(super) const EVERY: Annotation = Annotation {
    name: "every",
    how: "`#[every(1s)]` or `#[every(1s, while = self.runs)]`",
    options: &["while"],
    excludes: timer::EXCLUDES,
    read,
};

fn read(options: &mut Options<'_>, parameters: Option<&[Parameter]>) -> Option<Declared> {
    timer::read(options, parameters, "every", "while")
}
