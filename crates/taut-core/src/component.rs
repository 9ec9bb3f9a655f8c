//! A component: a view in the template of another.

use std::any::Any;
use std::fmt;

use crate::call;
use crate::components::{Place, Stored};
use crate::context::Context;
use crate::kept::{self, Memo};
use crate::panics::guarded;
use crate::persist::OldState;
use crate::props::Props;
use crate::reject::Reject;
use crate::settled::Settled;
use crate::template::ComponentMetadata;
use crate::view::{LiveView, template_of};
use crate::work::Work;

/// A view that can be a component: `<Name/>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be a component",
    label = "expected a type with `#[live_view]` and `Default`",
    note = "a component starts as its `Default`, and keeps its own state from then on"
)]
pub trait StartsInTemplate: LiveView {
    /// Creates the initial view.
    fn start() -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: LiveView + Default> StartsInTemplate for T {
    fn start() -> Self {
        T::default()
    }
}

impl ComponentMetadata {
    /// What is known about a component at compile time.
    ///
    /// # Panics
    /// During compilation, if the view is a whole document, or has a handler with `#[every]`.
    #[must_use]
    pub const fn of<C: LiveView>() -> Self {
        let template = template_of::<C>();
        if let [first, ..] = template.statics
            && let [b'<', b'!', b'D', ..] = first.as_bytes()
        {
            panic!("a view that is a whole document can't be a component");
        }
        let mut handlers = C::HANDLERS;
        while let [first, others @ ..] = handlers {
            assert!(
                first.every.is_none(),
                "a view with `#[every]` can't be a component: use `#[every]` in the view around it"
            );
            handlers = others;
        }
        Self {
            template,
            handlers: C::HANDLERS,
        }
    }
}

/// A component: a view and its props.
pub struct Component<C> {
    pub(crate) view: Box<C>,
    /// A copy of its props.
    props: Box<dyn Any + Send>,
}

impl<C> fmt::Debug for Component<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Component").finish_non_exhaustive()
    }
}

impl<C: LiveView> Stored for Component<C> {
    fn save(&self) -> Option<Result<OldState, Reject>> {
        C::PERSIST.map(|persist| guarded(|| persist.save(&self.view)).and_then(|saved| saved))
    }
}

/// The memo of a component.
pub struct ComponentMemo(pub(crate) Memo);

impl Default for ComponentMemo {
    fn default() -> Self {
        Self(kept::nothing())
    }
}

impl fmt::Debug for ComponentMemo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ComponentMemo").finish_non_exhaustive()
    }
}

impl<C: LiveView> Component<C> {
    /// Passes props to the view, if one has changed.
    pub fn give<P: Props<C>>(&mut self, props: P) {
        if !self.props.is::<Option<P::Kept>>() {
            self.props = Box::new(None::<P::Kept>);
        }
        if let Some(kept) = self.props.downcast_mut() {
            props.give(&mut self.view, kept);
        }
    }
}

impl<C: StartsInTemplate> Component<C> {
    /// The initial component, or the one in a saved state.
    pub(crate) fn start(saved: Option<&OldState>) -> Self {
        let kept = saved.and_then(|saved| C::PERSIST?.load(saved).ok());
        Self {
            view: Box::new(kept.unwrap_or_else(C::start)),
            props: Box::new(()),
        }
    }

    /// Calls a handler of the component at a place.
    pub(crate) fn call(
        self,
        call: C::Call,
        handler: u16,
        may_wait: bool,
        context: Context,
        place: Place,
    ) -> Result<Left, Work> {
        let Self { view, props } = self;
        call::call(
            view,
            call,
            handler,
            may_wait,
            context,
            move |view, settled| Left {
                place,
                component: Box::new(Component { view, props }),
                settled,
            },
        )
    }
}

/// A component after its handler has finished, and the settled event.
pub(crate) struct Left {
    pub(crate) place: Place,
    pub(crate) component: Box<dyn Stored>,
    pub(crate) settled: Settled,
}
