//! Walks a view with the memo of its type, of which a session does not know the type.

use std::any::Any;

use crate::context::Reject;
use crate::panics::guarded;
use crate::pass::{Finder, Forms, Mode, Outcome, Pass, Tally};
use crate::view::{LiveView, View};

/// What a session keeps of its view to know what has changed.
pub(super) type Memo = Box<dyn Any + Send>;

/// The memo of the view's type; a new one if there is none of that type.
fn memo_of<'m, V: View>(_: &V, mode: Mode, memo: &'m mut Memo) -> Option<&'m mut V::Memo> {
    if mode != Mode::Diff && mode != Mode::Find && !memo.is::<V::Memo>() {
        *memo = Box::new(V::Memo::default());
    }
    memo.downcast_mut()
}

/// Renders the view; if it panics, nothing is written.
pub(super) fn try_render<T: LiveView>(
    view: &Option<Box<T>>,
    mode: Mode,
    memo: &mut Memo,
    tally: Tally,
    forms: Option<&mut Forms>,
    out: &mut Vec<u8>,
) -> Result<Tally, Reject> {
    let Some(view) = view else { return Ok(tally) };
    let start = out.len();
    let rendered = guarded(|| render(view.render(), mode, memo, tally, forms, out));
    if rendered.is_err() {
        out.truncate(start);
    }
    rendered
}

fn render<V: View>(
    view: V,
    mode: Mode,
    memo: &mut Memo,
    tally: Tally,
    forms: Option<&mut Forms>,
    out: &mut Vec<u8>,
) -> Tally {
    let Some(memo) = memo_of(&view, mode, memo) else { return tally };
    let mut pass = Pass::new(mode, V::TEMPLATE, tally, out).with_forms(forms);
    view.walk(&mut pass, memo);
    pass.end()
}

pub(super) fn search<V: View>(view: V, finder: Finder<'_>, memo: &mut Memo, tally: Tally) -> Outcome {
    let Some(memo) = memo_of(&view, Mode::Find, memo) else { return Outcome::Missing };
    let mut out = Vec::new();
    let mut pass = Pass::new(Mode::Find, V::TEMPLATE, tally, &mut out).find(finder);
    view.walk(&mut pass, memo);
    pass.outcome()
}
