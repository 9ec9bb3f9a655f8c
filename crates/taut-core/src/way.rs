//! The way that an address leads through templates, into components and out of them again where they show their contents.

use crate::template::{Kind, Template};

/// How far an address has led.
#[derive(Debug)]
pub(crate) struct Way {
    pub(crate) template: &'static Template,
    /// How many numbers of the address are behind.
    length: usize,
    /// The components around, innermost last, without those out of which it has led.
    components: Vec<Entered>,
}

#[derive(Debug)]
struct Entered {
    contents: &'static [&'static Template],
    /// The numbers of the address that lead to it.
    length: usize,
}

impl Way {
    /// The way into a page.
    pub(crate) fn of(page: &'static Template) -> Self {
        Self {
            template: page,
            length: 0,
            components: Vec::new(),
        }
    }

    /// Follows a pair of the address: a hole, and a child in it. Returns the kind of the hole; nothing if the address leads nowhere.
    pub(crate) fn step(&mut self, hole: u32, child: u32) -> Option<&'static Kind> {
        let kind = self.template.addressed(hole)?;
        self.length += 2;
        self.template = match kind {
            Kind::Slot { number, .. } if child == 0 => {
                let left = self.components.pop()?;
                left.contents.get(usize::from(*number)).copied()?
            }
            kind => kind.child(child)?,
        };
        if let Kind::Component { contents, .. } = kind {
            let length = self.length;
            self.components.push(Entered { contents, length });
        }
        Some(kind)
    }

    /// How many numbers of the address lead to the component that the template belongs to; none if it is of the page's own view.
    pub(crate) fn to_view(&self) -> usize {
        self.components.last().map_or(0, |own| own.length)
    }
}
