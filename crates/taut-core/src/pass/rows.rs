//! The pass around the rows of a list; [`crate::list`] determines which row is next.

use super::{Mode, Outer, Pass};
use crate::components::{Place, RowPlaces};
use crate::digits;
use crate::template::{Kind, Template};

impl Outer {
    /// The browser's number of a hole.
    fn number_of(&self, hole: u16) -> u16 {
        self.first + self.template.number(hole)
    }

    pub(crate) fn row_template(&self, hole: u16) -> Option<&'static Template> {
        match self.template.holes.get(usize::from(hole))?.kind {
            Kind::List { row } => Some(row),
            _ => None,
        }
    }
}

impl Pass<'_> {
    /// Whether all is written from scratch.
    pub(crate) fn creates(&self) -> bool {
        matches!(self.mode, Mode::Create | Mode::Html)
    }

    /// Whether the rows of a list have components with a state, which a pass must come to.
    pub(crate) fn has_components(&self, hole: u16) -> bool {
        self.outer()
            .row_template(hole)
            .is_some_and(|row| row.has_components)
    }

    /// The places of the rows of a list, if there are components in them.
    pub(crate) fn places_of(&self, list: &Outer, hole: u16) -> Option<Box<RowPlaces>> {
        let all = self.components.all.as_ref().filter(|_| {
            list.row_template(hole)
                .is_some_and(|row| row.has_components)
        })?;
        Some(Box::new(all.rows(list.place, list.number_of(hole))))
    }

    /// Enters a row by its place.
    pub(crate) fn enter_place(&mut self, place: Place) {
        self.components.place = place;
    }

    /// Opens the stream of a list.
    pub(crate) fn begin_list(&mut self, hole: u16, before: &'static str) -> Outer {
        let mut outer = self.outer();
        match self.mode {
            Mode::Find => {}
            Mode::Html => {
                self.static_html(before);
                self.go_in(u32::from(outer.number_of(hole)));
            }
            Mode::Create | Mode::Diff => {
                self.patch(hole);
                self.out.push(b'[');
            }
        }
        outer.body = self.out.len();
        self.row = None;
        if let Some(template) = outer.row_template(hole) {
            self.template = template;
            self.first = 0;
        }
        outer
    }

    /// Closes the stream of a list, or removes it if it is empty.
    pub(crate) fn end_list(&mut self, outer: Outer) {
        match self.mode {
            Mode::Find => {}
            Mode::Html => self.come_out(),
            Mode::Diff if self.out.len() == outer.body => self.out.truncate(outer.start),
            Mode::Create | Mode::Diff => self.out.push(b']'),
        }
        self.restore(outer);
    }

    /// Enters an existing row, at its old position.
    #[inline]
    #[allow(
        clippy::cast_possible_truncation,
        reason = "rows have 32-bit numbers, so there are no more of them"
    )]
    pub(crate) fn enter_row(&mut self, position: usize) {
        self.row = Some(position as u32);
    }

    /// Enters a new row, whose key lets a browser find it again if this session is lost, and returns its number.
    pub(crate) fn enter_new_row(&mut self, key: u32) -> u32 {
        self.row = None;
        if self.mode == Mode::Diff {
            self.mode = Mode::Create;
        }
        let number = self.tally.next_row;
        self.tally.next_row = number.wrapping_add(1);
        if self.mode == Mode::Html {
            self.go_in(number);
            self.note_key(key);
        } else {
            self.item();
            self.number(key);
        }
        number
    }

    /// Enters the row that a search is looking for.
    pub(crate) fn enter_sought_row(&mut self, list: &Outer, hole: u16, number: u32) -> Option<()> {
        self.find.as_mut()?.step(list.number_of(hole), number)
    }

    /// Leaves a row.
    #[inline(always)]
    pub(crate) fn leave_row(&mut self, list: &Outer, last: &'static str) {
        match self.mode {
            Mode::Html => {
                self.static_html(last);
                self.come_out();
            }
            Mode::Find => self.leave_sought_row(),
            Mode::Create | Mode::Diff => self.mode = list.mode,
        }
    }

    fn leave_sought_row(&mut self) {
        if let Some(find) = self.find.as_mut() {
            find.leave();
        }
    }

    /// Writes the name of an operation and returns the position after it.
    pub(crate) fn write_op(&mut self, name: &str) -> usize {
        if self.mode != Mode::Html {
            self.item();
            self.out.extend_from_slice(name.as_bytes());
        }
        self.out.len()
    }

    /// Writes an operation with its numbers.
    pub(crate) fn write_op_with(&mut self, name: &str, first: usize, second: usize) {
        let at = self.write_op(name);
        self.insert_number(at, second);
        self.insert_number(at, first);
    }

    /// Inserts a number into the stream at a position.
    pub(crate) fn insert_number(&mut self, at: usize, number: usize) {
        if self.mode == Mode::Html {
            return;
        }
        let end = self.out.len();
        self.out.push(b',');
        digits::write(self.out, number as u64);
        if let Some(tail) = self.out.get_mut(at..) {
            tail.rotate_left(end - at);
        }
    }
}
