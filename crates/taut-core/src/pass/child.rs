//! The hole of a view that stands in a template. It is a block with one arm, whose values are the view's own.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::{Children, Finder, Outcome, Pass};
use crate::block::Arm;
use crate::child::{Child, ChildMemo, StartsInTemplate};
use crate::kept::{self, Memo};
use crate::template::Kind;
use crate::view::View;

impl Pass<'_> {
    /// A view in a template, which is given its props before it is rendered.
    pub fn child<C: StartsInTemplate>(
        &mut self,
        hole: u16,
        memo: &mut ChildMemo,
        give_props: impl FnOnce(&mut Child<C>),
    ) {
        if !self.renders() {
            return self.recall_child::<C>(hole, memo);
        }
        let Some(all) = self.children.all.as_deref_mut() else {
            return;
        };
        let place = all.inside(self.children.place, hole, 0);
        let mut child = all
            .take(place)
            .unwrap_or_else(|| Box::new(Child::<C>::start(all.take_saved(place).as_ref())));
        let rendered = catch_unwind(AssertUnwindSafe(|| {
            give_props(&mut child);
            self.render_child(hole, &child, memo);
        }));
        if let Some(all) = self.children.all.as_deref_mut() {
            all.meet(place, child);
        }
        rendered.unwrap_or_else(|panic| resume_unwind(panic));
    }

    fn render_child<C: StartsInTemplate>(
        &mut self,
        hole: u16,
        child: &Child<C>,
        memo: &mut ChildMemo,
    ) {
        let Some(Kind::Child { around, .. }) = self.kind(hole) else {
            return;
        };
        let before = self
            .template
            .statics
            .get(usize::from(hole))
            .copied()
            .unwrap_or_default();
        let is_fresh = !kept::is_rendered(&memo.0);
        let Some((outer, memo)) = self.arm(hole, before, 0, Arm::only(&mut memo.0, is_fresh))
        else {
            return;
        };
        let last = self.template.statics.last().copied().unwrap_or_default();
        self.around.push(around);
        walk(&child.view.render(), self, memo);
        self.around.pop();
        self.leave(outer, last);
    }

    /// Follows an address into a view, and runs the handler that it leads to.
    pub fn recall_child<C: StartsInTemplate>(&mut self, hole: u16, memo: &mut ChildMemo) {
        let (Some(find), Some(all)) = (self.find.as_mut(), self.children.all.as_deref_mut()) else {
            return;
        };
        if find.step(hole, 0).is_none() {
            return;
        }
        let place = all.inside(self.children.place, hole, 0);
        let Some(mut child) = all.take::<Child<C>>(place) else {
            return;
        };
        let (mut call, mut outcome) = (None::<C::Call>, Outcome::Missing);
        let inner = Finder {
            address: find.address,
            seen: find.seen,
            arguments: find.arguments,
            handler: find.handler,
            call: &mut call,
            outcome: &mut outcome,
        };
        let children = Children {
            all: Some(&mut *all),
            place,
        };
        let searched = kept::search(&*child.view, inner, &mut memo.0, children, self.tally);
        let (child, outcome) = match (outcome, call, searched) {
            (Outcome::Found, Some(call), _) => {
                let (child, ran) = child.run(call, find.handler, place);
                (child, Outcome::Ran(ran))
            }
            (Outcome::Refused(error), ..) => {
                let ran = child.refuse(error, find.handler);
                (Some(child), Outcome::Ran(ran))
            }
            (Outcome::Missing, _, Err(panic)) => {
                let ran = child.fail(panic, None);
                (Some(child), Outcome::Ran(ran))
            }
            (outcome, ..) => (Some(child), outcome),
        };
        child
            .into_iter()
            .for_each(|child| all.put_back(place, child));
        *find.outcome = outcome;
        find.leave();
    }
}

fn walk<V: View>(view: &V, pass: &mut Pass<'_>, memo: &mut Memo) {
    if let Some(memo) = kept::of_or_new(view, memo) {
        view.walk(pass, memo);
    }
}
