//! The annotations of a handler that a browser knows: members of the handler's object in the table of templates.

use crate::operations::PREDICTION;
use crate::shape::{Count::*, NATURAL, POSITIVE, Part, SET, Shape, Shape::*, TRUTH};

table! {
    /// A member of a handler's object.
    Member of Row {
        /// the question to the user before an event is sent; the event is dropped unless they agree
        Confirm { name: "confirm", needs_sources: false, shape: Text }
        /// an event is sent when no other has followed it for `wait` milliseconds (`-1`: when the user leaves the control), but after `max` in any case (`0`: never)
        Debounce { name: "debounce", needs_sources: false, shape: OneOf(&[
            Tuple(&[Part("wait", POSITIVE, One), Part("max", NATURAL, One)]),
            Tuple(&[Part("wait", Number(-1, -1), One), Part("max", Number(0, 0), One)]),
        ]) }
        /// at most one event is sent per `interval` milliseconds: 1 the first one, 2 the last one, 3 both
        Throttle { name: "throttle", needs_sources: false, shape: Tuple(&[
            Part("interval", POSITIVE, One),
            Part("edges", Number(1, 3), One),
        ]) }
        /// the page shows the predicted result immediately, and undoes it after `timeout` milliseconds without an answer; the element of a refused event is marked for `mark` milliseconds. With a `step`, the row that contains the listener moves by so many places, as far as there are any; with `0` it is removed
        Optimistic { name: "optimistic", needs_sources: false, shape: Tuple(&[
            Part("timeout", POSITIVE, One),
            Part("mark", NATURAL, One),
            Part("step", Number(i64::MIN, i64::MAX), Optional),
        ]) }
        /// what the body of the handler does to the values that the page shows (see below): the kinds of the fields and of the parameters, and the operations
        Predict { name: "predict", needs_sources: true, shape: PREDICTION }
        /// the changes of an event are stored for `ttl` milliseconds, for at most `max` keys and `bytes` per view, and shown again; with `revalidate`, the server is asked anyway. The values of the parameters make up the key; a parameter that is a number comes with its kind, as in `client_state`: `[parameter, number]`
        Cache { name: "cache", needs_sources: true, shape: Tuple(&[
            Part("ttl", POSITIVE, One),
            Part("max", POSITIVE, One),
            Part("bytes", POSITIVE, One),
            Part("revalidate", TRUTH, One),
            Part("parameters", OneOf(&[
                NATURAL,
                Tuple(&[Part("parameter", NATURAL, One), Part("number", NUMBER, One)]),
            ]), Many),
        ]) }
        /// the value of a parameter is published under the key before the event is sent; as a number if it is an integer (`1`), an `f64` (`2`) or an `f32` (`3`)
        ClientState { name: "client_state", needs_sources: true, shape: List(&Tuple(&[
            Part("key", Text, One),
            Part("parameter", NATURAL, One),
            Part("number", NUMBER, Optional),
        ])) }
        /// the view of the handler shows refusals itself, so the page does not
        OnReject { name: "on_reject", needs_sources: false, shape: SET }
    }
}

/// A kind of number: an integer, `f64`, `f32`.
const NUMBER: Shape = Number(1, 3);

/// The facts about a member.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What it declares.
    pub about: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Whether listeners of such a handler state where the values of its parameters are found.
    pub needs_sources: bool,
    /// Its shape.
    pub shape: Shape,
}

impl Member {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The member with a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|member| member.name() == name)
    }
}
