//! Effects that come before there is a frame for them: of `mount`, the first `params`, and `props`; and what views say of presences.

use crate::components::Place;
use crate::context::Context;
use crate::refused::Refused;

use super::ViewSession;

impl<T> ViewSession<T> {
    /// Keeps effects for the next frame.
    pub(super) fn begin_with_effects(&mut self, mut effects: Context) {
        self.attend(&mut effects);
        match &mut self.early {
            Some(early) => early.append(effects),
            early => *early = effects.if_any(),
        }
    }

    /// The effects of a frame, after those that have waited for it.
    pub(super) fn with_early(&mut self, later: Context) -> Context {
        match self.early.take() {
            Some(mut early) => {
                early.append(later);
                *early
            }
            None => later,
        }
    }

    /// The title that was set before there was a browser.
    pub(super) fn early_title(&self) -> Option<&str> {
        self.early.as_ref()?.title.as_deref()
    }

    /// Notes what views say of presences.
    pub(super) fn attend(&mut self, context: &mut Context) {
        let Some(all) = context.attending.take() else {
            return;
        };
        let attendances = self.attendances.get_or_insert_default();
        all.0
            .into_iter()
            .for_each(|attending| attendances.note(attending));
        if attendances.all().is_empty() {
            self.attendances = None;
        }
    }

    /// Ends the attendances of components that are gone.
    pub(super) fn end_attendances(&mut self) {
        let Some(attendances) = &mut self.attendances else {
            return;
        };
        let components = self.components.as_deref();
        attendances.retain(|place| components.is_some_and(|components| components.has(place)));
        if attendances.all().is_empty() {
            self.attendances = None;
        }
    }

    /// Keeps the effects of `props`, which is called while components are rendered. From there, no way leads to another page, and
    /// none to the views around.
    pub(super) fn note_given(&mut self, given: Vec<(Place, Context)>) {
        for (place, mut context) in given {
            let goes = context.go.take().is_some();
            let emitted = std::mem::take(&mut context.emitted);
            if goes || !emitted.is_empty() {
                let by = std::any::type_name::<T>().to_owned();
                let why = "a component can't emit or go elsewhere in `props`";
                let why = Some(why.to_owned());
                self.refused = Some(Box::new(Refused { by, why }));
            }
            emitted
                .into_iter()
                .for_each(|emission| self.drop_guarded(emission));
            context.of_component(place);
            self.begin_with_effects(context);
        }
    }
}
