//! Data for a page besides its HTML: the forms that a browser can post without JavaScript, the
//! addresses of their listeners, and the keys of rows.

use super::{Mode, Pass};
use crate::digits;

/// The data that a pass collects while it writes the HTML of a page.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// The address of the pass's position: pairs of a hole and the arm or row in it.
    way: Vec<u32>,
    /// The positions in the HTML where the addresses of forms belong.
    pub(crate) places: Vec<usize>,
    /// The fingerprint of the key of each row, in the order of their numbers.
    pub(crate) keys: Vec<u32>,
}

impl<'a> Pass<'a> {
    /// Collects data besides the HTML, and lets forms be posted.
    pub(crate) fn with_notes(mut self, notes: Option<&'a mut Notes>) -> Self {
        self.notes = notes;
        self
    }

    /// A form that a listener sends. Without JavaScript it is posted; its address names the listener,
    /// with a `~` at the end if the listener has bound arguments that may change.
    pub fn form(&mut self, hole: u16, before: &'static str, varies: bool) {
        if self.mode != Mode::Html {
            return;
        }
        self.static_html(before);
        let number = u32::from(self.number_of(hole));
        let Some(notes) = &mut self.notes else { return };
        self.out.extend_from_slice(b" method=\"post\" action=\"");
        notes.places.push(self.out.len());
        for number in [self.tally.frame].iter().chain(&notes.way).chain(&[number]) {
            self.out.push(b'.');
            digits::write(self.out, u64::from(*number));
        }
        self.out
            .extend_from_slice(if varies { b".~\"" } else { b"\"" });
    }

    /// Records that a pass that writes HTML goes into a hole, or into its content.
    #[inline]
    pub(super) fn go_in(&mut self, number: u32) {
        if let Some(notes) = &mut self.notes {
            notes.way.push(number);
        }
    }

    /// Records the fingerprint of the next row's key.
    pub(super) fn note_key(&mut self, key: u32) {
        if let Some(notes) = &mut self.notes {
            notes.keys.push(key);
        }
    }

    /// Records that the pass leaves it again.
    #[inline]
    pub(super) fn come_out(&mut self) {
        if let Some(notes) = &mut self.notes {
            notes.way.pop();
        }
    }
}
