//! What a view in a template is given by the view around it: `<Card title={&self.title}/>`.

use std::marker::PhantomData;

/// In the type of props: this one is given.
#[derive(Debug)]
pub struct Given;

/// In the type of props: this one is not given yet.
#[derive(Debug)]
pub struct Missing;

/// The props for a view of the type `C`; `#[live_view]` makes a type for them of the parameters of `fn props`.
pub trait Props<C> {
    /// What is kept of them, to know whether one has changed.
    type Kept: Send + 'static;

    /// Gives them to the view, if one is not what it was.
    fn give(self, view: &mut C, kept: &mut Option<Self::Kept>);
}

/// The props of a view without `fn props`: it takes none.
#[derive(Debug)]
pub struct NoProps<C>(PhantomData<fn() -> C>);

impl<C> Default for NoProps<C> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<C> NoProps<C> {
    /// All that there are.
    #[doc(hidden)]
    #[must_use]
    pub fn __end(self) -> Self {
        self
    }
}

impl<C> Props<C> for NoProps<C> {
    type Kept = ();

    fn give(self, _: &mut C, _: &mut Option<()>) {}
}
