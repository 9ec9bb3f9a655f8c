//! The memo of an `if` or a `match`: the memo of the arm that is shown, and no other.
//!
//! Arms are alternatives of nested [`Or`]s that end in `()`, which represents no arm at all. The macro
//! walks to an arm with [`Arm::there`] and [`Arm::here`]; a step that finds another alternative
//! replaces it with a new memo, so an arm that is shown again starts from scratch.

/// One arm, or the arms after it.
#[derive(Debug, Clone)]
pub enum Or<A, B> {
    /// This arm is shown.
    Here(A),
    /// A later arm is shown, or none.
    There(B),
}

impl<A, B: Default> Default for Or<A, B> {
    fn default() -> Self {
        Or::There(B::default())
    }
}

/// A position in the memo of a block on the way to an arm.
#[derive(Debug)]
pub struct Arm<'m, M> {
    memo: Option<&'m mut M>,
    fresh: bool,
    may_switch: bool,
}

impl<'m, M> Arm<'m, M> {
    /// Starts at the memo of a block. Only a pass that renders may switch to another arm.
    pub fn of(memo: &'m mut M, may_switch: bool) -> Self {
        Self {
            memo: Some(memo),
            fresh: false,
            may_switch,
        }
    }

    /// The only arm of a block that always shows it.
    pub(crate) fn only(memo: &'m mut M, fresh: bool) -> Self {
        Self {
            memo: Some(memo),
            fresh,
            may_switch: false,
        }
    }

    /// The memo, and whether the arm was not shown before; nothing if the pass must not switch to it.
    pub(crate) fn enter(self) -> Option<(bool, &'m mut M)> {
        Some((self.fresh, self.memo?))
    }
}

impl<'m, A: Default, B: Default> Arm<'m, Or<A, B>> {
    /// Goes to this arm.
    #[must_use]
    pub fn here(self) -> Arm<'m, A> {
        let (may_switch, mut fresh) = (self.may_switch, self.fresh);
        let memo = self.memo.and_then(|memo| {
            if matches!(memo, Or::There(_)) && may_switch {
                *memo = Or::Here(A::default());
                fresh = true;
            }
            match memo {
                Or::Here(memo) => Some(memo),
                Or::There(_) => None,
            }
        });
        Arm {
            memo,
            fresh,
            may_switch,
        }
    }

    /// Goes to the arms after this one.
    #[must_use]
    pub fn there(self) -> Arm<'m, B> {
        let (may_switch, mut fresh) = (self.may_switch, self.fresh);
        let memo = self.memo.and_then(|memo| {
            if matches!(memo, Or::Here(_)) && may_switch {
                *memo = Or::There(B::default());
                fresh = true;
            }
            match memo {
                Or::There(memo) => Some(memo),
                Or::Here(_) => None,
            }
        });
        Arm {
            memo,
            fresh,
            may_switch,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Three = Or<u8, Or<u8, Or<u8, ()>>>;

    fn third(memo: &mut Three, may_switch: bool) -> Option<(bool, &mut u8)> {
        Arm::of(memo, may_switch).there().there().here().enter()
    }

    #[test]
    fn an_arm_keeps_its_memo_until_another_is_shown() {
        let mut memo = Three::default();
        *third(&mut memo, true)
            .map(|(fresh, memo)| (assert!(fresh), memo))
            .unwrap_or_else(|| unreachable!())
            .1 = 7;
        assert_eq!(third(&mut memo, true), Some((false, &mut 7)));
        assert_eq!(
            Arm::of(&mut memo, true).here().enter(),
            Some((true, &mut 0))
        );
        assert_eq!(third(&mut memo, true), Some((true, &mut 0)));
    }

    #[test]
    fn a_pass_that_only_looks_changes_nothing() {
        let mut memo = Three::default();
        assert_eq!(third(&mut memo, false), None);
        assert_eq!(
            Arm::of(&mut memo, false).there().there().there().enter(),
            Some((false, &mut ()))
        );
    }
}
