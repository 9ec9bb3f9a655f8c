//! The pages of a view: which one it shows, and how it comes to another one.

use crate::at_work;
use crate::background::hand_on;
use crate::context::Go;
use crate::counts::{Count, count};
use crate::panics::guarded;
use crate::reject::{Reject, below_prefix};
use crate::request::Request;
use crate::route;
use crate::session::Reply;
use crate::session::shown::{Going, Page};
use crate::settled::{Failure, Settled};
use crate::view::LiveView;
use crate::work::{Done, Work};

use super::ViewSession;
use super::events::working;

/// How often `params` may lead to another page before the browser must load it.
const MOST_HOPS: u8 = 4;

impl<T: LiveView> ViewSession<T> {
    /// Shows the page that a request asks for, before there is any HTML, and returns the work of `params` if it takes its
    /// time: pass its result to [`ViewSession::shown`]. Does nothing for a view without `params`.
    ///
    /// In a view with a guard, which was asked for this path only, the browser loads pages with another path.
    ///
    /// # Errors
    /// If the view has no such page, or if `params` refuses or leads elsewhere.
    pub fn show(
        &mut self,
        request: &Request<'_>,
        keeps_to_path: bool,
    ) -> Result<Option<Work>, Reject> {
        if T::PAGES.is_none() {
            return Ok(None);
        }
        self.begin_at(request, keeps_to_path);
        let page = guarded(|| T::page(request.path(), request.raw_query()))?;
        let (handler, call) = page.ok_or_else(route::not_there)?;
        let _turn = at_work::begin::<T>();
        match self.run(call, handler, true) {
            Ok(settled) => self.begin_with(settled).map(|()| None),
            Err(work) => Ok(Some(work)),
        }
    }

    /// Takes the result of the work that [`ViewSession::show`] has returned.
    ///
    /// # Errors
    /// If `params` has refused, or leads elsewhere.
    pub fn shown(&mut self, done: Done) -> Result<(), Reject> {
        hand_on(done.tasks);
        let Ok(left) = done.result.downcast::<(Box<T>, Settled)>() else {
            return Ok(());
        };
        let (view, settled) = *left;
        self.view = Some(view);
        self.begin_with(settled)
    }

    /// Notes the page of a session that was restored for a request; [`ViewSession::show`] does it for others.
    pub fn begin_at(&mut self, request: &Request<'_>, keeps_to_path: bool) {
        self.shows = T::PAGES.map(|_| {
            Box::new(Page {
                path: request.path().into(),
                keeps_to_path,
                going: None,
            })
        });
    }

    fn begin_with(&mut self, settled: Settled) -> Result<(), Reject> {
        if let Some(failure) = settled.failure {
            return Err(failure.reject);
        }
        if let Some(go) = settled.context.go {
            return Err(Reject::redirect(go.address));
        }
        self.begin_with_effects(settled.context);
        Ok(())
    }

    /// Handles the event that the browser has gone to an address.
    pub(super) fn visit(&mut self, address: &str, out: &mut Vec<u8>) -> Reply {
        if T::PAGES.is_none() {
            count(Count::Forged);
            let reject = Reject::new("this view has no other pages").with_status(400);
            return self.fail(reject, None, out);
        }
        self.go(Going::of_browser(address), true, out)
    }

    /// Goes to a page of the view, or lets the browser load it.
    pub(super) fn go(&mut self, going: Going, may_wait: bool, out: &mut Vec<u8>) -> Reply {
        let (path, query) = route::split(&going.go.address);
        let waits = T::PAGES.is_some_and(|pages| pages.waits);
        let page = if self.may_go(path) && going.hops < MOST_HOPS && (may_wait || !waits) {
            guarded(|| T::page(path, query)).ok().flatten()
        } else {
            None
        };
        let Some((handler, call)) = page else {
            return self.leave(going, out);
        };
        match self.run(call, handler, may_wait) {
            Ok(settled) => self.arrive(going, settled, may_wait, out),
            Err(work) => {
                if let Some(page) = &mut self.shows {
                    page.going = Some(going);
                }
                working(work)
            }
        }
    }

    /// Whether the view may show a page with a path. A guard must be asked for another path, and a draft belongs to one.
    fn may_go(&self, path: &str) -> bool {
        let is_bound = |page: &Page| page.keeps_to_path || T::DRAFT.is_some();
        self.shows
            .as_ref()
            .is_some_and(|page| *page.path == *path || !is_bound(page))
    }

    /// The page to which the view was on its way when its `params` took its time.
    pub(super) fn take_going(&mut self) -> Option<Going> {
        self.shows.as_mut()?.going.take()
    }

    /// Answers when `params` has returned. If it has refused, the browser loads the page, and shows why.
    pub(super) fn arrive(
        &mut self,
        mut going: Going,
        mut params: Settled,
        may_wait: bool,
        out: &mut Vec<u8>,
    ) -> Reply {
        if let Some(failure) = params.failure.take() {
            let is_redirect = failure.reject.location().is_some();
            going.settled.context.append(params.context);
            if is_redirect {
                going.settled.failure = Some(failure);
                return self.answer_settled(going.events, going.settled, out);
            }
            self.note_panic("showing a page", &failure.reject);
            return self.leave(going, out);
        }
        let (path, _) = route::split(&going.go.address);
        if let Some(page) = &mut self.shows {
            page.path = path.into();
        }
        let next = params.context.go.take();
        going.settled.context.append(params.context);
        if let Some(go) = next {
            let hops = going.hops + 1;
            let go = Go {
                // The page that leads on has no entry of its own in the history.
                replaces: going.is_there || go.replaces && going.go.replaces,
                ..go
            };
            return self.go(
                Going {
                    go,
                    is_there: false,
                    hops,
                    ..going
                },
                may_wait,
                out,
            );
        }
        if !going.is_there {
            going.settled.context.shows = Some(self.as_seen(going.go));
        }
        self.answer_settled(going.events, going.settled, out)
    }

    /// Lets the browser load a page.
    fn leave(&mut self, going: Going, out: &mut Vec<u8>) -> Reply {
        let Going {
            go,
            events,
            mut settled,
            ..
        } = going;
        let reject = Reject::redirect(&go.address);
        // An address that could lead to another site leads nowhere.
        let address = reject.location().filter(|_| go.replaces);
        settled.context.shows = address.map(|address| {
            self.as_seen(Go {
                address: address.to_owned(),
                replaces: true,
            })
        });
        settled.failure = Some(Box::new(Failure {
            reject,
            during: "showing a page",
            refused: None,
            panic: None,
        }));
        self.answer_settled(events, settled, out)
    }

    /// A page with its address as the browser sees it.
    fn as_seen(&self, go: Go) -> Go {
        Go {
            address: below_prefix(&self.prefix, &go.address),
            ..go
        }
    }
}
