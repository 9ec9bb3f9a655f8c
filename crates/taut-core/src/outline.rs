//! Which elements a part has at its edges, so that it does not stand where a parser would move them.

/// What a template has that matters for where it may stand.
#[derive(Debug, Clone, Copy)]
pub struct Outline {
    /// The elements that no other element of the template contains.
    pub roots: &'static [&'static str],
    /// Whether there is a text next to them.
    pub has_text: bool,
    /// Whether there is an element, at any depth, that ends a `<p>` around it.
    pub ends_paragraph: bool,
    /// The parts next to the root elements.
    pub root_parts: &'static [&'static Outline],
    /// All parts.
    pub parts: &'static [&'static Outline],
}

/// Where a part stands.
#[derive(Debug, Clone, Copy)]
pub enum Within {
    /// In a `<p>`, or in an element in one.
    Paragraph,
    /// Where only these elements may stand, and no text.
    Only(&'static [&'static str]),
}

impl Outline {
    /// That of a template without elements.
    pub const EMPTY: Self = Self {
        roots: &[],
        has_text: false,
        ends_paragraph: false,
        root_parts: &[],
        parts: &[],
    };

    /// That of a component, which may have any elements.
    pub const UNKNOWN: Self = Self {
        roots: &["div"],
        has_text: true,
        ends_paragraph: true,
        ..Self::EMPTY
    };

    /// Whether a parser leaves the elements in their places.
    pub(crate) const fn fits(&self, within: Within) -> bool {
        match within {
            Within::Paragraph => !self.ends_paragraph && all_fit(self.parts, within),
            Within::Only(allowed) => {
                !self.has_text && are_among(self.roots, allowed) && all_fit(self.root_parts, within)
            }
        }
    }
}

const fn all_fit(mut parts: &[&Outline], within: Within) -> bool {
    while let [first, others @ ..] = parts {
        if !first.fits(within) {
            return false;
        }
        parts = others;
    }
    true
}

const fn are_among(mut names: &[&str], allowed: &[&str]) -> bool {
    while let [first, others @ ..] = names {
        if !is_among(first.as_bytes(), allowed) {
            return false;
        }
        names = others;
    }
    true
}

const fn is_among(name: &[u8], mut allowed: &[&str]) -> bool {
    while let [first, others @ ..] = allowed {
        if are_equal(name, first.as_bytes()) {
            return true;
        }
        allowed = others;
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
            ends_paragraph: true,
            ..Outline::EMPTY
        };
        const WORD: Outline = Outline {
            roots: &["b"],
            has_text: true,
            ..Outline::EMPTY
        };
        const AROUND: Outline = Outline {
            roots: &["tr", "tr"],
            parts: &[&WORD, &ROW],
            root_parts: &[&ROW],
            ..Outline::EMPTY
        };
        let rows = Within::Only(&["script", "tr"]);
        for (outline, fits_rows, fits_paragraph) in [
            (ROW, true, false),
            (WORD, false, true),
            (AROUND, true, false),
            (Outline::EMPTY, true, true),
            (Outline::UNKNOWN, false, false),
        ] {
            assert_eq!(outline.fits(rows), fits_rows, "{outline:?}");
            assert_eq!(
                outline.fits(Within::Paragraph),
                fits_paragraph,
                "{outline:?}"
            );
        }
    }
}
