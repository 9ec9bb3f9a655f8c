//! The attributes that contain bound arguments for the browser.

use super::{Mode, Pass};
use crate::known::Told;

impl Pass<'_> {
    /// A bound argument.
    pub fn argument<T: PartialEq + Clone>(
        &mut self,
        hole: u16,
        before: &'static str,
        told: Told<'_, T>,
        memo: &mut Option<T>,
    ) {
        if memo.as_ref() == Some(told.value) && self.mode == Mode::Diff {
            return;
        }
        *memo = Some(told.value.clone());
        // The memo of the listener has decided already.
        self.attribute(
            hole,
            before,
            (told.json)(told.value).as_str(),
            &mut Default::default(),
        );
    }

    /// A bound argument that is constant as long as its element exists.
    pub fn constant<T>(&mut self, hole: u16, before: &'static str, told: Told<'_, T>, (): &mut ()) {
        if self.mode != Mode::Diff {
            self.attribute(
                hole,
                before,
                (told.json)(told.value).as_str(),
                &mut Default::default(),
            );
        }
    }
}
