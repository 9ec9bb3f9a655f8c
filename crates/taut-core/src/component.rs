//! A component: a view in the template of another.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;

use crate::call;
use crate::components::{Place, Received, Stored};
use crate::contents::{ContentTemplates, Contents, NoContents};
use crate::context::Context;
use crate::handler::Handler;
use crate::kept::{self, Memo};
use crate::outline::Outline;
use crate::panics::guarded;
use crate::part::{PartKind, PartMemo, PartPlace, Show};
use crate::pass::Pass;
use crate::persist::OldState;
use crate::props::{Props, PropsContext, PropsOf};
use crate::reject::Reject;
use crate::settled::Settled;
use crate::source::Source;
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
    /// During compilation, if the view is a whole document.
    #[must_use]
    pub const fn of<C: LiveView>() -> Self {
        let template = template_of::<C>();
        assert!(
            !template.is_document,
            "a view that is a whole document can't be a component"
        );
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

    fn handlers(&self) -> &'static [Handler] {
        C::HANDLERS
    }

    fn source(&self, handler: u16, key: &mut Vec<u8>) -> Option<Source> {
        self.view.source(handler, key)
    }

    fn timer(&self, handler: u16) -> Option<u64> {
        self.view.timer(handler)
    }

    fn receive(
        self: Box<Self>,
        received: Received<'_>,
        context: Context,
        place: Place,
    ) -> (Box<dyn Stored>, Option<Settled>) {
        let Some((handler, call)) = call::of_received::<C>(received) else {
            return (self, None);
        };
        match (*self).call(call, handler, false, context, place) {
            Ok(left) => (left.component, Some(left.settled)),
            Err(_) => unreachable!("no handler that takes its time is called"),
        }
    }
}

impl<C: LiveView> NoContents<C> {
    #[doc(hidden)]
    #[must_use]
    pub fn __twins(&self) -> Self {
        Self::default()
    }

    /// The type of the memo of the component.
    #[doc(hidden)]
    #[must_use]
    pub fn __memo(self) -> PhantomData<ComponentMemo<C, Self>> {
        PhantomData
    }
}

/// The memo of a component, with the templates of its contents.
pub struct ComponentMemo<C, T> {
    pub(crate) memo: Memo,
    of: PhantomData<fn() -> (C, T)>,
}

impl<C, T> Default for ComponentMemo<C, T> {
    fn default() -> Self {
        Self {
            memo: kept::nothing(),
            of: PhantomData,
        }
    }
}

impl<C: LiveView, T: ContentTemplates> PartMemo for ComponentMemo<C, T> {
    const PART: PartKind = PartKind::Component {
        view: &ComponentMetadata::of::<C>(),
        contents: T::TEMPLATES,
    };
    const OUTLINE: &'static Outline = &Outline::UNKNOWN;

    fn recall(&mut self, pass: &mut Pass<'_>, hole: u16) {
        pass.recall_component(hole, self, None);
    }
}

impl<C: StartsInTemplate, P: Props<C>> Show for PropsOf<C, P> {
    type Memo = ComponentMemo<C, <P::Contents as Contents>::Templates>;

    fn show(self, at: PartPlace<'_, '_, Self::Memo>) {
        at.pass
            .component(at.hole, at.before, self.into_inner(), at.memo);
    }
}

impl<C, T> fmt::Debug for ComponentMemo<C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ComponentMemo").finish_non_exhaustive()
    }
}

impl<C: LiveView> Component<C> {
    /// Passes props to the view, if one has changed, and returns the contents.
    pub fn give<P: Props<C>>(&mut self, props: P, context: &mut PropsContext<'_>) -> P::Contents {
        if !self.props.is::<Option<P::Kept>>() {
            self.props = Box::new(None::<P::Kept>);
        }
        match self.props.downcast_mut() {
            Some(kept) => props.give(&mut self.view, kept, context),
            None => props.into_contents(),
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
            move |view, mut settled| {
                settled.context.of_component(place);
                Left {
                    place,
                    component: Box::new(Component { view, props }),
                    settled,
                }
            },
        )
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
}

/// A component after its handler has finished, and the settled event.
pub(crate) struct Left {
    pub(crate) place: Place,
    pub(crate) component: Box<dyn Stored>,
    pub(crate) settled: Settled,
}
