//! The state of a view as text that outlives the process, for `#[live_view(persist)]`.

use std::fmt;

use serde::de::{self, Deserialize, DeserializeOwned, Deserializer, Visitor};
use serde::{Serialize, forward_to_deserialize_any};

use crate::reject::Reject;

/// How the state of a view is saved; created by `#[live_view(persist)]`.
pub struct Persist<T> {
    when: SaveWhen,
    version: u32,
    save: fn(&T) -> serde_json::Result<String>,
    load: fn(&str) -> serde_json::Result<T>,
    shape: fn() -> String,
    migrate: Option<Migrate<T>>,
}

/// When a view is saved, besides before its session ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SaveWhen {
    /// At no other time.
    AtEnd,
    /// Soon after each change.
    Always,
    /// After each change, before the browser is told of it.
    EachEvent,
}

/// Converts the state of another version of a view.
type Migrate<T> = fn(&OldState) -> Result<T, Reject>;

impl<T> Clone for Persist<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Persist<T> {}

impl<T> fmt::Debug for Persist<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Persist")
            .field("version", &self.version)
            .field("when", &self.when)
            .finish_non_exhaustive()
    }
}

impl<T: Serialize + DeserializeOwned> Persist<T> {
    /// Saves the fields that serde writes.
    #[must_use]
    pub const fn new(version: u32, when: SaveWhen) -> Self {
        Self {
            when,
            version,
            save: |view| serde_json::to_string(view),
            load: |state| serde_json::from_str(state),
            shape: shape_of::<T>,
            migrate: None,
        }
    }

    /// Sets the function that converts the state of another version.
    #[must_use]
    pub const fn migrating(mut self, migrate: Migrate<T>) -> Self {
        self.migrate = Some(migrate);
        self
    }
}

impl<T> Persist<T> {
    /// When the view is saved.
    #[must_use]
    pub fn when(&self) -> SaveWhen {
        self.when
    }

    /// Returns the state of a view.
    ///
    /// # Errors
    /// If serde cannot write it.
    pub fn save(&self, view: &T) -> Result<OldState, Reject> {
        let state = (self.save)(view)
            .map_err(|error| Reject::new(format!("it cannot be written: {error}")))?;
        Ok(OldState {
            version: self.version,
            shape: (self.shape)(),
            state,
        })
    }

    /// Restores a view from its state.
    ///
    /// # Errors
    /// If the state is of another version of the view, and the view cannot convert it.
    pub fn load(&self, old: &OldState) -> Result<T, Reject> {
        let shape = (self.shape)();
        if old.version == self.version && old.shape == shape {
            return (self.load)(&old.state)
                .map_err(|error| Reject::new(format!("it cannot be read: {error}")));
        }
        let other = || {
            format!(
                "it is version {} of {}, not version {} of {shape}",
                old.version, old.shape, self.version
            )
        };
        self.migrate.ok_or_else(|| Reject::new(other()))?(old)
    }
}

/// The saved state of a view, possibly of an earlier build.
///
/// A view with `#[live_view(persist)]` whose fields or `version` have changed can convert it with
/// `migrate`; otherwise the page starts again.
///
/// ```
/// # use serde::{Deserialize, Serialize};
/// # use taut_core::{OldState, Reject};
/// #[derive(Serialize, Deserialize)]
/// struct Editor { title: String, tags: Vec<String> }
///
/// impl Editor {
///     fn migrate(old: &OldState) -> Result<Self, Reject> {
///         #[derive(Deserialize)]
///         struct Untagged { title: String }
///         let Untagged { title } = old.read()?;
///         Ok(Editor { title, tags: vec![] })
///     }
/// }
/// # let old = OldState::new(1, r#"{"title":"Tea"}"#);
/// # assert_eq!(Editor::migrate(&old).unwrap().title, "Tea");
/// # assert!(Editor::migrate(&OldState::new(1, "[]")).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct OldState {
    version: u32,
    shape: String,
    state: String,
}

impl OldState {
    /// Creates a state of a version of a view, from JSON, for tests.
    #[must_use]
    pub fn new(version: u32, state: &str) -> Self {
        Self {
            version,
            shape: String::new(),
            state: state.to_owned(),
        }
    }

    /// The version in `#[live_view(persist, version = 2)]`; 0 if there is none.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Reads the state as the given type.
    ///
    /// # Errors
    /// If it does not fit that type.
    pub fn read<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Reject> {
        serde_json::from_str(&self.state)
            .map_err(|error| Reject::new(format!("it cannot be read: {error}")))
    }
}

/// The shape that serde reads: the name of a type, and of its fields or variants. State of another
/// shape is never read by accident.
fn shape_of<T: DeserializeOwned>() -> String {
    let mut shape = String::new();
    // It reads nothing, and so always returns an error.
    let _ = T::deserialize(Shape(&mut shape));
    shape
}

struct Shape<'a>(&'a mut String);

impl Shape<'_> {
    fn is(self, name: &str, parts: &[&str]) -> de::value::Error {
        *self.0 = format!("{name} {{ {} }}", parts.join(", "));
        de::Error::custom("only the shape is wanted")
    }
}

impl<'de> Deserializer<'de> for Shape<'_> {
    type Error = de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(self.is("", &[]))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Self::Error> {
        Err(self.is(name, fields))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Self::Error> {
        Err(self.is(name, variants))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: V,
    ) -> Result<V::Value, Self::Error> {
        Err(self.is(name, &[]))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: usize,
        _: V,
    ) -> Result<V::Value, Self::Error> {
        Err(self.is(name, &[]))
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: V,
    ) -> Result<V::Value, Self::Error> {
        Err(self.is(name, &[]))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit seq tuple map
        identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, serde::Deserialize)]
    struct Page {
        title: String,
        #[serde(skip)]
        cache: Vec<u8>,
    }

    #[derive(Debug, PartialEq, Serialize, serde::Deserialize)]
    #[serde(rename = "Page")]
    struct Longer {
        title: String,
        body: String,
    }

    fn page() -> Page {
        Page {
            title: "Tea".into(),
            cache: vec![1],
        }
    }

    #[test]
    fn a_view_comes_back_without_what_serde_leaves_out() {
        let persist = Persist::<Page>::new(3, SaveWhen::AtEnd);
        let old = persist
            .save(&page())
            .unwrap_or_else(|why| unreachable!("{why}"));
        assert_eq!((old.version(), old.shape.as_str()), (3, "Page { title }"));
        assert_eq!(
            persist.load(&old),
            Ok(Page {
                title: "Tea".into(),
                cache: vec![]
            })
        );
    }

    #[test]
    fn another_shape_or_version_is_migrated_or_refused() {
        let old = Persist::<Page>::new(0, SaveWhen::AtEnd)
            .save(&page())
            .unwrap_or_else(|why| unreachable!("{why}"));
        let refused = Persist::<Longer>::new(0, SaveWhen::AtEnd)
            .load(&old)
            .map_err(|why| why.to_string());
        let why = "it is version 0 of Page { title }, not version 0 of Page { title, body }";
        assert_eq!(refused, Err(why.to_owned()));
        assert!(Persist::<Page>::new(1, SaveWhen::AtEnd).load(&old).is_err());
        let migrate: fn(&OldState) -> Result<Longer, Reject> = |old| {
            let page: Page = old.read()?;
            Ok(Longer {
                title: page.title,
                body: format!("from version {}", old.version()),
            })
        };
        let migrated = Persist::new(1, SaveWhen::Always)
            .migrating(migrate)
            .load(&old);
        assert_eq!(
            migrated,
            Ok(Longer {
                title: "Tea".into(),
                body: "from version 0".into()
            })
        );
    }
}
