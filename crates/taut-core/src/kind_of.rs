//! Determines which types of fields and parameters a browser can compute with, for predictions.

use std::marker::PhantomData;

/// The kinds of values of a handler, by the names that [`Operation`](taut_facts::Operation) has for them.
#[derive(Debug, Clone)]
pub struct Kinds {
    /// Those of the fields that it uses.
    pub fields: Vec<Option<&'static str>>,
    /// Those of its parameters.
    pub parameters: Vec<Option<&'static str>>,
}

/// Tells the kind of a type. For the types that have one, the method is the inherent one, for all others that of [`NoKind`].
#[derive(Debug)]
pub struct KindOf<T: ?Sized>(PhantomData<fn() -> Box<T>>);

/// Names the type of a field, which the macro does not know.
#[must_use]
pub fn field<V, T: ?Sized>(_: for<'v> fn(&'v V) -> Option<&'v T>) -> KindOf<T> {
    KindOf::NEW
}

impl<T: ?Sized> KindOf<T> {
    /// Of a type with a name.
    pub const NEW: Self = Self(PhantomData);
}

/// A type that a browser can compute with.
#[diagnostic::on_unimplemented(
    message = "values of the type `{Self}` are not predicted",
    label = "`#[optimistic(predict)]` needs a type that the browser can compute with",
    note = "these are integers, `f32`, `f64`, `bool` and `String`"
)]
pub trait Predictable {
    /// The name of its kind.
    const KIND: &'static str;
}

impl<T: Predictable + ?Sized> KindOf<T> {
    /// The kind.
    #[must_use]
    pub fn kind(self) -> Option<&'static str> {
        Some(T::KIND)
    }
}

impl<T: ?Sized> KindOf<T> {
    /// The kind of a type that must have one.
    #[must_use]
    pub fn predicted(self) -> Option<&'static str>
    where
        T: Predictable,
    {
        Some(T::KIND)
    }
}

/// Implemented for every type; the default for types without a kind.
pub trait NoKind: Sized {
    /// No kind.
    fn kind(self) -> Option<&'static str> {
        None
    }
}

impl<T: ?Sized> NoKind for KindOf<T> {}

macro_rules! kinds {
    ($($ty:ty => $kind:expr,)*) => {$(
        impl Predictable for $ty {
            const KIND: &'static str = $kind;
        }
    )*};
}

kinds! {
    i8 => "i8",
    i16 => "i16",
    i32 => "i32",
    i64 => "i64",
    i128 => "i128",
    isize => if cfg!(target_pointer_width = "64") { "i64" } else { "i32" },
    u8 => "u8",
    u16 => "u16",
    u32 => "u32",
    u64 => "u64",
    u128 => "u128",
    usize => USIZE,
    f32 => "f32",
    f64 => "f64",
    bool => "bool",
    String => "str",
    &'static str => "str",
}

/// The kind of a length.
pub(crate) const USIZE: &str = if cfg!(target_pointer_width = "64") {
    "u64"
} else {
    "u32"
};

#[cfg(test)]
mod tests {
    use super::*;

    struct View {
        count: u8,
        name: String,
        other: Option<u8>,
        rows: Vec<View>,
    }

    #[test]
    fn fields_have_the_kinds_of_their_types() {
        assert_eq!(field(|view: &View| Some(&view.count)).kind(), Some("u8"));
        assert_eq!(field(|view: &View| Some(&view.name)).kind(), Some("str"));
        assert_eq!(field(|view: &View| Some(&view.other)).kind(), None);
        let row = field(|view: &View| {
            let row = view.rows.first()?;
            Some(&row.count)
        });
        assert_eq!(row.kind(), Some("u8"));
        assert_eq!(KindOf::<usize>::NEW.kind(), Some(USIZE));
    }
}
