//! Which elements a part has at its edges, so that it does not stand where a parser would move them.

/// What a template has that matters for where it may stand.
#[derive(Debug, Clone, Copy)]
pub struct Outline {
    /// The elements that no other element of the template contains.
    pub roots: &'static [&'static str],
    /// Whether there is a text next to them.
    pub has_text: bool,
    /// Which elements around it a parser would end, or not have around it, at an element of any depth: `p` for a `<div>`.
    pub ends: &'static [&'static str],
    /// The parts next to the root elements.
    pub root_parts: &'static [&'static Outline],
    /// All parts.
    pub parts: &'static [&'static Outline],
}

/// What may stand where a part does.
#[derive(Debug, Clone, Copy)]
pub struct Within {
    /// The elements that may be its roots.
    pub roots: Roots,
    /// Whether a text may be next to them.
    pub has_text: bool,
    /// The elements around it that an element of any depth must not end.
    pub open: &'static [&'static str],
}

/// Which elements may stand somewhere.
#[derive(Debug, Clone, Copy)]
pub enum Roots {
    /// These.
    Only(&'static [&'static str]),
    /// All but these.
    Except(&'static [&'static str]),
}

impl Outline {
    /// That of a template without elements.
    pub const EMPTY: Self = Self {
        roots: &[],
        has_text: false,
        ends: &[],
        root_parts: &[],
        parts: &[],
    };

    /// That of a component, which may have any elements that may stand in a `<body>`.
    pub const UNKNOWN: Self = Self {
        roots: &["div"],
        has_text: true,
        ends: &["p"],
        ..Self::EMPTY
    };

    /// Whether a parser leaves the elements in their places.
    pub(crate) const fn fits(&self, within: Within) -> bool {
        self.has_right_roots(within) && self.is_right_inside(within)
    }

    const fn has_right_roots(&self, within: Within) -> bool {
        let mut roots = self.roots;
        while let [first, others @ ..] = roots {
            let is_right = match within.roots {
                Roots::Only(names) => is_among(first, names),
                Roots::Except(names) => !is_among(first, names),
            };
            if !is_right {
                return false;
            }
            roots = others;
        }
        let mut parts = self.root_parts;
        while let [first, others @ ..] = parts {
            if !first.has_right_roots(within) {
                return false;
            }
            parts = others;
        }
        within.has_text || !self.has_text
    }

    const fn is_right_inside(&self, within: Within) -> bool {
        let mut ends = self.ends;
        while let [first, others @ ..] = ends {
            if is_among(first, within.open) {
                return false;
            }
            ends = others;
        }
        let mut parts = self.parts;
        while let [first, others @ ..] = parts {
            if !first.is_right_inside(within) {
                return false;
            }
            parts = others;
        }
        true
    }
}

const fn is_among(name: &str, mut names: &[&str]) -> bool {
    while let [first, others @ ..] = names {
        if are_equal(name.as_bytes(), first.as_bytes()) {
            return true;
        }
        names = others;
    }
    false
}

const fn are_equal(mut one: &[u8], mut other: &[u8]) -> bool {
    while let ([a, rest @ ..], [b, others @ ..]) = (one, other) {
        if *a != *b {
            return false;
        }
        (one, other) = (rest, others);
    }
    one.is_empty() && other.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_fits_where_all_of_it_does() {
        const ROW: Outline = Outline {
            roots: &["tr"],
            ends: &["p"],
            ..Outline::EMPTY
        };
        const WORD: Outline = Outline {
            roots: &["b"],
            has_text: true,
            ends: &["a"],
            ..Outline::EMPTY
        };
        const AROUND: Outline = Outline {
            roots: &["tr", "tr"],
            parts: &[&WORD, &ROW],
            root_parts: &[&ROW],
            ..Outline::EMPTY
        };
        let within = |roots, has_text, open| Within {
            roots,
            has_text,
            open,
        };
        let rows = within(Roots::Only(&["script", "tr"]), false, &[]);
        let paragraph = within(Roots::Except(&["tr", "div"]), true, &["p"]);
        let link = within(Roots::Except(&["tr"]), true, &["a"]);
        let links = within(Roots::Only(&["tr"]), false, &["a"]);
        for (outline, expected) in [
            (ROW, [true, false, false, true]),
            (WORD, [false, true, false, false]),
            (AROUND, [true, false, false, false]),
            (Outline::EMPTY, [true; 4]),
            (Outline::UNKNOWN, [false, false, true, false]),
        ] {
            let fits = [rows, paragraph, link, links].map(|within| outline.fits(within));
            assert_eq!(fits, expected, "{outline:?}");
        }
    }
}
