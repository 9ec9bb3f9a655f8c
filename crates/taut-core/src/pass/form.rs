//! Forms that a browser can post without JavaScript: where they are in the HTML, and how an event names them.

use super::{Mode, Pass};
use crate::digits;

/// What a pass that writes HTML knows of forms.
#[derive(Debug, Default)]
pub(crate) struct Forms {
    /// The way to where the pass is: pairs of a hole and the arm or row in it.
    way: Vec<u32>,
    /// The places in the HTML where the addresses belong that forms are posted to.
    pub(crate) places: Vec<usize>,
}

impl<'a> Pass<'a> {
    /// Lets forms be posted.
    pub(crate) fn with_forms(mut self, forms: Option<&'a mut Forms>) -> Self {
        self.forms = forms;
        self
    }

    /// A form that is sent by a listener: without JavaScript it is posted, and names the listener in its address, with a `~` at the
    /// end if the listener has bound arguments that may change.
    pub fn form(&mut self, hole: u16, before: &'static str, varies: bool) {
        if self.mode != Mode::Html {
            return;
        }
        self.static_html(before);
        let Some(forms) = &mut self.forms else { return };
        self.out.extend_from_slice(b" method=\"post\" action=\"");
        forms.places.push(self.out.len());
        for number in [self.tally.frame].iter().chain(&forms.way).chain(&[u32::from(hole)]) {
            self.out.push(b'.');
            digits::write(self.out, u64::from(*number));
        }
        self.out.extend_from_slice(if varies { b".~\"" } else { b"\"" });
    }

    /// Notes that a pass that writes HTML goes into a hole, or into what the hole holds.
    #[inline]
    pub(super) fn go_in(&mut self, number: u32) {
        if let Some(forms) = &mut self.forms {
            forms.way.push(number);
        }
    }

    /// Notes that it comes out again.
    #[inline]
    pub(super) fn come_out(&mut self) {
        if let Some(forms) = &mut self.forms {
            forms.way.pop();
        }
    }
}
