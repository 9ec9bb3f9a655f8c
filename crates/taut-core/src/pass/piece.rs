//! The hole of a piece: a template that is part of the one around it, and costs nothing at run time.

use super::{Mode, Pass};
use crate::part::PieceMemo;
use crate::template::Kind;
use crate::view::{StaticTemplate, View};

impl Pass<'_> {
    /// A view whose template is part of this one.
    #[inline]
    pub(crate) fn piece<V: View>(
        &mut self,
        hole: u16,
        before: &'static str,
        view: &V,
        memo: &mut PieceMemo<V::Template, V::Memo>,
    ) {
        if self.mode == Mode::Html {
            self.static_html(before);
        }
        if self.renders() {
            memo.recall = Some(view.recall());
        }
        self.in_piece::<V::Template>(hole, |pass| view.walk(pass, &mut memo.memo));
        if self.mode == Mode::Html
            && let [.., last] = V::TEMPLATE.statics
        {
            self.static_html(last);
        }
    }

    /// Walks in the template of a piece, unless the pass follows an address that leads elsewhere.
    #[inline]
    pub(crate) fn in_piece<T: StaticTemplate>(&mut self, hole: u16, walk: impl FnOnce(&mut Self)) {
        let first = self.number_of(hole);
        if !self.renders() && !self.leads_into(first, T::TEMPLATE.width()) {
            return;
        }
        let around = if const { T::TEMPLATE.asks_around() } {
            self.kind(hole)
        } else {
            None
        };
        let outer = (self.template, self.first);
        (self.template, self.first) = (T::TEMPLATE, first);
        if let Some(Kind::Piece { around, .. }) = around {
            self.around.push(around);
            walk(self);
            self.around.pop();
        } else {
            walk(self);
        }
        (self.template, self.first) = outer;
    }
}
