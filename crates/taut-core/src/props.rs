//! The props of a component, which the view around it passes: `<Card title={&self.title}/>`.

use std::marker::PhantomData;

use crate::contents::{Contents, NoContents};
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
    fn give(self, view: &mut C, kept: &mut Option<Self::Kept>) -> Self::Contents;

    /// The contents alone.
    fn into_contents(self) -> Self::Contents;
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

    fn give(self, _: &mut C, _: &mut Option<()>) -> NoContents<C> {
        NoContents::default()
    }

    fn into_contents(self) -> NoContents<C> {
        NoContents::default()
    }
}
