//! A walk over a view: writes HTML, the values of a new instance or a patch, or searches for a listener.
//!
//! The code that the macro generates for a template calls one method per hole, in document order, with
//! the static HTML before it. The pass's [`Mode`] determines what happens, so a template is compiled
//! once and cannot disagree with itself. Static HTML is passed as literals rather than looked up in the
//! [`Template`], because copies of a known length take only a few instructions.

mod argument;
mod attributes;
mod component;
mod contents;
mod event;
mod notes;
mod piece;
mod rows;
mod slot;

use smallvec::SmallVec;

use crate::app_data::AppData;
use crate::block::Arm;
use crate::components::{Components, Place};
use crate::context::Context;
use crate::digits;
use crate::feed::SentRows;
use crate::fragment;
use crate::template::{Kind, Template};
use crate::text::{Digest, Text, Value};
use crate::trusted::TrustedHtml;

pub use contents::SlotPlace;
pub(crate) use contents::{ContentsAt, ShowContents};
pub use event::{Bound, Found};
pub(crate) use event::{Finder, Outcome, Search};
pub(crate) use notes::Notes;

/// The purpose of a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Writes the statics and the values as HTML, and fills the memo.
    Html,
    /// Writes only the values, for an instance that the browser clones, and fills the memo.
    Create,
    /// Writes what differs from the memo.
    Diff,
    /// Follows an address to a listener.
    Find,
}

/// The state of one walk over a view.
#[derive(Debug)]
pub struct Pass<'a> {
    mode: Mode,
    out: &'a mut Vec<u8>,
    template: &'static Template,
    /// The browser's number of the first hole of the template, if that is a piece of another.
    first: u16,
    /// The row whose holes are being compared: its position comes before each patch of its holes.
    row: Option<u32>,
    /// The attribute that holes for classes or styles are writing, until static HTML follows.
    group: Group,
    tally: Tally,
    find: Option<Finder<'a>>,
    /// The components of the session, and the current place among them.
    components: ComponentsAt<'a>,
    /// The contents of the component that the pass is in, if it has any.
    contents: Option<&'a ContentsAt<'a>>,
    /// The elements around the current view, as far as they belong to the views around it.
    around: SmallVec<[&'static [&'static str]; 2]>,
    /// Notes for the page besides its HTML, if needed.
    notes: Option<&'a mut Notes>,
    /// The prefix of the application's paths, as browsers see them.
    prefix: &'a str,
}

/// The options of a rendering pass.
#[derive(Debug, Default)]
pub(crate) struct PassOptions<'a> {
    /// The prefix of the application's paths, as browsers see them.
    pub(crate) prefix: &'a str,
    /// Collects data besides the HTML.
    pub(crate) notes: Option<&'a mut Notes>,
}

/// Counters that live as long as the session.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Tally {
    /// The number of the next row. The browser counts in the same way, in the order of the stream.
    pub(crate) next_row: u32,
    /// The number of the frame that this pass writes.
    pub(crate) frame: u32,
    /// Whether a listener's bound arguments changed, so that the browser must learn of a new frame.
    pub(crate) rebound: bool,
}

/// A `class` or `style` attribute in progress, which waits for more entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Closed,
    Class,
    Style,
}

/// The state to return to after an arm or a row.
#[derive(Debug, Clone, Copy)]
pub struct Outer {
    mode: Mode,
    template: &'static Template,
    first: u16,
    row: Option<u32>,
    place: Place,
    start: usize,
    body: usize,
}

/// The components of a session, and a place among them.
#[derive(Debug, Default)]
pub(crate) struct ComponentsAt<'a> {
    pub(crate) all: Option<&'a mut Components>,
    pub(crate) place: Place,
    /// The effects of what was called while components were rendered, with their places.
    pub(crate) given: Option<&'a mut Vec<(Place, Context)>>,
    pub(crate) data: Option<&'a AppData>,
    /// The rows of feeds that the pass writes, if they are sent.
    pub(crate) sent: Option<&'a mut Vec<SentRows>>,
    /// Whether the current view can load the rows of its feeds again.
    pub(crate) refills: bool,
}

impl ComponentsAt<'_> {
    /// A reborrow for a shorter time.
    pub(crate) fn again(&mut self) -> ComponentsAt<'_> {
        ComponentsAt {
            all: self.all.as_deref_mut(),
            place: self.place,
            given: self.given.as_deref_mut(),
            data: self.data,
            sent: self.sent.as_deref_mut(),
            refills: self.refills,
        }
    }
}

impl<'a> Pass<'a> {
    /// Starts a pass that writes to `out`.
    pub(crate) fn new(
        mode: Mode,
        template: &'static Template,
        components: ComponentsAt<'a>,
        tally: Tally,
        out: &'a mut Vec<u8>,
    ) -> Self {
        Self {
            mode,
            out,
            template,
            first: 0,
            row: None,
            group: Group::Closed,
            tally,
            find: None,
            components,
            contents: None,
            around: SmallVec::new(),
            notes: None,
            prefix: "",
        }
    }

    /// Sets what a rendering pass may be given.
    pub(crate) fn with_options(mut self, options: PassOptions<'a>) -> Self {
        self.prefix = options.prefix;
        self.with_notes(options.notes)
    }

    /// Sets the contents that slots show.
    pub(crate) fn with(mut self, contents: Option<&'a ContentsAt<'a>>) -> Self {
        self.contents = contents;
        self
    }

    /// Ends the pass: writes the last static HTML, and returns the counters.
    pub(crate) fn end(mut self) -> Tally {
        if self.mode == Mode::Html
            && let Some(last) = self.template.statics.last()
        {
            self.static_html(last);
        }
        self.tally
    }

    /// Whether the pass needs the values of holes.
    #[inline]
    #[must_use]
    pub fn renders(&self) -> bool {
        self.mode != Mode::Find
    }

    /// A text.
    #[inline(always)]
    pub fn text<T: Text + ?Sized>(
        &mut self,
        hole: u16,
        before: &'static str,
        value: &T,
        memo: &mut T::Memo,
    ) {
        let changed = value.changed(memo);
        if self.mode == Mode::Html {
            self.static_html(before);
            value.value().html(self.out);
        } else if changed || self.mode == Mode::Create {
            self.patch_text(hole, value.value());
        }
    }

    /// The content of an element, as HTML.
    pub fn html<T: TrustedHtml + ?Sized>(
        &mut self,
        hole: u16,
        before: &'static str,
        value: &T,
        memo: &mut Digest,
    ) {
        let html = value.html();
        let changed = html.changed(memo);
        if self.mode == Mode::Diff && !changed {
            return;
        }
        let Some(Kind::Html { around }) = self.kind(hole) else {
            return;
        };
        let around = self
            .around
            .iter()
            .copied()
            .chain([around])
            .flatten()
            .copied()
            .collect::<Vec<_>>();
        let html = fragment::contained(html, &around);
        if self.mode == Mode::Html {
            self.static_html(before);
            self.out.extend_from_slice(html.as_bytes());
        } else {
            self.patch(hole);
            crate::text::json_str(self.out, &html);
        }
    }

    /// An arm of a block. Returns its memo if the pass goes into it; [`Pass::leave`] must follow then.
    pub fn arm<'m, M>(
        &mut self,
        hole: u16,
        before: &'static str,
        index: u32,
        arm: Arm<'m, M>,
    ) -> Option<(Outer, &'m mut M)> {
        let template = self.kind(hole)?.child(index)?;
        self.arm_of(template, hole, before, index, arm)
    }

    /// An arm with a template.
    fn arm_of<'m, M>(
        &mut self,
        template: &'static Template,
        hole: u16,
        before: &'static str,
        index: u32,
        arm: Arm<'m, M>,
    ) -> Option<(Outer, &'m mut M)> {
        let (fresh, memo) = arm.enter()?;
        let number = self.number_of(hole);
        let mut outer = self.outer();
        match self.mode {
            Mode::Find => self.find.as_mut()?.step(number, index)?,
            Mode::Html => {
                self.static_html(before);
                self.out.extend_from_slice(b"<!");
                self.number(index);
                self.out.push(b'>');
                self.go_in(u32::from(number));
                self.go_in(index);
            }
            Mode::Create => {
                self.item();
                self.open_arm(index);
            }
            Mode::Diff if fresh => {
                self.patch(hole);
                self.open_arm(index);
                self.mode = Mode::Create;
            }
            Mode::Diff => {
                self.patch(hole);
                self.out.extend_from_slice(b"[-1");
                outer.body = self.out.len();
            }
        }
        self.row = None;
        self.template = template;
        self.first = 0;
        if template.has_components
            && let Some(all) = &self.components.all
        {
            self.components.place = all.inside(self.components.place, number, index);
        }
        Some((outer, memo))
    }

    /// No arm of a block.
    pub fn no_arm(&mut self, hole: u16, before: &'static str, arm: Arm<'_, ()>) {
        let Some((fresh, ())) = arm.enter() else {
            return;
        };
        match self.mode {
            Mode::Find => {}
            Mode::Diff if !fresh => {}
            Mode::Html => {
                self.static_html(before);
                self.out.extend_from_slice(b"<!>");
            }
            Mode::Create | Mode::Diff => {
                self.patch(hole);
                self.out.push(b'0');
            }
        }
    }

    /// Ends an arm that [`Pass::arm`] has entered.
    pub fn leave(&mut self, outer: Outer, last: &'static str) {
        match self.mode {
            Mode::Html => {
                self.static_html(last);
                self.come_out();
                self.come_out();
            }
            Mode::Find => {
                if let Some(find) = self.find.as_mut() {
                    find.leave();
                }
            }
            Mode::Diff if self.out.len() == outer.body => self.out.truncate(outer.start),
            Mode::Create | Mode::Diff => self.out.push(b']'),
        }
        self.restore(outer);
    }

    /// The state for returning to the current position.
    pub(crate) fn outer(&self) -> Outer {
        Outer {
            mode: self.mode,
            template: self.template,
            first: self.first,
            row: self.row,
            place: self.components.place,
            start: self.out.len(),
            body: 0,
        }
    }

    pub(crate) fn restore(&mut self, outer: Outer) {
        self.mode = outer.mode;
        self.template = outer.template;
        self.first = outer.first;
        self.row = outer.row;
        self.components.place = outer.place;
    }

    /// The rows of feeds that were written so far, if they are sent.
    pub(crate) fn sent_rows(&mut self) -> Option<&mut Vec<SentRows>> {
        self.components.sent.as_deref_mut()
    }

    /// Whether the current view can load the rows of its feeds again.
    pub(crate) fn can_refill(&self) -> bool {
        self.components.refills
    }

    /// The kind of a hole.
    #[inline]
    fn kind(&self, hole: u16) -> Option<Kind> {
        self.template
            .holes
            .get(usize::from(hole))
            .map(|hole| hole.kind)
    }

    /// The browser's number of a hole.
    #[inline]
    pub(crate) fn number_of(&self, hole: u16) -> u16 {
        self.first + self.template.number(hole)
    }

    /// Writes what precedes the value of a hole: its static HTML, a comma, or its number.
    #[inline]
    fn patch(&mut self, hole: u16) {
        self.item();
        if self.mode == Mode::Diff {
            if let Some(row) = self.row {
                self.number(row);
                self.out.push(b',');
            }
            self.number(u32::from(self.number_of(hole)));
            self.out.push(b',');
        }
    }

    /// Writes the comma before an item of an array, unless it is the first.
    #[inline]
    fn item(&mut self) {
        if self.out.last() != Some(&b'[') {
            self.out.push(b',');
        }
    }

    fn open_arm(&mut self, index: u32) {
        self.out.push(b'[');
        self.number(index);
    }

    #[inline]
    fn number(&mut self, number: u32) {
        digits::write(self.out, u64::from(number));
    }

    fn patch_text(&mut self, hole: u16, value: Value<'_>) {
        self.patch(hole);
        value.json(self.out, "\"\"");
    }

    /// Writes static HTML, after the closing quote of an open attribute.
    #[inline(always)]
    fn static_html(&mut self, html: &'static str) {
        if self.group != Group::Closed {
            self.close_group();
        }
        self.out.extend_from_slice(html.as_bytes());
    }

    #[cold]
    fn close_group(&mut self) {
        self.group = Group::Closed;
        self.out.push(b'"');
    }
}
