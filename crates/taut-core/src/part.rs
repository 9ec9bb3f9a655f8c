//! A part of a template that is written elsewhere: a piece, or a component.
//!
//! The macro that expands a template knows only the name of a part. What it is follows from types: the memo of the part in the memo
//! of the template. So the table of a template is generic over the memos of its parts.
//!
//! A view may borrow what lives shorter than the memo in which it is shown, and the compiler does not know that the type of its memo does
//! not. So the type of the memo is that of a *twin*: the same view, but of values that borrow nothing. Both are one type for the program
//! that runs, which [`PartPlace::show`] makes use of.

use std::any::Any;
use std::marker::PhantomData;

use crate::outline::Outline;
pub use crate::outline::{Roots, Within};
use crate::pass::Pass;
use crate::template::{ComponentMetadata, Kind, Template};
use crate::view::{Recall, StaticTemplate, View};

/// What a part is.
#[derive(Debug, Clone, Copy)]
pub enum PartKind {
    /// A template that is part of the one around it.
    Piece(&'static Template),
    /// A view with a state of its own.
    Component {
        /// What is known of the view.
        view: &'static ComponentMetadata,
        /// The templates of its contents.
        contents: &'static [&'static Template],
    },
    /// A place in a component that shows the content with a number.
    Slot(u16),
}

/// The memo of a part, whose type says what the part is.
pub trait PartMemo: Default + Send + 'static {
    /// What the part is.
    const PART: PartKind;

    /// Its elements, as far as they matter for where it may stand.
    const OUTLINE: &'static Outline;

    /// Looks for a listener in what was last rendered of the part.
    fn recall(&mut self, pass: &mut Pass<'_>, hole: u16);
}

/// What a template shows as a part: the props of a component, or a piece.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be shown as a part of a template",
    label = "expected a view"
)]
pub trait Show: Sized {
    /// Its memo.
    type Memo: PartMemo;

    /// Shows it at a place, or follows an address into it.
    fn show(self, at: PartPlace<'_, '_, Self::Memo>);
}

/// The hole of a part, during a pass.
#[derive(Debug)]
pub struct PartPlace<'p, 'a, P> {
    pub(crate) pass: &'p mut Pass<'a>,
    pub(crate) hole: u16,
    pub(crate) before: &'static str,
    pub(crate) memo: &'p mut P,
}

impl<'p, 'a, P: PartMemo> PartPlace<'p, 'a, P> {
    /// Shows a part there, whose memo has the type of that of its twin.
    #[inline]
    pub fn show<S: Show>(self, part: S) {
        let memo: &'p mut dyn Any = self.memo;
        if let Some(memo) = memo.downcast_mut::<S::Memo>() {
            part.show(PartPlace {
                pass: self.pass,
                hole: self.hole,
                before: self.before,
                memo,
            });
        }
    }
}

/// Gives a memo its type.
pub fn has_memo<P>(_: &mut P, _: PhantomData<P>) {}

/// The type of the memo of a piece that a function returns, which is not called.
pub fn memo_of<A, V: View>(_: impl FnOnce(A) -> V) -> PhantomData<PieceMemo<V::Template, V::Memo>> {
    PhantomData
}

/// The type of the memo of the content of a tag.
pub fn memo_of_content<S: Show>(_: S) -> PhantomData<S::Memo> {
    PhantomData
}

/// A view of the same type of memo and template as another one, which borrows nothing. It is never shown.
#[derive(Debug)]
pub struct Twin<T, M>(PhantomData<fn() -> (T, M)>);

/// The twin of a view.
pub type TwinOf<V> = Twin<<V as View>::Template, <V as View>::Memo>;

impl<T: StaticTemplate + 'static, M: Default + Send + 'static> View for Twin<T, M> {
    type Memo = M;
    type Template = T;

    fn walk(&self, _: &mut Pass<'_>, _: &mut M) {}

    fn recall(&self) -> Recall<M> {
        |_, _| {}
    }
}

impl<'a> Pass<'a> {
    /// The place of a part, if the pass needs it. A component without
    /// contents can be asked for a listener without its props.
    #[inline]
    pub fn part<'p, P: PartMemo>(
        &'p mut self,
        hole: u16,
        before: &'static str,
        memo: &'p mut P,
    ) -> Option<PartPlace<'p, 'a, P>> {
        if !self.renders() && matches!(P::PART, PartKind::Component { contents: [], .. }) {
            memo.recall(self, hole);
            return None;
        }
        Some(PartPlace {
            pass: self,
            hole,
            before,
            memo,
        })
    }

    /// Looks for a listener in what was last rendered of a part.
    pub fn recall_part(&mut self, hole: u16, memo: &mut impl PartMemo) {
        memo.recall(self, hole);
    }
}

/// The kind of the hole of a part.
#[must_use]
const fn part<P: PartMemo>(around: &'static [&'static str]) -> Kind {
    match P::PART {
        PartKind::Piece(template) => Kind::Piece { template, around },
        PartKind::Component { view, contents } => Kind::Component {
            view,
            around,
            contents,
        },
        PartKind::Slot(number) => Kind::Slot { number, around },
    }
}

/// The same, if it may stand there; a whole document may if it is all of its template.
///
/// # Panics
/// During compilation, with a message, if an element of the part may not stand there.
#[must_use]
pub const fn part_within<P: PartMemo>(
    around: &'static [&'static str],
    within: Option<Within>,
    is_all: bool,
    message: &'static str,
) -> Kind {
    if is_document::<P>() {
        assert!(
            is_all,
            "a component with a whole document must be all of the page"
        );
    } else if let Some(within) = within
        && !P::OUTLINE.fits(within)
    {
        panic!("{}", message);
    }
    part::<P>(around)
}

/// The elements of a part, as far as they matter for where it may stand.
#[must_use]
pub const fn outline_of<P: PartMemo>() -> &'static Outline {
    P::OUTLINE
}

/// How many holes a browser knows of a part.
#[must_use]
pub const fn width<P: PartMemo>() -> u16 {
    match P::PART {
        PartKind::Piece(template) => template.width(),
        PartKind::Component { .. } | PartKind::Slot(_) => 1,
    }
}

/// Whether a part is a component, or a content of one, or a piece with one.
#[must_use]
pub const fn has_components<P: PartMemo>() -> bool {
    match P::PART {
        PartKind::Piece(template) => template.has_components,
        PartKind::Component { .. } | PartKind::Slot(_) => true,
    }
}

/// Whether a part is a whole document.
#[must_use]
pub const fn is_document<P: PartMemo>() -> bool {
    matches!(P::PART, PartKind::Piece(template) if template.is_document)
}

/// A view that is shown as a piece of the template around it.
#[derive(Debug)]
pub struct Piece<V>(pub V);

/// The memo of a piece.
#[derive(Debug)]
pub struct PieceMemo<T, M> {
    pub(crate) memo: M,
    /// Finds a listener in it; nothing until it is rendered.
    pub(crate) recall: Option<Recall<M>>,
    of: PhantomData<fn() -> T>,
}

impl<T, M: Default> Default for PieceMemo<T, M> {
    fn default() -> Self {
        Self {
            memo: M::default(),
            recall: None,
            of: PhantomData,
        }
    }
}

impl<T: StaticTemplate + 'static, M: Default + Send + 'static> PartMemo for PieceMemo<T, M> {
    const PART: PartKind = PartKind::Piece(T::TEMPLATE);
    const OUTLINE: &'static Outline = T::OUTLINE;

    fn recall(&mut self, pass: &mut Pass<'_>, hole: u16) {
        if let Some(recall) = self.recall {
            pass.in_piece::<T>(hole, |pass| recall(pass, &mut self.memo));
        }
    }
}

impl<V: View> Show for Piece<V> {
    type Memo = PieceMemo<V::Template, V::Memo>;

    #[inline]
    fn show(self, at: PartPlace<'_, '_, Self::Memo>) {
        (&self).show(at);
    }
}

impl<V: View> Show for &Piece<V> {
    type Memo = PieceMemo<V::Template, V::Memo>;

    #[inline]
    fn show(self, at: PartPlace<'_, '_, Self::Memo>) {
        at.pass.piece(at.hole, at.before, &self.0, at.memo);
    }
}
