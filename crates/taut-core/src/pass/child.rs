//! The hole of a view that stands in a template. It is a block with one arm, whose values are the view's own.

use std::any::Any;

use super::{Finder, Mode, Outcome, Pass};
use crate::block::Arm;
use crate::child::{Child, StartsInTemplate, lock};
use crate::template::Template;
use crate::view::View;

impl Pass<'_> {
    /// A view in a template.
    pub fn child<C: StartsInTemplate>(&mut self, hole: u16, child: &mut Child<C>) {
        if !self.renders() {
            return self.find_in_child(hole, child);
        }
        let view = child.started();
        let is_fresh = !std::mem::replace(&mut child.is_started, true);
        let view = lock(&view);
        let Some(view) = view.as_deref() else { return };
        let before = self.template.statics.get(usize::from(hole)).copied().unwrap_or_default();
        let Some((outer, memo)) = self.arm(hole, before, 0, Arm::only(&mut child.memo, is_fresh)) else { return };
        let last = self.template.statics.last().copied().unwrap_or_default();
        walk(&view.render(), self, memo);
        self.leave(outer, last);
    }

    /// Follows an address into a view, and runs the handler that it leads to.
    fn find_in_child<C: StartsInTemplate>(&mut self, hole: u16, child: &mut Child<C>) {
        let Some(template) = self.template.child(usize::from(hole), 0) else { return };
        let Some(find) = self.find.as_mut() else { return };
        if !child.is_started || find.step(hole, 0).is_none() {
            return;
        }
        let mut call = None::<C::Call>;
        let inner = Finder {
            address: find.address,
            seen: find.seen,
            arguments: find.arguments,
            handler: find.handler,
            call: &mut call,
            outcome: Outcome::Missing,
        };
        let view = child.started();
        let outcome = match lock(&view).as_deref() {
            Some(view) => search(&view.render(), template, inner, self.tally, &mut child.memo),
            None => Outcome::Missing,
        };
        find.outcome = match (outcome, call) {
            (Outcome::Found, Some(call)) => Outcome::Ran(child.run(call, find.handler)),
            (outcome, _) => outcome,
        };
        find.leave();
    }
}

fn walk<V: View>(view: &V, pass: &mut Pass<'_>, memo: &mut Box<dyn Any + Send>) {
    if !memo.is::<V::Memo>() {
        *memo = Box::new(V::Memo::default());
    }
    if let Some(memo) = memo.downcast_mut() {
        view.walk(pass, memo);
    }
}

fn search<V: View>(
    view: &V,
    template: &'static Template,
    finder: Finder<'_>,
    tally: super::Tally,
    memo: &mut Box<dyn Any + Send>,
) -> Outcome {
    let mut out = Vec::new();
    let mut pass = Pass::new(Mode::Find, template, tally, &mut out).find(finder);
    walk(view, &mut pass, memo);
    pass.outcome()
}
