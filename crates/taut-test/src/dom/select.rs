//! Finds elements with a small subset of CSS: `tag`, `#id`, `.class`, `[name]`, `[name=value]`,
//! `:nth-child(n)`, compounds of them, and descendants after a space.

use std::fmt;
use std::str::FromStr;

use super::{Dom, NodeId};

/// The conditions for an element and, from the outside in, for its ancestors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector(Vec<Vec<Part>>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Tag(String),
    Id(String),
    Class(String),
    Attribute(String, Option<String>),
    NthChild(usize),
}

/// The error of an invalid selector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectorError(String);

impl fmt::Display for SelectorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not understood: write `tag`, `#id`, `.class`, `[name=value]`, `:nth-child(2)`, several of them together, and a space between an element and what is in it",
            self.0
        )
    }
}

impl std::error::Error for SelectorError {}

impl FromStr for Selector {
    type Err = SelectorError;

    fn from_str(text: &str) -> Result<Self, SelectorError> {
        let wrong = || SelectorError(text.to_owned());
        let mut compounds = vec![Vec::new()];
        let mut rest = text.trim();
        while !rest.is_empty() {
            let after = rest.trim_start();
            if after.len() < rest.len() {
                compounds.push(Vec::new());
                rest = after;
            }
            let (part, after) = part(rest).ok_or_else(wrong)?;
            compounds.last_mut().ok_or_else(wrong)?.extend(part);
            rest = after;
        }
        if text.trim().is_empty() {
            Err(wrong())
        } else {
            Ok(Self(compounds))
        }
    }
}

/// Reads one part, and returns the rest; `*` matches everything.
fn part(text: &str) -> Option<(Option<Part>, &str)> {
    let mut chars = text.chars();
    Some(match chars.next()? {
        '*' => (None, chars.as_str()),
        '#' => name(chars.as_str()).map(|(name, rest)| (Some(Part::Id(name)), rest))?,
        '.' => name(chars.as_str()).map(|(name, rest)| (Some(Part::Class(name)), rest))?,
        '[' => {
            let (inner, rest) = chars.as_str().split_once(']')?;
            let (name, value) = match inner.split_once('=') {
                Some((name, value)) => (name, Some(unquoted(value.trim()).to_owned())),
                None => (inner, None),
            };
            (Some(Part::Attribute(name.trim().to_owned(), value)), rest)
        }
        ':' => {
            let (number, rest) = chars.as_str().strip_prefix("nth-child(")?.split_once(')')?;
            (Some(Part::NthChild(number.trim().parse().ok()?)), rest)
        }
        _ => name(text).map(|(name, rest)| (Some(Part::Tag(name)), rest))?,
    })
}

fn name(text: &str) -> Option<(String, &str)> {
    let is_name = |char: char| char.is_alphanumeric() || char == '-' || char == '_';
    let end = text.find(|char| !is_name(char)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    (!name.is_empty()).then(|| (name.to_owned(), rest))
}

fn unquoted(text: &str) -> &str {
    let within = |quote| {
        text.strip_prefix(quote)
            .and_then(|text| text.strip_suffix(quote))
    };
    within('"').or_else(|| within('\'')).unwrap_or(text)
}

impl Dom {
    /// All elements that match a selector, in document order.
    #[must_use]
    pub fn find_all(&self, selector: &Selector) -> Vec<NodeId> {
        self.descendants(Self::DOCUMENT)
            .filter(|node| self.matches(*node, selector))
            .collect()
    }

    /// Whether a node matches a selector.
    #[must_use]
    pub fn matches(&self, id: NodeId, selector: &Selector) -> bool {
        let Some((own, around)) = selector.0.split_last() else {
            return false;
        };
        let mut ancestors = self.ancestors(id).skip(1);
        self.is_like(id, own)
            && around
                .iter()
                .rev()
                .all(|compound| ancestors.by_ref().any(|node| self.is_like(node, compound)))
    }

    fn is_like(&self, id: NodeId, parts: &[Part]) -> bool {
        self.element(id).is_some() && parts.iter().all(|part| self.has(id, part))
    }

    fn has(&self, id: NodeId, part: &Part) -> bool {
        match part {
            Part::Tag(tag) => self.tag(id) == Some(tag),
            Part::Id(name) => self.attribute(id, "id") == Some(name),
            Part::Class(class) => self.classes(id).contains(&class.as_str()),
            Part::Attribute(name, None) => self.attribute(id, name).is_some(),
            Part::Attribute(name, value) => self.attribute(id, name) == value.as_deref(),
            Part::NthChild(number) => self.parent(id).is_some_and(|parent| {
                let mut elements = self
                    .children(parent)
                    .filter(|child| self.element(*child).is_some());
                number
                    .checked_sub(1)
                    .and_then(|before| elements.nth(before))
                    == Some(id)
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(selector: &str, expected: &[&str]) {
        let dom = Dom::document(
            "<main id=m><p class='a b'>1</p><p class=b title='x y'>2</p><ul><li class=a>3</li><li>4</li></ul></main>",
        );
        let selector: Selector = selector.parse().unwrap_or_else(|error| panic!("{error}"));
        let texts: Vec<_> = dom
            .find_all(&selector)
            .into_iter()
            .map(|node| dom.text(node))
            .collect();
        assert_eq!(texts, expected, "{selector:?}");
    }

    #[test]
    fn a_selector_means_what_it_means_in_css() {
        check("p", &["1", "2"]);
        check(".a", &["1", "3"]);
        check("p.a.b", &["1"]);
        check("#m li", &["3", "4"]);
        check("main ul li.a", &["3"]);
        check("ul main li", &[]);
        check("[title]", &["2"]);
        check("p[title='x y']", &["2"]);
        check("[class=a]", &["3"]);
        check("li:nth-child(2)", &["4"]);
        check("ul *", &["3", "4"]);
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        for wrong in ["", " ", "a > b", "a, b", ".", "[x", "a:hover"] {
            assert!(wrong.parse::<Selector>().is_err(), "{wrong:?}");
        }
    }
}
