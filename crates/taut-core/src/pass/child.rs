//! The hole of a view that stands in a template. It is a block with one arm, whose values are the view's own.

use super::{Finder, Outcome, Pass};
use crate::block::Arm;
use crate::child::{Child, StartsInTemplate, lock};
use crate::kept::{self, Memo};
use crate::template::Kind;
use crate::view::View;

impl Pass<'_> {
    /// A view in a template.
    pub fn child<C: StartsInTemplate>(&mut self, hole: u16, child: &mut Child<C>) {
        if !self.renders() {
            return self.find_in_child(hole, child);
        }
        let Some(Kind::Child { around, .. }) = self.kind(hole) else { return };
        let view = child.started();
        let is_fresh = !std::mem::replace(&mut child.is_started, true);
        let view = lock(&view);
        let Some(view) = view.as_deref() else { return };
        let before = self.template.statics.get(usize::from(hole)).copied().unwrap_or_default();
        let Some((outer, memo)) = self.arm(hole, before, 0, Arm::only(&mut child.memo, is_fresh)) else { return };
        let last = self.template.statics.last().copied().unwrap_or_default();
        self.around.push(around);
        walk(&view.render(), self, memo);
        self.around.pop();
        self.leave(outer, last);
    }

    /// Follows an address into a view, and runs the handler that it leads to.
    fn find_in_child<C: StartsInTemplate>(&mut self, hole: u16, child: &mut Child<C>) {
        let Some(find) = self.find.as_mut() else { return };
        if !child.is_started || find.step(hole, 0).is_none() {
            return;
        }
        let (mut call, mut outcome) = (None::<C::Call>, Outcome::Missing);
        let inner = Finder {
            address: find.address,
            seen: find.seen,
            arguments: find.arguments,
            handler: find.handler,
            call: &mut call,
            outcome: &mut outcome,
        };
        let view = child.started();
        let searched = match lock(&view).as_deref() {
            Some(view) => kept::search(view, inner, &mut child.memo, self.tally),
            None => Ok(()),
        };
        *find.outcome = match (outcome, call, searched) {
            (Outcome::Found, Some(call), _) => Outcome::Ran(child.run(call, find.handler)),
            (Outcome::Refused(error), ..) => Outcome::Ran(child.refuse(error, find.handler)),
            (Outcome::Missing, _, Err(panic)) => Outcome::Ran(child.fail(panic, None)),
            (outcome, ..) => outcome,
        };
        find.leave();
    }
}

fn walk<V: View>(view: &V, pass: &mut Pass<'_>, memo: &mut Memo) {
    if let Some(memo) = kept::of_or_new(view, memo) {
        view.walk(pass, memo);
    }
}
