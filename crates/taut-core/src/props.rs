//! The props of a component, which the view around it passes: `<Card title={&self.title}/>`.

use std::marker::PhantomData;

use crate::app_data::AppData;
use crate::contents::{Contents, NoContents};
use crate::context::Context;
use crate::view::LiveView;

/// In the type of props: this one is set.
#[derive(Debug)]
pub struct Given<T>(pub T);

/// In the type of props: this one is not set yet.
#[derive(Debug)]
pub struct Missing;

/// The props of the component `C`; `#[live_view]` creates a type for them from the parameters of `fn props`.
pub trait Props<C> {
    /// A copy of them, to detect changes.
    type Kept: Send + 'static;

    /// The contents, which are given with them.
    type Contents: Contents;

    /// Passes them to the component, if one has changed, and returns the contents.
    fn give(
        self,
        view: &mut C,
        kept: &mut Option<Self::Kept>,
        context: &mut PropsContext<'_>,
    ) -> Self::Contents;

    /// The contents alone.
    fn into_contents(self) -> Self::Contents;
}

/// The context for a `props` that takes it; most do not, so there is none until one is asked for.
#[derive(Debug)]
pub struct PropsContext<'a> {
    data: Option<&'a AppData>,
    context: Option<Context>,
}

impl<'a> PropsContext<'a> {
    pub(crate) fn of(data: Option<&'a AppData>) -> Self {
        Self {
            data,
            context: None,
        }
    }

    /// The context.
    #[doc(hidden)]
    pub fn __get(&mut self) -> &mut Context {
        let data = self.data;
        let new = || data.map_or_else(Context::default, Context::with);
        self.context.get_or_insert_with(new)
    }

    pub(crate) fn into_inner(self) -> Option<Context> {
        self.context
    }
}

/// All props of a component, as the template around it writes them.
#[derive(Debug)]
pub struct PropsOf<C, P> {
    props: P,
    of: PhantomData<fn() -> C>,
}

impl<C, P> PropsOf<C, P> {
    /// Ends the props.
    #[must_use]
    pub fn new(props: P) -> Self {
        let of = PhantomData;
        Self { props, of }
    }

    #[doc(hidden)]
    #[must_use]
    pub fn __shown(self) -> Self {
        self
    }

    pub(crate) fn into_inner(self) -> P {
        self.props
    }
}

/// The props of a component without `fn props`.
#[derive(Debug)]
pub struct NoProps<C>(PhantomData<fn() -> C>);

impl<C> Default for NoProps<C> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<C> NoProps<C> {
    /// Ends the props.
    #[doc(hidden)]
    pub fn __end(self) -> PropsOf<C, Self> {
        PropsOf::new(self)
    }
}

impl<C: LiveView> Props<C> for NoProps<C> {
    type Kept = ();
    type Contents = NoContents<C>;

    fn give(self, _: &mut C, _: &mut Option<()>, _: &mut PropsContext<'_>) -> NoContents<C> {
        NoContents::default()
    }

    fn into_contents(self) -> NoContents<C> {
        NoContents::default()
    }
}
