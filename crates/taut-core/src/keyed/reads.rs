//! What the rows of a template read besides themselves, compared with a copy from the last rendering.
//!
//! A value of a type that can be copied exactly and cheaply is followed. A key of a type of the user may have an equality of
//! its own, so it counts only where it is compared with the key of a row. Of any other it is not known whether it has
//! changed, so all rows are compared. The method calls of the template choose by type: the first trait that fits wins.

use std::any::Any;

use crate::key::Key;
use crate::list::Kept;

/// A place in a template that the rows of a list read.
#[derive(Debug)]
pub struct Read<'r, T: ?Sized>(pub &'r T);

/// How a value has changed that is compared with the key of each row.
#[derive(Debug)]
pub enum Picked {
    /// It has not.
    Same,
    /// From one key to another, as they are kept, or from none or to none.
    Changed([Kept; 2]),
    /// It is not known what it was.
    Unknown,
}

/// Keys, such as integers and texts.
pub trait ReadKey {
    /// Whether it is what it was, which is replaced.
    fn is_same(&self, kept: &mut Kept) -> bool;
    /// How it has changed, if it is a key.
    fn picked(&self, kept: &mut Kept) -> Picked;
}

impl<T: Key + ?Sized> ReadKey for Read<'_, T> {
    fn is_same(&self, kept: &mut Kept) -> bool {
        T::IS_EXACT && matches!(self.picked(kept), Picked::Same)
    }

    fn picked(&self, kept: &mut Kept) -> Picked {
        let was = kept.as_ref().and_then(|kept| kept.downcast_ref());
        if was.is_some_and(|was| self.0.is(was)) {
            return Picked::Same;
        }
        match kept.replace(Box::new(self.0.keep())) {
            None => Picked::Unknown,
            was => Picked::Changed([was, Some(Box::new(self.0.keep()))]),
        }
    }
}

/// Keys that may be missing.
pub trait ReadOption {
    /// Whether it is what it was, which is replaced.
    fn is_same(&self, kept: &mut Kept) -> bool;
    /// How it has changed.
    fn picked(&self, kept: &mut Kept) -> Picked;
}

impl<T: Key> ReadOption for Read<'_, Option<T>> {
    fn is_same(&self, kept: &mut Kept) -> bool {
        T::IS_EXACT && matches!(self.picked(kept), Picked::Same)
    }

    fn picked(&self, kept: &mut Kept) -> Picked {
        let was = kept
            .as_ref()
            .and_then(|kept| kept.downcast_ref::<Option<T::Owned>>());
        match (self.0, was) {
            (Some(is), Some(Some(was))) if is.is(was) => return Picked::Same,
            (None, Some(None)) => return Picked::Same,
            _ => {}
        }
        let keep = || self.0.as_ref().map(Key::keep);
        let Some(was) = kept.replace(Box::new(keep())) else {
            return Picked::Unknown;
        };
        let is = keep().map(|key| -> Box<dyn Any + Send> { Box::new(key) });
        match was.downcast::<Option<T::Owned>>() {
            Ok(was) => {
                let was = was.map(|key| -> Box<dyn Any + Send> { Box::new(key) });
                Picked::Changed([was, is])
            }
            Err(_) => Picked::Unknown,
        }
    }
}

/// Numbers with a fraction, by their bits.
pub trait ReadNumber {
    /// Whether it is what it was, which is replaced.
    fn is_same(&self, kept: &mut Kept) -> bool;
    /// It cannot be a key.
    fn picked(&self, kept: &mut Kept) -> Picked;
}

macro_rules! read_numbers {
    ($($type:ty)*) => {$(
        impl ReadNumber for Read<'_, $type> {
            fn is_same(&self, kept: &mut Kept) -> bool {
                Read(&self.0.to_bits()).is_same(kept)
            }

            fn picked(&self, kept: &mut Kept) -> Picked {
                unknown_unless(self.is_same(kept))
            }
        }
    )*};
}
read_numbers!(f32 f64);

/// Anything else: it is the same only if it has no size, as functions.
pub trait ReadAny {
    /// Whether it must be what it was.
    fn is_same(&self, kept: &mut Kept) -> bool;
    /// Whether it must be what it was.
    fn picked(&self, kept: &mut Kept) -> Picked;
}

impl<T: ?Sized> ReadAny for &Read<'_, T> {
    fn is_same(&self, _: &mut Kept) -> bool {
        size_of_val(self.0) == 0
    }

    fn picked(&self, kept: &mut Kept) -> Picked {
        unknown_unless(self.is_same(kept))
    }
}

fn unknown_unless(is_same: bool) -> Picked {
    match is_same {
        true => Picked::Same,
        false => Picked::Unknown,
    }
}
