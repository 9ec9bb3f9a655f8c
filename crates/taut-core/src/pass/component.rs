//! The hole of a component. It is a block with one arm, whose values are the component's own.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::{ComponentsAt, ContentsAt, Finder, Mode, Outcome, Pass, ShowContents};
use crate::block::Arm;
use crate::call;
use crate::component::{Component, ComponentMemo, StartsInTemplate};
use crate::components::{Components, Place};
use crate::contents::{ContentTemplates as _, Contents};
use crate::context::Context;
use crate::handler::Handler;
use crate::kept::{self, Memo};
use crate::props::{Props, PropsContext};
use crate::reject::Reject;
use crate::template::{COMPONENT_END, Kind};
use crate::view::{LiveView, View};

impl Pass<'_> {
    /// A component, which is given its props before it is rendered.
    pub(crate) fn component<C: StartsInTemplate, P: Props<C>>(
        &mut self,
        hole: u16,
        before: &'static str,
        props: P,
        memo: &mut ComponentMemo<C, <P::Contents as Contents>::Templates>,
    ) {
        if !self.renders() {
            return self.recall_component(hole, memo, Some(&props.into_contents()));
        }
        let number = self.number_of(hole);
        let Some(all) = self.components.all.as_deref_mut() else {
            return;
        };
        let place = all.inside(self.components.place, number, 0);
        let known = all.take(place);
        // A browser that gets all of it needs the rows that it had, too.
        let must_refill = self.mode != Mode::Diff && self.components.sent.is_some();
        let (mut component, must_refill) = match known {
            Some(component) => (component, must_refill),
            None => start::<C>(all, place),
        };
        let mut context = PropsContext::of(self.components.data);
        let rendered = catch_unwind(AssertUnwindSafe(|| {
            let contents = component.give(props, &mut context);
            if must_refill {
                component.view.refill();
            }
            self.around_contents(&contents, |pass| {
                pass.render_component(hole, before, &component, memo);
            });
        }));
        if let Some(all) = self.components.all.as_deref_mut() {
            all.meet(place, component);
        }
        if let (Some(given), Some(context)) = (&mut self.components.given, context.into_inner()) {
            given.push((place, context));
        }
        rendered.unwrap_or_else(|panic| resume_unwind(panic));
    }

    /// Goes into a component with contents.
    fn around_contents<K: Contents>(&mut self, own: &K, walk: impl FnOnce(&mut Pass<'_>)) {
        if K::Templates::TEMPLATES.is_empty() {
            return walk(self);
        }
        let (outer, refills) = (self.contents, self.components.refills);
        let contents = ContentsAt {
            own,
            outer,
            refills,
        };
        self.with_contents(Some(&contents), walk);
    }

    fn render_component<C: StartsInTemplate, T>(
        &mut self,
        hole: u16,
        before: &'static str,
        component: &Component<C>,
        memo: &mut ComponentMemo<C, T>,
    ) {
        let Some(Kind::Component { around, .. }) = self.kind(hole) else {
            return;
        };
        let is_fresh = !kept::is_rendered(&memo.memo);
        let Some((outer, memo)) = self.arm(hole, before, 0, Arm::only(&mut memo.memo, is_fresh))
        else {
            return;
        };
        let last = self.template.statics.last().copied().unwrap_or_default();
        self.around.push(around);
        let refills = std::mem::replace(&mut self.components.refills, C::REFILLS);
        walk(&component.view.render(), self, memo);
        self.components.refills = refills;
        self.around.pop();
        self.leave(outer, last);
        if self.mode == Mode::Html {
            self.static_html(COMPONENT_END);
        }
    }

    /// Follows an address into a component, and calls the handler that it leads to.
    pub(crate) fn recall_component<C: LiveView, T>(
        &mut self,
        hole: u16,
        memo: &mut ComponentMemo<C, T>,
        own: Option<&dyn ShowContents>,
    ) {
        let number = self.number_of(hole);
        let (Some(find), Some(all)) = (self.find.as_mut(), self.components.all.as_deref_mut())
        else {
            return;
        };
        if find.step(number, 0).is_none() {
            return;
        }
        let place = all.inside(self.components.place, number, 0);
        let Some(mut component) = all.take::<Component<C>>(place) else {
            return;
        };
        let (mut call, mut outcome) = (None::<C::Call>, Outcome::Missing);
        let mut emission = find.emission.take();
        let outer = self.contents;
        let contents = own.map(|own| ContentsAt {
            own,
            outer,
            refills: false,
        });
        let inner = Finder {
            address: find.address,
            seen: find.seen,
            arguments: find.arguments,
            handler: find.handler,
            emission: emission.as_deref_mut(),
            may_wait: find.may_wait,
            data: find.data,
            call: &mut call,
            outcome: &mut outcome,
            outer: Some(&mut *find),
        };
        let components = ComponentsAt {
            all: Some(&mut *all),
            place,
            ..ComponentsAt::default()
        };
        let searched = kept::search(
            &*component.view,
            inner,
            &mut memo.memo,
            components,
            self.tally,
            contents.as_ref(),
        );
        find.emission = emission;
        let settled = match (outcome, call) {
            (Outcome::Found(handler), Some(call)) => {
                let context = Context::with(find.data);
                match (*component).call(call, handler, find.may_wait, context, place) {
                    Err(work) => Outcome::Working(work),
                    Ok(left) => {
                        all.put_back(place, left.component);
                        Outcome::Settled(left.settled)
                    }
                }
            }
            (outcome, _) => {
                if matches!(outcome, Outcome::Outside) {
                    all.put_back(place, component);
                    find.leave();
                    return outside(searched);
                }
                let outcome = refuse(&mut *component.view, outcome, searched, find.handler);
                all.put_back(place, component);
                outcome
            }
        };
        *find.outcome = settled;
        find.leave();
    }
}

/// The component that is shown at a place for the first time, and whether it was saved, without the rows of its feeds.
fn start<C: StartsInTemplate>(all: &mut Components, place: Place) -> (Box<Component<C>>, bool) {
    let saved = all.take_saved(place);
    let component = Component::<C>::start(saved.as_ref());
    let listens = |handler: &Handler| handler.on || handler.timer().is_some();
    if C::HANDLERS.iter().any(listens) {
        all.listens_at(place);
    }
    (Box::new(component), saved.is_some())
}

fn walk<V: View>(view: &V, pass: &mut Pass<'_>, memo: &mut Memo) {
    if let Some(memo) = kept::of_or_new(view, memo) {
        view.walk(pass, memo);
    }
}

/// A panic in a content is one of the view around the component, which looks again.
fn outside(searched: Result<(), Reject>) {
    if let Err(panic) = searched {
        resume_unwind(Box::new(panic.panic().unwrap_or_default().to_owned()));
    }
}

/// Settles an event that leads to no call, if that is because it is wrong, or the component panics.
fn refuse<C: LiveView>(
    view: &mut C,
    outcome: Outcome,
    searched: Result<(), Reject>,
    handler: u16,
) -> Outcome {
    match (outcome, searched) {
        (Outcome::Refused(error), _) => Outcome::Settled(call::misfit(view, error, handler)),
        (Outcome::Missing, Err(panic)) => {
            Outcome::Settled(call::fail(view, panic, "looking for a listener", None))
        }
        (outcome, _) => outcome,
    }
}
