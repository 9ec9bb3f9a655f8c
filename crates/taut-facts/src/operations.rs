//! The operations of predictions: what a browser can do of the Rust in a handler's body and in the holes of a template.

use crate::shape::{Count::*, Part, Shape, Shape::*};

table! {
    /// An operation of a prediction.
    Operation of Row {
        /// an integer, `[digits, kind]`; without a kind it has that of the other side
        Integer { name: "int" }
        /// a float, `[digits, kind]`; without a kind it has that of the other side
        Float { name: "float" }
        /// a value that a browser does not know
        Unknown { name: "?" }
        /// a field, `[of, field]`: of the view (`0`), of the row so many loops further out (`1`, …), or of a row that a local holds; then its index among the fields of the handler
        Get { name: "get" }
        /// sets a field, `[of, field, value]`
        Set { name: "set" }
        /// a field that changes to what is not known, by its index; that of a row, in all rows
        Forget { name: "forget" }
        /// a parameter or a variable, by its number
        Local { name: "local" }
        /// sets a variable, `[number, value, kind]`
        Let { name: "let" }
        /// one after the other; the value is that of the last one
        Do { name: "do" }
        /// `[condition, then, else]`
        If { name: "if" }
        /// ends the handler
        Return { name: "return" }
        /// the handler refuses, or panics: there is no prediction
        Fail { name: "fail" }
        /// the row of a list that the listener is in, `[key, parameter]`, if the parameter is bound to its key
        Find { name: "find" }
        /// whether the first is true, and then the second
        And { name: "&&" }
        /// whether the first is true, or else the second
        Or { name: "||" }
        /// the sum of numbers, or two texts
        Add { name: "+" }
        /// a difference
        Subtract { name: "-" }
        /// a product
        Multiply { name: "*" }
        /// a quotient
        Divide { name: "/" }
        /// a remainder, with the sign of the dividend
        Remainder { name: "%" }
        /// bitwise, or of booleans
        BitAnd { name: "&" }
        /// bitwise, or of booleans
        BitOr { name: "|" }
        /// bitwise, or of booleans
        BitXor { name: "^" }
        /// a shift to the left
        ShiftLeft { name: "<<" }
        /// a shift to the right
        ShiftRight { name: ">>" }
        /// not, of a boolean or bitwise
        Not { name: "!" }
        /// the negative number
        Negate { name: "neg" }
        /// whether both are equal
        Equal { name: "==" }
        /// whether both differ
        Differ { name: "!=" }
        /// a comparison; texts are compared as bytes of UTF-8
        Less { name: "<" }
        /// a comparison
        LessOrEqual { name: "<=" }
        /// a comparison
        Greater { name: ">" }
        /// a comparison
        GreaterOrEqual { name: ">=" }
        /// `[value, kind]`: a number of another kind, as `as` makes it
        Cast { name: "as" }
        /// the lesser one of two integers
        Min { name: "min" }
        /// the greater one of two integers
        Max { name: "max" }
        /// a sum, or the limit of its kind
        SaturatingAdd { name: "saturating_add" }
        /// a difference, or the limit of its kind
        SaturatingSubtract { name: "saturating_sub" }
        /// a product, or the limit of its kind
        SaturatingMultiply { name: "saturating_mul" }
        /// a sum that wraps around
        WrappingAdd { name: "wrapping_add" }
        /// a difference that wraps around
        WrappingSubtract { name: "wrapping_sub" }
        /// a product that wraps around
        WrappingMultiply { name: "wrapping_mul" }
        /// the texts that `Display` gives, joined
        Text { name: "text" }
        /// the bytes of a text in UTF-8
        Len { name: "len" }
        /// whether a text is empty
        IsEmpty { name: "is_empty" }
        /// a text without white space around it
        Trim { name: "trim" }
        /// a text in lower case
        Lowercase { name: "to_lowercase" }
        /// a text in upper case
        Uppercase { name: "to_uppercase" }
        /// whether a text contains another one
        Contains { name: "contains" }
        /// whether a text starts with another one
        StartsWith { name: "starts_with" }
        /// whether a text ends with another one
        EndsWith { name: "ends_with" }
    }
}

/// The facts about an operation.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What it does.
    pub about: &'static str,
    /// Its name in the table of templates: where Rust has a method, that of the method.
    pub name: &'static str,
}

impl Operation {
    /// Its name in the table of templates.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The operation with a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|operation| operation.name() == name)
    }
}

/// What an operation makes of others: `[operation, …]`, where a text, a boolean and `null` stand for themselves.
pub const TREE: Shape = Any;

/// A kind of value: `i8` to `i128`, `u8` to `u128`, `f32`, `f64`, `bool` or `str`; `0` for all others.
const KIND: Shape = OneOf(&[Text, Number(0, 0)]);

/// What is predicted of a handler.
pub const PREDICTION: Shape = Tuple(&[
    Part("fields", List(&KIND), One),
    Part("parameters", List(&KIND), One),
    Part("body", TREE, One),
]);
