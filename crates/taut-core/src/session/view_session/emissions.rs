//! Delivers what components emit to the views around them, before the browser is answered.

use crate::call;
use crate::pass::Outcome;
use crate::reject::Reject;
use crate::session::unanswered::{Unanswered, way_to_component};
use crate::session::{Reply, Session as _};
use crate::settled::Settled;
use crate::view::LiveView;
use crate::work::Work;

use super::ViewSession;
use super::events::{Sought, working};

impl<T: LiveView> ViewSession<T> {
    /// Delivers what is to be delivered, and answers the event, unless a handler takes its time. For one event one handler
    /// may do so, because a session may be settled by a thread that can start none.
    pub(super) fn deliver_all(
        &mut self,
        mut unanswered: Box<Unanswered>,
        may_wait: bool,
        out: &mut Vec<u8>,
    ) -> Reply {
        while let Some((way, emission)) = unanswered.next() {
            let around = way.split_last_chunk::<2>().map_or(&[][..], |(way, _)| way);
            unanswered.way = way_to_component(self.template(), around).into();
            let mut emission = Some(emission);
            let found = self.search(&way, Sought::Emission(&mut emission, may_wait));
            self.drop_guarded(emission);
            let settled = match found {
                Ok((Outcome::Settled(settled), _)) => settled,
                Ok((Outcome::Found(handler), Some(call))) => {
                    match self.run(call, handler, may_wait) {
                        Ok(settled) => settled,
                        Err(work) => return self.wait(unanswered, work),
                    }
                }
                Ok((Outcome::Working(work), _)) => {
                    self.component_works = true;
                    return self.wait(unanswered, work);
                }
                // The component is gone, or nobody listens.
                Ok(_) => continue,
                Err(panic) => self.failed(panic),
            };
            unanswered.add(settled);
        }
        let (settled, undelivered) = unanswered.end();
        undelivered.for_each(|emission| self.drop_guarded(emission));
        self.settle(1, settled, may_wait, out)
    }

    fn wait(&mut self, unanswered: Box<Unanswered>, work: Work) -> Reply {
        self.unanswered = Some(unanswered);
        working(work)
    }

    fn failed(&mut self, reject: Reject) -> Settled {
        self.view
            .as_deref_mut()
            .map_or_else(Settled::default, |view| {
                call::fail(view, reject, "looking for a listener", None)
            })
    }
}
