//! The frames of a connection, and the operations on a list.

use crate::shape::{Count::*, NATURAL, Part, Shape::*};

table! {
    /// A frame.
    Frame of Row {
        /// the answer to a join of a session that the server has; with all values if the client has missed too much, with the address of the templates if the client has others
        Joined { constant: Some("JOINED"), kind: Some(-1), parts: ANSWER }
        /// the server closes the connection
        Refused { constant: Some("REFUSED"), kind: Some(-2), parts: &[
            Part("kind", Number(-2, -2), One),
            Part("why", Text, One),
            Part("effects", Effects, Optional),
        ] }
        /// the answer to a join for which there was no session, so that a new one was mounted
        Mounted { constant: Some("MOUNTED"), kind: Some(-3), parts: ANSWER }
        /// new values of holes, and effects if the length is odd
        Patch { constant: None, kind: None, parts: &[
            Part("number", Number(0, 9), One),
            Part("settles", NATURAL, One),
            Part("holes", Any, Many),
        ] }
        /// the first frame of a client: it asks for a session from a frame on, or for all values (`-1`); later, with the address of a page, it asks for that one in the place of its own
        Join { constant: None, kind: None, parts: &[
            Part("token", Text, One),
            Part("frame", Number(-1, i64::MAX), One),
            Part("templates", Text, One),
            Part("page", Text, Optional),
        ] }
        /// an event; with a text as its address, the client goes to that page
        Event { constant: None, kind: None, parts: &[
            Part("number", NATURAL, One),
            Part("seen", NATURAL, One),
            Part("address", OneOf(&[NATURAL, List(&NATURAL), Text]), One),
            Part("values", Any, Many),
        ] }
    }
}

/// The other parts of the answer to a join.
const ANSWER: &[Part] = &[
    Part("kind", Number(-3, -1), One),
    Part("token", Text, One),
    Part("frame", NATURAL, One),
    Part("event", NATURAL, One),
    Part("row", NATURAL, One),
    Part("values", List(&Any), Optional),
    Part("templates", Text, Optional),
];

/// The facts about a frame.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What it is for.
    pub about: &'static str,
    /// The name of the constant of its first number in the client, if that number identifies it.
    pub constant: Option<&'static str>,
    /// That number.
    pub kind: Option<i8>,
    /// Its parts.
    pub parts: &'static [Part],
}

impl Frame {
    /// The frame that begins with a number.
    #[must_use]
    pub fn of_kind(number: i64) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|frame| frame.row().kind.map(i64::from) == Some(number))
    }
}

table! {
    /// An operation on a list. Any other number is the position of a row, which is followed by a hole and its value.
    Operation of OperationRow {
        /// removes rows from a position on
        Remove { constant: "REMOVE", number: -1, text: "-1" }
        /// creates rows, which have no place yet
        Make { constant: "MAKE", number: -2, text: "-2" }
        /// places rows that were created
        Place { constant: "PLACE", number: -3, text: "-3" }
        /// moves a row
        Move { constant: "MOVE", number: -4, text: "-4" }
    }
}

/// The facts about an operation.
#[derive(Debug, Clone, Copy)]
pub struct OperationRow {
    /// What it does.
    pub about: &'static str,
    /// The name of its constant in the client.
    pub constant: &'static str,
    /// Its number.
    pub number: i8,
    /// The number as text.
    pub text: &'static str,
}

impl Operation {
    /// Its number.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.row().number as i64
    }
}
