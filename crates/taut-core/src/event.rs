//! Decodes the values that a browser reads from an event directly into the parameters of a handler.

use std::fmt;

use serde::de::DeserializeOwned;

use crate::form::{self, FormError};
use crate::items::{Field, Items};
use crate::limits::MAX_ITEMS;
use crate::reject::Reject;
use crate::short::short;

/// Why an argument of an event was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventError {
    /// The event has fewer values than the listener has projections.
    Missing,
    /// A key of the client state no longer has a value, and the type of the handler's parameter has no empty value.
    Nothing,
    /// A value does not fit the type of the handler's parameter.
    Invalid(String),
    /// A field of a form is missing, or does not fit the parameter.
    Field {
        /// The name of the field.
        name: String,
        /// What is wrong with it, including the name of the field.
        why: String,
    },
}

impl EventError {
    /// What is wrong, without any text that the browser has sent.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            EventError::Missing => "a value is missing",
            EventError::Nothing => "there is no value, and the parameter's type has no empty value",
            EventError::Invalid(_) => "a value does not fit",
            EventError::Field { .. } => "a field is missing or does not fit",
        }
    }
}

impl fmt::Display for EventError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EventError::Missing | EventError::Nothing => f.write_str(self.kind()),
            EventError::Invalid(why) => write!(f, "{}: {why}", self.kind()),
            EventError::Field { why, .. } => f.write_str(why),
        }
    }
}

impl std::error::Error for EventError {}

impl From<FormError> for EventError {
    fn from(error: FormError) -> Self {
        match &error.field {
            Some(name) => Self::Field {
                name: name.clone(),
                why: error.to_string(),
            },
            None => Self::Invalid(error.to_string()),
        }
    }
}

impl From<EventError> for Reject {
    fn from(error: EventError) -> Self {
        let reject = Self::new(error.to_string());
        match error {
            EventError::Field { name, .. } => reject.with_field(name),
            _ => reject,
        }
    }
}

/// A type of handler parameters that can be decoded from a projection `P` of an event.
#[diagnostic::on_unimplemented(
    message = "this projection can't be decoded into a `{Self}`",
    label = "the handler's parameter is a `{Self}`",
    note = "`Value`, `Name`, `Values`, `Form`, `Detail` and `Published` can be decoded into any type that implements `serde::Deserialize`",
    note = "texts, such as `Key`, are decoded into `String`; booleans, such as `Checked`, into `bool`; the others into numbers"
)]
pub trait FromEvent<P>: Sized {
    /// Decodes the JSON that the browser sent for the projection.
    ///
    /// # Errors
    /// If it does not fit the type.
    fn from_event(json: &str) -> Result<Self, EventError>;

    /// Decodes the fields of a form post.
    ///
    /// # Errors
    /// If they do not fit the type, or the projection does not read a form.
    fn from_form(_: &[(String, String)]) -> Result<Self, EventError> {
        Err(EventError::Invalid(
            "expected a value, found a form".to_owned(),
        ))
    }
}

/// Defines the marker types of the projections, and decodes those whose JSON is a plain value.
macro_rules! markers {
    ($(#[doc = $about:literal] $variant:ident: $name:literal => $reads:literal, $decoded:ident, $of:ident;)*) => {$(
        #[doc = concat!("`event.", $name, "`:", $about, ".")]
        #[derive(Debug)]
        pub struct $variant;

        decode!($decoded $variant);
    )*};
}

/// Decodes a projection as the table of projections specifies; texts that the user has typed are decoded below.
macro_rules! decode {
    (Truth $projection:ident) => { decode!(scalar $projection: bool); };
    (Small $projection:ident) => { decode!(scalar $projection: i8 i16 i32 i64 u8 u16 u32); };
    (Pixels $projection:ident) => {
        decode!(scalar $projection: f64 f32);
        decode!(rounded $projection: i32 i64 u32 u64);
    };
    (Text $projection:ident) => {
        #[diagnostic::do_not_recommend]
        impl FromEvent<$projection> for String {
            fn from_event(json: &str) -> Result<Self, EventError> {
                Ok(serde_json::from_str(json)?)
            }
        }
    };
    (scalar $projection:ident: $($type:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl FromEvent<$projection> for $type {
            fn from_event(json: &str) -> Result<Self, EventError> {
                scalar(json)
            }
        }
    )*};
    (rounded $projection:ident: $($type:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl FromEvent<$projection> for $type {
            #[allow(clippy::cast_possible_truncation, reason = "`as` saturates, and a browser sends whole i32 pixels")]
            fn from_event(json: &str) -> Result<Self, EventError> {
                let pixels = scalar::<f64>(json)?.round() as i64;
                Self::try_from(pixels).map_err(|error| EventError::Invalid(error.to_string()))
            }
        }
    )*};
    ($own:ident $projection:ident) => {};
}

taut_facts::projections!(markers);

/// `event.detail` of a `client-…` event: a value of the client state, or none.
#[derive(Debug)]
pub struct Published;

impl From<serde_json::Error> for EventError {
    fn from(error: serde_json::Error) -> Self {
        EventError::Invalid(short(&error))
    }
}

/// The maximum length of the JSON of a number or boolean. Longer JSON is not parsed, because the
/// message would repeat it.
const MAX_SCALAR_BYTES: usize = 64;

fn scalar<T: DeserializeOwned>(json: &str) -> Result<T, EventError> {
    if json.len() > MAX_SCALAR_BYTES {
        return Err(EventError::Invalid("it is too long".to_owned()));
    }
    Ok(serde_json::from_str(json)?)
}

/// Decodes the text of a control as the parameter's type.
macro_rules! control_texts {
    ($($projection:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: DeserializeOwned> FromEvent<$projection> for T {
            fn from_event(json: &str) -> Result<Self, EventError> {
                Ok(form::from_text(&serde_json::from_str::<String>(json)?)?)
            }
        }
    )*};
}
control_texts!(Value Name);

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> FromEvent<Values> for Vec<T> {
    fn from_event(json: &str) -> Result<Self, EventError> {
        let Items(texts) = serde_json::from_str::<Items<String>>(json)?;
        texts
            .iter()
            .map(|text| Ok(form::from_text(text)?))
            .collect()
    }
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> FromEvent<Form> for T {
    fn from_event(json: &str) -> Result<Self, EventError> {
        let Items(fields) = serde_json::from_str::<Items<Field>>(json)?;
        let fields: Vec<_> = fields
            .into_iter()
            .map(|Field(name, text)| (name, text))
            .collect();
        <T as FromEvent<Form>>::from_form(&fields)
    }

    fn from_form(fields: &[(String, String)]) -> Result<Self, EventError> {
        if fields.len() > MAX_ITEMS {
            return Err(EventError::Invalid(format!("more than {MAX_ITEMS} items")));
        }
        Ok(form::from_fields(fields)?)
    }
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> FromEvent<Detail> for T {
    fn from_event(json: &str) -> Result<Self, EventError> {
        if is_told_at_length(json) {
            return Err(EventError::Invalid("most of it is not text".to_owned()));
        }
        Ok(serde_json::from_str(json)?)
    }
}

/// Representations of an empty value in various types: `None`, an empty text, zero, `false`, an empty list or map.
const NOTHING: [&str; 6] = ["null", "\"\"", "0", "false", "[]", "{}"];

/// A key of the client state may no longer have a value; the handler then receives the empty value of
/// its parameter's type.
#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> FromEvent<Published> for T {
    fn from_event(json: &str) -> Result<Self, EventError> {
        if json != NOTHING[0] {
            return <T as FromEvent<Detail>>::from_event(json);
        }
        NOTHING
            .iter()
            .find_map(|json| serde_json::from_str(json).ok())
            .ok_or(EventError::Nothing)
    }
}

/// Whether the error message for some JSON could take several times its memory: serde repeats what it
/// does not expect, and escapes invisible characters.
fn is_told_at_length(json: &str) -> bool {
    const NOT_WORTH_IT: usize = 4096;
    json.len() > NOT_WORTH_IT
        && json
            .chars()
            .map(|char| char.escape_debug().len())
            .sum::<usize>()
            > 2 * json.len()
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use serde::Deserialize;

    use super::*;
    use crate::limits::MAX_ITEMS;

    fn check<P, T: FromEvent<P> + PartialEq + Debug>(json: &str, expected: Option<T>) {
        assert_eq!(
            <T as FromEvent<P>>::from_event(json).ok(),
            expected,
            "{json}"
        );
    }

    #[derive(Deserialize, PartialEq, Debug)]
    #[serde(rename_all = "lowercase")]
    enum Filter {
        All,
        Done,
    }

    #[derive(Deserialize, PartialEq, Debug)]
    struct SignUp {
        name: String,
        age: Option<u8>,
        news: bool,
        tags: Vec<String>,
    }

    #[test]
    fn a_value_becomes_the_type_of_the_parameter() {
        check::<Value, _>("\"a b\"", Some("a b".to_owned()));
        check::<Value, _>("\"42\"", Some(42_u8));
        check::<Value, u8>("\"256\"", None);
        check::<Value, u8>("\" 1\"", None);
        check::<Value, u8>("42", None);
        check::<Value, _>("\"\"", Some(None::<u8>));
        check::<Value, _>("\"1.5\"", Some(Some(1.5)));
        check::<Value, _>("\"done\"", Some(Filter::Done));
        check::<Value, Filter>("\"Done\"", None);
        check::<Values, _>("[\"all\",\"done\"]", Some(vec![Filter::All, Filter::Done]));
    }

    #[test]
    fn a_form_becomes_a_struct_and_what_it_does_not_know_is_ignored() {
        let some = SignUp {
            name: "Zoe".into(),
            age: None,
            news: true,
            tags: vec!["a".into(), "b".into()],
        };
        check::<Form, _>(
            r#"[["name","Zoe"],["age",""],["news","on"],["tags","a"],["tags","b"]]"#,
            Some(some),
        );
        let bare = || SignUp {
            name: "Zoe".into(),
            age: None,
            news: false,
            tags: Vec::new(),
        };
        check::<Form, _>(
            r#"[["name","Zoe"],["admin","1"],["go.x","3"],["go.y","4"]]"#,
            Some(bare()),
        );
        check::<Form, _>(
            r#"[["admin","1"],["admin","2"],["name","Zoe"],["age",""]]"#,
            Some(bare()),
        );
        check::<Form, SignUp>(r#"[["name","Zoe"],["name","Tom"],["age",""]]"#, None);
        check::<Form, SignUp>(r#"[["age","7"]]"#, None);
    }

    #[test]
    fn a_refusal_of_a_field_names_it() {
        fn refused(json: &str) -> Option<Reject> {
            <SignUp as FromEvent<Form>>::from_event(json)
                .err()
                .map(Reject::from)
        }
        let missing = Reject::new("`name` is missing").with_field("name");
        assert_eq!(refused(r#"[["age","7"]]"#), Some(missing));
        let why = "`age` does not fit: expected a whole number from 0 to 255";
        assert_eq!(
            refused(r#"[["name","Zoe"],["age","x"]]"#),
            Some(Reject::new(why).with_field("age"))
        );
        assert_eq!(
            refused("7").map(|reject| reject.field().is_some()),
            Some(false)
        );
    }

    #[test]
    fn typed_projections_are_strict() {
        check::<Checked, _>("true", Some(true));
        check::<Checked, bool>("1", None);
        check::<Key, _>("\"Enter\"", Some("Enter".to_owned()));
        check::<X, _>("1.5", Some(1.5_f64));
        check::<X, _>("1.5", Some(2_i32));
        check::<X, u32>("-3", None);
        check::<Detail, _>("[1,2]", Some((1, 2)));
    }

    #[test]
    fn no_value_of_the_client_state_is_what_the_type_has_for_it() {
        check::<Published, _>("\"a\"", Some("a".to_owned()));
        check::<Published, _>("null", Some(None::<String>));
        check::<Published, _>("null", Some(String::new()));
        check::<Published, _>("null", Some(0_u8));
        check::<Published, _>("null", Some(0.0));
        check::<Published, _>("null", Some(false));
        check::<Published, _>("null", Some(Vec::<u8>::new()));
        check::<Published, Filter>("null", None);
        check::<Detail, String>("null", None);
    }

    #[test]
    fn lists_are_bounded() {
        let list = |item: &str, count: usize| format!("[{}]", vec![item; count].join(","));
        check::<Values, _>(&list("\"1\"", MAX_ITEMS), Some(vec![1_u8; MAX_ITEMS]));
        check::<Values, Vec<u8>>(&list("\"1\"", MAX_ITEMS + 1), None);
        let fields = vec![("a".to_owned(), String::new()); MAX_ITEMS];
        check::<Form, _>(&list("[\"a\",\"\"]", MAX_ITEMS), Some(fields));
        check::<Form, Vec<(String, String)>>(&list("[\"a\",\"\"]", MAX_ITEMS + 1), None);
        check::<Form, Vec<(String, String)>>("[[\"a\"]]", None);
        check::<Form, Vec<(String, String)>>("[[\"a\",\"b\",\"c\"]]", None);
    }

    #[test]
    fn what_is_refused_is_not_repeated_at_length() {
        fn told<P, T: FromEvent<P> + Debug>(json: &str) {
            let Err(why) = <T as FromEvent<P>>::from_event(json) else {
                unreachable!("{json}")
            };
            let why = Reject::from(why);
            assert!(
                why.message().len() < 300 && why.field().is_none_or(|name| name.len() < 300),
                "{why}"
            );
        }
        let long = format!("\"{}\"", "\u{7f}".repeat(10_000));
        told::<Checked, bool>(&long);
        told::<X, i32>(&long);
        told::<Value, Filter>(&long);
        told::<Value, bool>(&long);
        told::<Values, Vec<u8>>(&long);
        told::<Values, Vec<bool>>(&format!("[{long}]"));
        told::<Form, SignUp>(&long);
        told::<Form, SignUp>(&format!("[{long}]"));
        told::<Form, SignUp>(&format!("[[{long},{long}]]"));
        told::<Form, std::collections::BTreeMap<String, u8>>(&format!("[[{long},{long}]]"));
        told::<Detail, u8>(&long);
        told::<Detail, u8>(&format!("\"{}\"", "long ".repeat(10_000)));
    }
}
