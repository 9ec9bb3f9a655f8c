//! What a page is told beside its HTML: where forms are that a browser can post without JavaScript, how an event names
//! them, and the keys of rows.

use super::{Mode, Pass};
use crate::digits;

/// What a pass that writes the HTML of a page notes beside it.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// The way to where the pass is: pairs of a hole and the arm or row in it.
    way: Vec<u32>,
    /// The places in the HTML where the addresses belong that forms are posted to.
    pub(crate) places: Vec<usize>,
    /// For each row in the order of their numbers, what a browser knows of its key.
    pub(crate) keys: Vec<u32>,
}

impl<'a> Pass<'a> {
    /// Notes what a page is told beside its HTML, and lets forms be posted.
    pub(crate) fn with_notes(mut self, notes: Option<&'a mut Notes>) -> Self {
        self.notes = notes;
        self
    }

    /// A form that is sent by a listener: without JavaScript it is posted, and names the listener in its address, with a `~` at the
    /// end if the listener has bound arguments that may change.
    pub fn form(&mut self, hole: u16, before: &'static str, varies: bool) {
        if self.mode != Mode::Html {
            return;
        }
        self.static_html(before);
        let Some(notes) = &mut self.notes else { return };
        self.out.extend_from_slice(b" method=\"post\" action=\"");
        notes.places.push(self.out.len());
        for number in [self.tally.frame]
            .iter()
            .chain(&notes.way)
            .chain(&[u32::from(hole)])
        {
            self.out.push(b'.');
            digits::write(self.out, u64::from(*number));
        }
        self.out
            .extend_from_slice(if varies { b".~\"" } else { b"\"" });
    }

    /// Notes that a pass that writes HTML goes into a hole, or into what the hole holds.
    #[inline]
    pub(super) fn go_in(&mut self, number: u32) {
        if let Some(notes) = &mut self.notes {
            notes.way.push(number);
        }
    }

    /// Notes what a browser knows of the key of the next row.
    pub(super) fn note_key(&mut self, key: u32) {
        if let Some(notes) = &mut self.notes {
            notes.keys.push(key);
        }
    }

    /// Notes that it comes out again.
    #[inline]
    pub(super) fn come_out(&mut self) {
        if let Some(notes) = &mut self.notes {
            notes.way.pop();
        }
    }
}
