//! Renders the view of a session: all of it, what has changed, or to find out how long it is.

use super::ViewSession;
use crate::feed::SentRows;
use crate::kept;
use crate::panics::guarded;
use crate::pass::{ComponentsAt, Mode, Notes, PassOptions};
use crate::reject::Reject;
use crate::session::walk::try_render;
use crate::view::LiveView;

impl<T: LiveView> ViewSession<T> {
    /// Renders the view. If it panics, nothing is written, and nothing is certain of what the browser shows.
    pub(super) fn render(&mut self, mode: Mode, out: &mut Vec<u8>) -> Result<(), Reject> {
        self.render_with(mode, None, true, out)
    }

    /// The same, with notes for the page. The rows of feeds are forgotten only if they are sent.
    pub(super) fn render_with(
        &mut self,
        mode: Mode,
        notes: Option<&mut Notes>,
        is_sent: bool,
        out: &mut Vec<u8>,
    ) -> Result<(), Reject> {
        let start = out.len();
        self.components
            .iter_mut()
            .for_each(|components| components.begin_pass());
        let (mut given, mut sent) = (Vec::new(), Vec::new());
        let components = ComponentsAt {
            all: self.components.as_deref_mut(),
            given: Some(&mut given),
            data: Some(&self.data),
            sent: is_sent.then_some(&mut sent),
            refills: T::REFILLS,
            ..ComponentsAt::default()
        };
        let options = PassOptions {
            prefix: &self.prefix,
            notes,
        };
        // Also where all is written from scratch, the memo says since when listeners are bound to what they are bound to, so that
        // events from before are not stale.
        let (memo, tally) = (&mut self.memo, self.tally);
        let rendered = try_render(&self.view, mode, memo, components, tally, options, out);
        self.note_given(given);
        match rendered {
            Ok(tally) => self.tally = tally,
            Err(reject) => {
                if self.lost.is_none() {
                    self.lost = Some(self.tally.frame);
                    self.note_panic("rendering", &reject);
                }
                return Err(reject);
            }
        }
        self.drop_sent(sent);
        if let Some(components) = &mut self.components {
            let gone = components.end_pass();
            gone.into_iter()
                .for_each(|component| self.drop_guarded(component));
        }
        self.end_attendances();
        self.subscribe();
        if mode == Mode::Diff {
            self.changed = self.changed.saturating_add(length(out, start));
        } else {
            self.lost = None;
            self.page = length(out, start);
            self.changed = 0;
        }
        Ok(())
    }

    /// Finds how long the page is by now.
    pub(super) fn measure(&mut self) {
        let mut out = Vec::new();
        if self.try_anew(&mut out).is_ok() {
            self.page = length(&out, 0);
        }
        self.changed = 0;
    }

    /// Writes all values, and drops what is written.
    pub(super) fn try_anew(&mut self, out: &mut Vec<u8>) -> Result<(), Reject> {
        let mut given = Vec::new();
        let components = ComponentsAt {
            all: self.components.as_deref_mut(),
            given: Some(&mut given),
            data: Some(&self.data),
            refills: T::REFILLS,
            ..ComponentsAt::default()
        };
        let rendered = try_render(
            &self.view,
            Mode::Create,
            &mut kept::nothing(),
            components,
            self.tally,
            PassOptions::default(),
            out,
        );
        self.note_given(given);
        rendered.map(|_| ())
    }

    /// Writes what has changed. In doubt that cannot be said; but whether the view is whole again can.
    pub(super) fn render_changes(&mut self, out: &mut Vec<u8>) -> Result<(), Reject> {
        if self.lost.is_none() {
            return self.render(Mode::Diff, out);
        }
        self.try_anew(&mut Vec::new())
    }

    /// Whether all can be written from scratch. If that failed half-way, the rows that the browser shows would not be known any
    /// more; so it is tried as changes first, which leave their numbers as they are.
    pub(super) fn is_whole(&mut self) -> bool {
        let is_new = !kept::is_rendered(&self.memo);
        self.refill().is_ok()
            && (is_new
                || self
                    .render_with(Mode::Diff, None, false, &mut Vec::new())
                    .is_ok())
    }

    /// Loads the rows of feeds again, which a page that is written as a whole needs, if there was one before.
    pub(super) fn refill(&mut self) -> Result<(), Reject> {
        let had_rows = kept::is_rendered(&self.memo) || self.is_restored;
        let Some(view) = self.view.as_deref_mut().filter(|_| T::REFILLS && had_rows) else {
            return Ok(());
        };
        guarded(|| view.refill()).inspect_err(|reject| {
            self.lost.get_or_insert(self.tally.frame);
            self.note_panic("loading its rows again", reject);
        })
    }

    /// Forgets the rows of feeds that were sent.
    fn drop_sent(&mut self, sent: Vec<SentRows>) {
        for rows in sent {
            if let Err(reject) = guarded(|| rows.forget()) {
                self.note_panic("being dropped", &reject);
            }
        }
    }
}

fn length(out: &[u8], start: usize) -> u32 {
    u32::try_from(out.len() - start).unwrap_or(u32::MAX)
}
