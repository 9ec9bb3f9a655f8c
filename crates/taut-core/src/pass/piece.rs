//! The hole of a piece: a template that is part of the one around it, and costs nothing at run time.

use super::{Mode, Pass};
use crate::part::PieceMemo;
use crate::template::Kind;
use crate::view::View;

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
        self.in_piece(hole, |pass| view.walk(pass, &mut memo.memo));
        if self.mode == Mode::Html
            && let [.., last] = V::TEMPLATE.statics
        {
            self.static_html(last);
        }
    }

    /// Walks in the template of a piece, unless the pass follows an address that leads elsewhere.
    #[inline]
    pub(crate) fn in_piece(&mut self, hole: u16, walk: impl FnOnce(&mut Self)) {
        let Some(Kind::Piece { template, around }) = self.kind(hole) else {
            return;
        };
        let first = self.number_of(hole);
        if !self.renders() && !self.leads_into(first, template.width()) {
            return;
        }
        let outer = (self.template, self.first);
        (self.template, self.first) = (template, first);
        self.around.push(around);
        walk(self);
        self.around.pop();
        (self.template, self.first) = outer;
    }
}
