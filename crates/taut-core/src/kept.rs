//! The memo of a rendered view of any type, and how to find a listener in it.

use std::any::Any;

use crate::panics::guarded;
use crate::pass::{ComponentsAt, ContentsAt, Finder, Mode, Outcome, Pass, Search as _, Tally};
use crate::reject::Reject;
use crate::template::Template;
use crate::view::{LiveView, Recall, View, template_of};

/// The memo of a view of any type.
pub(crate) type Memo = Box<dyn Kept>;

/// The operations on the memo of any view.
pub(crate) trait Kept: Any + Send {
    /// Follows an address to a listener.
    fn recall(&mut self, pass: &mut Pass<'_>);
}

/// The memo of a view that was never rendered.
impl Kept for () {
    fn recall(&mut self, _: &mut Pass<'_>) {}
}

struct Rendered<M> {
    memo: M,
    recall: Recall<M>,
}

impl<M: Send + 'static> Kept for Rendered<M> {
    fn recall(&mut self, pass: &mut Pass<'_>) {
        (self.recall)(pass, &mut self.memo);
    }
}

/// An empty memo.
pub(crate) fn nothing() -> Memo {
    Box::new(())
}

/// Whether the view was rendered.
pub(crate) fn is_rendered(memo: &Memo) -> bool {
    let memo: &dyn Any = &**memo;
    !memo.is::<()>()
}

/// The memo as that of a view's type, if it is one.
pub(crate) fn of<'m, V: View>(_: &V, memo: &'m mut Memo) -> Option<&'m mut V::Memo> {
    let memo: &mut dyn Any = &mut **memo;
    memo.downcast_mut::<Rendered<V::Memo>>()
        .map(|rendered| &mut rendered.memo)
}

/// The memo as that of a view's type, or a new one.
pub(crate) fn of_or_new<'m, V: View>(view: &V, memo: &'m mut Memo) -> Option<&'m mut V::Memo> {
    if of(view, memo).is_none() {
        *memo = Box::new(Rendered {
            memo: V::Memo::default(),
            recall: view.recall(),
        });
    }
    of(view, memo)
}

/// Searches for a listener in a view. If the view panics, its last rendering determines where its
/// listeners are and what they are bound to, so that a handler can repair it; the panic is returned
/// too.
pub(crate) fn search<T: LiveView>(
    view: &T,
    mut finder: Finder<'_>,
    memo: &mut Memo,
    mut components: ComponentsAt<'_>,
    tally: Tally,
    contents: Option<&ContentsAt<'_>>,
) -> Result<(), Reject> {
    let searched = guarded(|| {
        in_view(
            view.render(),
            finder.again(),
            memo,
            components.again(),
            tally,
            contents,
        )
    });
    if searched.is_err() && matches!(finder.outcome, Outcome::Missing) {
        // Cloning an argument may panic as well; then nothing is found.
        let _ = guarded(|| {
            memo.recall(&mut finding(
                template_of::<T>(),
                finder.again(),
                components,
                tally,
                &mut Vec::new(),
            ))
        });
    }
    searched
}

fn in_view<V: View>(
    view: V,
    mut finder: Finder<'_>,
    memo: &mut Memo,
    components: ComponentsAt<'_>,
    tally: Tally,
    contents: Option<&ContentsAt<'_>>,
) {
    if let Some(memo) = of(&view, memo) {
        let mut out = Vec::new();
        let pass = finding(V::TEMPLATE, finder.again(), components, tally, &mut out);
        view.walk(&mut pass.with(contents), memo);
    }
}

fn finding<'a>(
    template: &'static Template,
    finder: Finder<'a>,
    components: ComponentsAt<'a>,
    tally: Tally,
    out: &'a mut Vec<u8>,
) -> Pass<'a> {
    Pass::new(Mode::Find, template, components, tally, out).find(finder)
}
