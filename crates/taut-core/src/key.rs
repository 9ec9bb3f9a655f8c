//! Keys, which identify the rows of a list.

use std::any::Any;
use std::hash::Hash;
use std::rc::Rc;
use std::sync::Arc;

use crate::event::EventError;

/// The key of a row: `for todo in &self.items; key = todo.id { … }`.
///
/// Implemented for integers, `bool`, `char`, strings, references, smart pointers and pairs. For a type of
/// your own that implements `Eq`, `Hash` and `Clone`, derive it:
///
/// ```ignore
/// #[derive(Clone, PartialEq, Eq, Hash, taut::Key)]
/// struct TodoId(u32);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the key of a row",
    label = "this value is not a key",
    note = "keys are integers, strings, or pairs of them",
    note = "for a type of your own: `#[derive(Clone, PartialEq, Eq, Hash, taut::Key)]`"
)]
pub trait Key: Hash {
    /// The key in the form in which a session stores it.
    type Owned: Key + Send + 'static;
    /// Whether equal keys look the same. A type with an equality of its own may ignore a part of itself.
    #[doc(hidden)]
    const IS_EXACT: bool = false;
    /// Returns a copy to store.
    fn keep(&self) -> Self::Owned;
    /// Whether it equals the stored key.
    fn is(&self, owned: &Self::Owned) -> bool;
}

/// The key of a row as the argument of a handler, if the session stores it in that type.
///
/// # Errors
/// If it is stored in another type, such as the text of a reference.
#[doc(hidden)]
pub fn recalled<K: Key, T: 'static>(key: &K) -> Result<T, EventError> {
    let key: Box<dyn Any> = Box::new(key.keep());
    key.downcast()
        .map(|key| *key)
        .map_err(|_| EventError::Missing)
}

macro_rules! key_by_copy {
    ($($type:ty)*) => {$(
        impl Key for $type {
            type Owned = $type;
            const IS_EXACT: bool = true;
            #[inline]
            fn keep(&self) -> $type {
                *self
            }
            #[inline]
            fn is(&self, owned: &$type) -> bool {
                self == owned
            }
        }
    )*};
}
key_by_copy!(bool char i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

impl Key for str {
    type Owned = Box<str>;
    const IS_EXACT: bool = true;
    fn keep(&self) -> Box<str> {
        self.into()
    }
    fn is(&self, owned: &Box<str>) -> bool {
        *self == **owned
    }
}

macro_rules! key_by_deref {
    ($([$($generics:tt)*] $type:ty => $target:ty;)*) => {$(
        impl<$($generics)*> Key for $type {
            type Owned = <$target as Key>::Owned;
            const IS_EXACT: bool = <$target as Key>::IS_EXACT;
            #[inline]
            fn keep(&self) -> Self::Owned {
                <$target as Key>::keep(self)
            }
            #[inline]
            fn is(&self, owned: &Self::Owned) -> bool {
                <$target as Key>::is(self, owned)
            }
        }
    )*};
}
key_by_deref! {
    [] String => str;
    [T: Key + ?Sized] &T => T;
    [T: Key + ?Sized] Box<T> => T;
    [T: Key + ?Sized] Rc<T> => T;
    [T: Key + ?Sized] Arc<T> => T;
}

impl<A: Key, B: Key> Key for (A, B) {
    type Owned = (A::Owned, B::Owned);
    const IS_EXACT: bool = A::IS_EXACT && B::IS_EXACT;
    fn keep(&self) -> Self::Owned {
        (self.0.keep(), self.1.keep())
    }
    fn is(&self, owned: &Self::Owned) -> bool {
        self.0.is(&owned.0) && self.1.is(&owned.1)
    }
}
