//! The hole of a slot. It is a block with one arm, whose values are those of a content of the component.

use super::{ComponentsAt, ContentsAt, Mode, Outcome, Pass, SlotPlace};
use crate::block::Arm;
use crate::kept::{self, Memo};
use crate::template::{COMPONENT_END, Kind, Template};

impl<'a> Pass<'a> {
    /// Shows a content of the component, or follows an address into it.
    pub(crate) fn slot(
        &mut self,
        hole: u16,
        before: &'static str,
        number: u16,
        memo: &mut Memo,
        template: &mut Option<&'static Template>,
    ) {
        if !self.renders() {
            return self.find_in_slot(hole, number, memo, *template);
        }
        let Some(ContentsAt {
            own,
            outer,
            refills,
        }) = self.contents.copied()
        else {
            return self.no_content(hole, before);
        };
        *template = own.template(number);
        let (Some(Kind::Slot { around, .. }), Some(shown)) = (self.kind(hole), *template) else {
            return;
        };
        let arm = Arm::only(memo, !kept::is_rendered(memo));
        let Some((place, memo)) = self.arm_of(shown, hole, before, 0, arm) else {
            return;
        };
        self.around.push(around);
        self.with_contents(outer, |pass| {
            pass.components.refills = refills;
            own.show(number, SlotPlace { pass, memo });
        });
        self.around.pop();
        self.leave(place, shown.statics.last().copied().unwrap_or_default());
        if self.mode == Mode::Html {
            self.static_html(COMPONENT_END);
        }
    }

    /// A component that is a page of its own has no contents.
    fn no_content(&mut self, hole: u16, before: &'static str) {
        self.no_arm(hole, before, Arm::only(&mut (), false));
        if self.mode == Mode::Html {
            self.static_html(COMPONENT_END);
        }
    }

    /// Follows an address into a content: its listeners are those of the view around the component, and so is what becomes of the search.
    fn find_in_slot(
        &mut self,
        hole: u16,
        number: u16,
        memo: &mut Memo,
        template: Option<&'static Template>,
    ) {
        let at = self.number_of(hole);
        let (Some(find), Some(all), Some(template)) = (
            self.find.as_mut(),
            self.components.all.as_deref_mut(),
            template,
        ) else {
            return;
        };
        if find.step(at, 0).is_none() {
            return;
        }
        let Some(outer) = find.outer.as_deref_mut() else {
            return;
        };
        *find.outcome = Outcome::Outside;
        let mut finder = outer.again();
        finder.address = find.address;
        finder.emission = find.emission.as_deref_mut();
        let place = all.inside(self.components.place, at, 0);
        let components = ComponentsAt {
            all: Some(all),
            place,
            ..ComponentsAt::default()
        };
        let mut out = Vec::new();
        let mut pass =
            Pass::new(Mode::Find, template, components, self.tally, &mut out).find(finder);
        match self.contents {
            Some(contents) => {
                pass.contents = contents.outer;
                let pass = &mut pass;
                contents.own.show(number, SlotPlace { pass, memo });
            }
            None => memo.recall(&mut pass),
        }
        find.leave();
    }

    /// The same pass, where other contents can be shown.
    pub(super) fn with_contents(
        &mut self,
        contents: Option<&ContentsAt<'_>>,
        walk: impl FnOnce(&mut Pass<'_>),
    ) {
        let mut inner = Pass {
            mode: self.mode,
            out: &mut *self.out,
            template: self.template,
            first: self.first,
            row: self.row,
            group: self.group,
            tally: self.tally,
            find: None,
            components: self.components.again(),
            contents,
            around: std::mem::take(&mut self.around),
            notes: self.notes.as_deref_mut(),
            prefix: self.prefix,
        };
        walk(&mut inner);
        let Pass {
            group,
            tally,
            around,
            ..
        } = inner;
        (self.group, self.tally, self.around) = (group, tally, around);
    }
}
