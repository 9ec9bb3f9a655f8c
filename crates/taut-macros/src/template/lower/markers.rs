//! Decides where an empty comment is necessary, so that a parser makes the nodes that the template means.

use crate::template::ast::Node;

/// How the nodes so far end, for a text that may follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// With a node that no text can merge with.
    Clean,
    /// With static text, which more static text continues.
    StaticText,
    /// With text that changes, or may be absent.
    LiveText,
}

impl End {
    /// Whether a parser would merge the text before with that of the next node.
    pub(super) fn collides_with(self, next: &Node) -> bool {
        match (self, next) {
            (End::Clean, _) | (End::StaticText, Node::Text(_)) => false,
            (_, Node::Text(text)) => !text.value.is_empty(),
            (_, Node::Hole(_)) => true,
            (_, Node::For(list)) => starts_with_text(&list.body),
            _ => false,
        }
    }

    /// How the nodes end with one more.
    pub(super) fn then(self, next: &Node) -> End {
        match next {
            Node::Let(_) | Node::Stray(_) => self,
            Node::Text(text) if text.value.is_empty() => self,
            Node::Text(_) => End::StaticText,
            Node::Hole(_) => End::LiveText,
            Node::If(chain) if chain.branches.iter().any(|(_, body)| ends_in_text(body)) => {
                End::LiveText
            }
            Node::Match(choice) if choice.arms.iter().any(|(_, body)| ends_in_text(body)) => {
                End::LiveText
            }
            _ => End::Clean,
        }
    }
}

/// What a template is an instance of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Instance {
    Page,
    /// What may be shown as a part of another template, between any nodes.
    Piece,
    Arm,
    Row,
}

/// The comments that an instance needs at its edges.
pub(super) struct Edges {
    pub(super) before: bool,
    pub(super) after: bool,
}

/// An instance starts and ends with a node that stays as long as it exists, and rows do not merge.
///
/// A text may be empty, and then has no node in the server's HTML. So a page must have more than such
/// texts, or there would be no node to start from; and in a row such a text must not come right before
/// a list, whose end would be mistaken for the end of the rows. Texts at the edges of a piece would merge with those around it.
pub(super) fn edges(nodes: &[Node], of: Instance) -> Edges {
    let first = match of {
        Instance::Arm | Instance::Piece => first_shown(nodes),
        Instance::Page | Instance::Row => nodes
            .iter()
            .filter(is_shown)
            .find(|node| !matches!(node, Node::Hole(_))),
    };
    let merges = match of {
        Instance::Row => starts_with_text(nodes) && ends_in_text(nodes),
        Instance::Piece => ends_in_text(nodes),
        Instance::Page | Instance::Arm => false,
    };
    Edges {
        before: match first {
            Some(node) => {
                matches!(node, Node::For(_)) || of == Instance::Piece && starts_with_text(nodes)
            }
            None => of != Instance::Row || first_shown(nodes).is_none(),
        },
        after: matches!(last_shown(nodes), Some(Node::If(_) | Node::Match(_))) || merges,
    }
}

fn is_shown(node: &&Node) -> bool {
    match node {
        Node::Let(_) | Node::Stray(_) => false,
        Node::Text(text) => !text.value.is_empty(),
        Node::Fragment(children) => children.iter().any(|child| is_shown(&child)),
        _ => true,
    }
}

fn first_shown(nodes: &[Node]) -> Option<&Node> {
    nodes.iter().find(is_shown)
}

fn last_shown(nodes: &[Node]) -> Option<&Node> {
    nodes.iter().rev().find(is_shown)
}

fn starts_with_text(nodes: &[Node]) -> bool {
    match first_shown(nodes) {
        Some(Node::Text(_) | Node::Hole(_)) => true,
        Some(Node::Fragment(children)) => starts_with_text(children),
        _ => false,
    }
}

fn ends_in_text(nodes: &[Node]) -> bool {
    match last_shown(nodes) {
        Some(Node::Text(_) | Node::Hole(_)) => true,
        Some(Node::Fragment(children)) => ends_in_text(children),
        _ => false,
    }
}

/// The steps from one place to a later one, as in `taut_core::template::Path`; none from a place to itself.
pub(super) fn steps_between(from: &[u16], to: &[u16]) -> Vec<u16> {
    let common = from
        .iter()
        .zip(to)
        .take_while(|(from, to)| from == to)
        .count();
    if common == from.len() && common == to.len() {
        return Vec::new();
    }
    if common == from.len() {
        return [0, 0]
            .into_iter()
            .chain(to[common..].iter().copied())
            .collect();
    }
    // To an ancestor there is no step to the right.
    let common = common.min(to.len() - 1);
    let up = u16::try_from(from.len() - 1 - common).unwrap_or(u16::MAX);
    let right = to[common] - from[common];
    [up, right]
        .into_iter()
        .chain(to[common + 1..].iter().copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::steps_between;

    #[test]
    fn steps_go_up_then_right_then_down() {
        assert!(steps_between(&[2], &[2]).is_empty());
        assert_eq!(steps_between(&[2], &[2, 1]), [0, 0, 1]);
        assert_eq!(steps_between(&[2], &[4]), [0, 2]);
        assert_eq!(steps_between(&[0, 3, 1], &[0, 5, 0, 2]), [1, 2, 0, 2]);
        assert_eq!(steps_between(&[0, 3, 1], &[1]), [2, 1]);
        assert_eq!(steps_between(&[0, 3, 1], &[0]), [2, 0]);
    }
}
