//! A template as a browser knows it: with the HTML and the holes of its pieces in their places.

use crate::template::{COMPONENT_END, Formula, Kind, Path, Template};

/// A template without pieces.
#[derive(Debug, Default)]
pub(crate) struct Flat {
    /// The static HTML around the holes: one text before each hole, and one after the last.
    pub(crate) statics: Vec<String>,
    /// The holes with their paths, as in [`Template::holes`].
    pub(crate) holes: Vec<(Vec<u16>, Kind)>,
    /// The formulas, with the indices of their holes.
    pub(crate) formulas: Vec<(usize, Formula)>,
    /// The path from the last hole to the last node.
    pub(crate) tail: Vec<u16>,
}

impl Flat {
    pub(crate) fn of(template: &Template) -> Self {
        let mut flat = Self {
            statics: vec![String::new()],
            ..Self::default()
        };
        flat.add(template);
        flat
    }

    /// Adds a template at its first node, and stays at its last.
    fn add(&mut self, template: &Template) {
        let mut statics = template.statics.iter();
        for hole in template.holes {
            self.html(statics.next());
            self.step(hole.path);
            let index = self.holes.len();
            self.formulas
                .extend(hole.formula.map(|formula| (index, formula)));
            match hole.kind {
                Kind::Piece { template, .. } => self.add(template),
                kind => {
                    self.holes.push((std::mem::take(&mut self.tail), kind));
                    self.statics.push(String::new());
                    if let Kind::Component { .. } | Kind::Slot { .. } = kind {
                        self.html(Some(&COMPONENT_END));
                        self.step(&[0, 1]);
                    }
                }
            }
        }
        self.html(statics.next());
        self.step(template.tail);
    }

    fn html(&mut self, html: Option<&&'static str>) {
        if let (Some(last), Some(html)) = (self.statics.last_mut(), html) {
            last.push_str(html);
        }
    }

    /// Goes on from where the path since the last hole ends.
    fn step(&mut self, path: Path) {
        let [up, right, down @ ..] = path else { return };
        let way = &mut self.tail;
        if way.is_empty() {
            return way.extend_from_slice(path);
        }
        // The first number of the way is how far it goes up, and each other one a position among siblings.
        let depth = way.len() - 2;
        let (up, left) = (usize::from(*up), depth.saturating_sub(usize::from(*up)));
        way.truncate(2 + left);
        if up > depth {
            way[0] += u16::try_from(up - depth).unwrap_or_default();
            way[1] = 0;
        }
        if let Some(last) = way.last_mut() {
            *last += right;
        }
        way.extend_from_slice(down);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(paths: &[Path]) -> Vec<u16> {
        let mut flat = Flat::default();
        paths.iter().for_each(|path| flat.step(path));
        flat.tail
    }

    #[test]
    fn paths_are_joined() {
        assert_eq!(joined(&[&[], &[0, 0, 1], &[]]), [0, 0, 1]);
        assert_eq!(joined(&[&[0, 2], &[0, 1]]), [0, 3]);
        assert_eq!(joined(&[&[0, 2, 4], &[0, 1]]), [0, 2, 5]);
        assert_eq!(joined(&[&[0, 2, 4, 1], &[1, 3, 7]]), [0, 2, 7, 7]);
        assert_eq!(joined(&[&[1, 2, 4], &[1, 3]]), [1, 5]);
        assert_eq!(joined(&[&[1, 2, 4], &[2, 3]]), [2, 3]);
        assert_eq!(joined(&[&[0, 3], &[1, 0]]), [1, 0]);
    }
}
