//! The contents of a component with a state: what is between its tags, and in its slots.
//!
//! They are templates of the view that writes the tag, and stay its own: their listeners call its handlers. The component only says where
//! they are shown. Its template has a hole for each such place ([`Slot`]), whose template is known where the tag is.

use std::fmt;
use std::marker::PhantomData;

use crate::kept::{self, Memo};
use crate::outline::Outline;
use crate::part::{PartKind, PartMemo, PartPlace, Show};
use crate::pass::{Pass, ShowContents, SlotPlace};
use crate::template::Template;
use crate::view::{LiveView, View};

/// The contents of a component, by the numbers of its slots.
pub trait Contents {
    /// The templates, as a type that borrows nothing.
    type Templates: ContentTemplates;

    /// Shows one of them.
    fn show(&self, number: u16, at: SlotPlace<'_, '_>);
}

/// The templates of the contents of a component.
pub trait ContentTemplates: 'static {
    /// One for each slot.
    const TEMPLATES: &'static [&'static Template];
}

/// The contents of a component that has no slots.
#[derive(Debug)]
pub struct NoContents<C>(PhantomData<fn() -> C>);

impl<C> Default for NoContents<C> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<C: LiveView> Contents for NoContents<C> {
    type Templates = Self;

    fn show(&self, _: u16, _: SlotPlace<'_, '_>) {}
}

impl<C: LiveView> ContentTemplates for NoContents<C> {
    const TEMPLATES: &'static [&'static Template] = &[];
}

/// The template of a view.
#[must_use]
pub const fn template_of_view<V: View>() -> &'static Template {
    V::TEMPLATE
}

impl SlotPlace<'_, '_> {
    /// Shows a view there, or looks for a listener in it.
    pub fn show<V: View>(self, view: &V) {
        let Some(memo) = self.memo.downcast_mut::<Memo>() else {
            return;
        };
        let memo = match self.pass.renders() {
            true => kept::of_or_new(view, memo),
            false => kept::of(view, memo),
        };
        if let Some(memo) = memo {
            view.walk(self.pass, memo);
        }
    }
}

impl<C: Contents> ShowContents for C {
    fn template(&self, number: u16) -> Option<&'static Template> {
        C::Templates::TEMPLATES.get(usize::from(number)).copied()
    }

    fn show(&self, number: u16, at: SlotPlace<'_, '_>) {
        Contents::show(self, number, at);
    }
}

/// A place in the template of a component that shows one of its contents: a parameter of `render` of type `Children`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Slot<const NUMBER: u16>;

/// The memo of a slot, with that of the content in it.
pub struct SlotMemo<const NUMBER: u16> {
    pub(crate) memo: Memo,
    pub(crate) template: Option<&'static Template>,
}

impl<const NUMBER: u16> Default for SlotMemo<NUMBER> {
    fn default() -> Self {
        Self {
            memo: kept::nothing(),
            template: None,
        }
    }
}

impl<const NUMBER: u16> fmt::Debug for SlotMemo<NUMBER> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SlotMemo").finish_non_exhaustive()
    }
}

impl<const NUMBER: u16> PartMemo for SlotMemo<NUMBER> {
    const PART: PartKind = PartKind::Slot(NUMBER);
    const OUTLINE: &'static Outline = &Outline::UNKNOWN;

    fn recall(&mut self, pass: &mut Pass<'_>, hole: u16) {
        pass.slot(hole, "", NUMBER, &mut self.memo, &mut self.template);
    }
}

impl<const NUMBER: u16> Show for &Slot<NUMBER> {
    type Memo = SlotMemo<NUMBER>;

    fn show(self, at: PartPlace<'_, '_, Self::Memo>) {
        let SlotMemo { memo, template } = at.memo;
        at.pass.slot(at.hole, at.before, NUMBER, memo, template);
    }
}
