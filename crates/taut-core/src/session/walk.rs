//! Walks a view with the memo of its type, which the session does not know.

use crate::kept::{self, Memo};
use crate::panics::guarded;
use crate::pass::{ComponentsAt, Mode, Pass, PassOptions, Tally};
use crate::reject::Reject;
use crate::view::{LiveView, View};

/// Renders the view; if it panics, nothing is written.
pub(super) fn try_render<T: LiveView>(
    view: &Option<Box<T>>,
    mode: Mode,
    memo: &mut Memo,
    components: ComponentsAt<'_>,
    tally: Tally,
    options: PassOptions<'_>,
    out: &mut Vec<u8>,
) -> Result<Tally, Reject> {
    let Some(view) = view else { return Ok(tally) };
    let start = out.len();
    let rendered = guarded(|| render(view.render(), mode, memo, components, tally, options, out));
    if rendered.is_err() {
        out.truncate(start);
    }
    rendered
}

fn render<V: View>(
    view: V,
    mode: Mode,
    memo: &mut Memo,
    components: ComponentsAt<'_>,
    tally: Tally,
    options: PassOptions<'_>,
    out: &mut Vec<u8>,
) -> Tally {
    let memo = if mode == Mode::Diff {
        kept::of(&view, memo)
    } else {
        kept::of_or_new(&view, memo)
    };
    let Some(memo) = memo else { return tally };
    let pass = Pass::new(mode, V::TEMPLATE, components, tally, out);
    let mut pass = pass.with_options(options);
    view.walk(&mut pass, memo);
    pass.end()
}
