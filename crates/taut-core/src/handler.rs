//! What is known about the handlers of a view at compile time: their names and annotations.
//!
//! The macro writes the table as a constant. A browser gets it with the templates, and implements the
//! annotations. Nothing on the server depends on it.

use std::time::Duration;

use serde_json::Value;
use taut_facts::Member;

pub use crate::kind_of::{KindOf, Kinds, NoKind, field};

/// A handler that a listener calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handler {
    /// The method's name.
    pub name: &'static str,
    /// `#[confirm(…)]`: what the user is asked before an event is sent.
    pub confirm: Option<&'static str>,
    /// `#[debounce(…)]`.
    pub debounce: Option<Debounce>,
    /// `#[throttle(…)]`.
    pub throttle: Option<Throttle>,
    /// `#[optimistic]`.
    pub optimistic: Option<Optimistic>,
    /// What a browser predicts of it, for `#[optimistic]`.
    pub predict: Option<Predict>,
    /// `#[cache(…)]`.
    pub cache: Option<Cache>,
    /// `#[client_state(…)]`: the parameters whose values are published.
    pub client_state: &'static [ClientState],
    /// Whether its view has `on_reject`, and shows refusals to the user itself.
    pub on_reject: bool,
    /// `#[blocking]`: it blocks its thread, which the browser need not know.
    pub blocking: bool,
    /// `#[every(…)]`: the interval in milliseconds at which the server calls it.
    pub every: Option<u32>,
    /// `#[after(…)]`: the time in milliseconds after which the server calls it once.
    pub after: Option<u32>,
    /// `#[on(…)]`: it receives the messages of a topic, or the values of a flow.
    pub on: bool,
}

impl Handler {
    /// A handler without annotations.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            confirm: None,
            debounce: None,
            throttle: None,
            optimistic: None,
            predict: None,
            cache: None,
            client_state: &[],
            on_reject: false,
            blocking: false,
            every: None,
            after: None,
            on: false,
        }
    }
}

impl Handler {
    /// The time after which the server calls it, and whether it does so again and again; nothing if only others call it.
    pub(crate) fn timer(&self) -> Option<(Duration, bool)> {
        let milliseconds = self.every.or(self.after)?;
        let time = Duration::from_millis(milliseconds.into());
        Some((time, self.every.is_some()))
    }

    /// Whether a browser can predict anything of it.
    pub(crate) fn is_predicted(&self) -> bool {
        self.predict.is_some_and(|predict| predict.json().is_some())
    }

    /// The members of its annotations that a browser reads, as JSON.
    pub(crate) fn members(&self) -> Vec<(Member, String)> {
        let members = [
            (
                Member::Confirm,
                self.confirm
                    .map(|question| Value::from(question).to_string()),
            ),
            (Member::Debounce, self.debounce.map(Debounce::json)),
            (Member::Throttle, self.throttle.map(Throttle::json)),
            (Member::Optimistic, self.optimistic.map(Optimistic::json)),
            (
                Member::Predict,
                self.predict.and_then(|predict| predict.json()),
            ),
            (Member::Cache, self.cache.map(Cache::json)),
            (Member::ClientState, client_state_json(self.client_state)),
            (Member::OnReject, self.on_reject.then(|| "1".to_owned())),
        ];
        members
            .into_iter()
            .filter_map(|(member, json)| Some((member, json?)))
            .collect()
    }
}

#[cfg(test)]
impl Handler {
    /// A handler with each annotation that a browser reads.
    pub(crate) const fn with_all_annotations() -> Self {
        const KEY: [KeyPart; 2] = [
            KeyPart {
                parameter: 0,
                number: None,
            },
            KeyPart {
                parameter: 2,
                number: Some(Number::Integer),
            },
        ];
        Self {
            confirm: Some("Search \"now\"?"),
            debounce: Some(Debounce {
                wait: None,
                max_wait: Some(2),
            }),
            throttle: Some(Throttle {
                interval: 1,
                leading: true,
                trailing: true,
            }),
            optimistic: Some(Optimistic {
                timeout: 1,
                mark: 2,
                action: Some(Action::Up),
            }),
            predict: Some(Predict {
                kinds: || Kinds {
                    fields: vec![Some("i32")],
                    parameters: vec![None],
                },
                writes: &[0],
                body: "null",
            }),
            cache: Some(Cache {
                ttl: 1,
                max: 2,
                max_bytes: 3,
                revalidate: true,
                key: &KEY,
            }),
            client_state: &[ClientState {
                key: "filter",
                parameter: 1,
                number: Some(Number::Single),
            }],
            on_reject: true,
            ..Handler::new("search")
        }
    }
}

/// An event is sent only when no other has followed it for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Debounce {
    /// The wait in milliseconds; nothing if the user must leave the control.
    pub wait: Option<u32>,
    /// The time in milliseconds after which an event is sent in any case.
    pub max_wait: Option<u32>,
}

impl Debounce {
    fn json(self) -> String {
        let wait = self.wait.map_or(-1, i64::from);
        format!("[{wait},{}]", self.max_wait.unwrap_or(0))
    }
}

/// Events are sent at most once per interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    /// The interval in milliseconds.
    pub interval: u32,
    /// Whether the first event of an interval is sent.
    pub leading: bool,
    /// Whether the last event of an interval is sent at its end.
    pub trailing: bool,
}

impl Throttle {
    fn json(self) -> String {
        let edges = u8::from(self.leading) + 2 * u8::from(self.trailing);
        format!("[{},{edges}]", self.interval)
    }
}

/// The browser shows the predicted result of an event before the server has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Optimistic {
    /// The time in milliseconds after which a prediction without an answer is undone.
    pub timeout: u32,
    /// How long an element is marked whose event was refused, in milliseconds.
    pub mark: u32,
    /// What happens to the row that contains the listener.
    pub action: Option<Action>,
}

impl Optimistic {
    fn json(self) -> String {
        let step = self
            .action
            .map_or_else(String::new, |action| format!(",{}", action.step()));
        format!("[{},{}{step}]", self.timeout, self.mark)
    }
}

/// What the body of a handler does, for a browser to predict.
#[derive(Debug, Clone, Copy)]
pub struct Predict {
    /// The kinds of the values.
    pub kinds: fn() -> Kinds,
    /// The indices of the fields that the body sets.
    pub writes: &'static [u16],
    /// The operations, as JSON.
    pub body: &'static str,
}

impl PartialEq for Predict {
    fn eq(&self, other: &Self) -> bool {
        (self.writes, self.body) == (other.writes, other.body)
    }
}

impl Eq for Predict {}

impl Predict {
    /// What a browser reads; nothing if no field that the body sets has a type that a browser knows.
    fn json(self) -> Option<String> {
        let Kinds { fields, parameters } = (self.kinds)();
        let is_known = |field: &u16| fields.get(usize::from(*field)).is_some_and(Option::is_some);
        let (fields, parameters) = (kinds_json(&fields), kinds_json(&parameters));
        self.writes
            .iter()
            .any(is_known)
            .then(|| format!("[{fields},{parameters},{}]", self.body))
    }
}

fn kinds_json(kinds: &[Option<&str>]) -> String {
    let kind =
        |kind: &Option<&str>| kind.map_or_else(|| "0".to_owned(), |kind| format!("{kind:?}"));
    let kinds: Vec<String> = kinds.iter().map(kind).collect();
    format!("[{}]", kinds.join(","))
}

/// What happens to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is removed.
    Remove,
    /// It becomes the first row.
    First,
    /// It becomes the last row.
    Last,
    /// It is swapped with the row before it.
    Up,
    /// It is swapped with the row after it.
    Down,
}

impl Action {
    /// By how many places the row moves, as far as there are any, as written in the asset; `0` if it is removed.
    #[must_use]
    pub const fn step(self) -> i32 {
        match self {
            Action::Remove => 0,
            Action::First => -1_000_000_000,
            Action::Last => 1_000_000_000,
            Action::Up => -1,
            Action::Down => 1,
        }
    }
}

/// The browser stores what an event has changed, and shows it again without asking the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cache {
    /// How long a result is valid, in milliseconds.
    pub ttl: u32,
    /// The maximum number of results per view.
    pub max: u32,
    /// The maximum size of the results together, in bytes.
    pub max_bytes: u32,
    /// Whether the server is asked anyway.
    pub revalidate: bool,
    /// The parameters whose values distinguish results.
    pub key: &'static [KeyPart],
}

impl Cache {
    fn json(self) -> String {
        let Self {
            ttl,
            max,
            max_bytes,
            revalidate,
            key,
        } = self;
        let key: String = key.iter().map(KeyPart::json).collect();
        format!("[{ttl},{max},{max_bytes},{}{key}]", u8::from(revalidate))
    }
}

/// A parameter in the key of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyPart {
    /// The index of the parameter in a listener's arguments.
    pub parameter: u16,
    /// Its kind of number, if it is one: then the text of an input and a bound number are the same.
    pub number: Option<Number>,
}

impl KeyPart {
    fn json(&self) -> String {
        let Self { parameter, number } = self;
        match number {
            Some(_) => format!(",[{parameter}{}]", number_json(*number)),
            None => format!(",{parameter}"),
        }
    }
}

/// A parameter whose value is published to the client state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientState {
    /// The key in the client state.
    pub key: &'static str,
    /// The index of the parameter in a listener's arguments.
    pub parameter: u16,
    /// Its kind of number, if it is one: a browser reads a text and shows its number as Rust does.
    pub number: Option<Number>,
}

/// The parameters whose values are published, if any, as JSON.
fn client_state_json(states: &[ClientState]) -> Option<String> {
    let json =
        |ClientState {
             key,
             parameter,
             number,
         }: &ClientState| { format!("[\"{key}\",{parameter}{}]", number_json(*number)) };
    let states: Vec<String> = states.iter().map(json).collect();
    (!states.is_empty()).then(|| format!("[{}]", states.join(",")))
}

/// A kind of number. The discriminant is its number in the asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Number {
    /// Any integer type.
    Integer = 1,
    /// `f64`.
    Double = 2,
    /// `f32`.
    Single = 3,
}

fn number_json(number: Option<Number>) -> String {
    number.map_or_else(String::new, |number| format!(",{}", number as u8))
}

/// A type whose values are numbers, or absent.
pub trait Numeric {
    /// The kind of number.
    const NUMBER: Number;
}

macro_rules! numeric {
    ($($number:ident: $($ty:ty)*;)*) => {$($(
        impl Numeric for $ty {
            const NUMBER: Number = Number::$number;
        }
    )*)*};
}
numeric! {
    Integer: i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize;
    Double: f64;
    Single: f32;
}

impl<T: Numeric> Numeric for Option<T> {
    const NUMBER: Number = T::NUMBER;
}

/// Determines the kind of number of a type. For number types the constant is the inherent one, for all
/// others that of [`NotNumeric`].
#[derive(Debug)]
pub struct NumberOf<T>(std::marker::PhantomData<T>);

impl<T: Numeric> NumberOf<T> {
    /// The kind.
    pub const NUMBER: Option<Number> = Some(T::NUMBER);
}

/// Implemented for every type; the default for types that are not numbers.
pub trait NotNumeric {
    /// No kind.
    const NUMBER: Option<Number> = None;
}

impl<T> NotNumeric for NumberOf<T> {}
