//! What is known about the handlers of a view at compile time: their names, and what their annotations say.
//!
//! The macro writes the table as a constant; a browser gets it beside the templates, and does what is
//! declared in it. Nothing on the server depends on it.

use taut_facts::Member;

/// A handler that a listener calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handler {
    /// The method's name.
    pub name: &'static str,
    /// `#[debounce(…)]`.
    pub debounce: Option<Debounce>,
    /// `#[throttle(…)]`.
    pub throttle: Option<Throttle>,
    /// `#[optimistic]`.
    pub optimistic: Option<Optimistic>,
    /// `#[cache(…)]`.
    pub cache: Option<Cache>,
    /// `#[client_state(…)]`: the parameters whose values are published.
    pub client_state: &'static [ClientState],
    /// Whether its view has `on_reject`, and shows the user itself what was refused.
    pub on_reject: bool,
    /// `#[blocking]`: it holds its thread, which is no business of a browser.
    pub blocking: bool,
    /// `#[every(…)]`: the server calls it by itself, once in so many milliseconds.
    pub every: Option<u32>,
}

impl Handler {
    /// A handler without annotations.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            debounce: None,
            throttle: None,
            optimistic: None,
            cache: None,
            client_state: &[],
            on_reject: false,
            blocking: false,
            every: None,
        }
    }
}

impl Handler {
    /// What a browser reads of its annotations, as JSON.
    pub(crate) fn members(&self) -> Vec<(Member, String)> {
        let members = [
            (Member::Debounce, self.debounce.map(Debounce::json)),
            (Member::Throttle, self.throttle.map(Throttle::json)),
            (Member::Optimistic, self.optimistic.map(Optimistic::json)),
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

/// Events are sent when none has come for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Debounce {
    /// For how many milliseconds; nothing if the user must leave the control.
    pub wait: Option<u32>,
    /// After how many milliseconds they are sent in any case.
    pub max_wait: Option<u32>,
}

impl Debounce {
    fn json(self) -> String {
        let wait = self.wait.map_or(-1, i64::from);
        format!("[{wait},{}]", self.max_wait.unwrap_or(0))
    }
}

/// Events are sent at most once in an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    /// How many milliseconds it takes.
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

/// The browser shows what an event will do before the server has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Optimistic {
    /// After how many milliseconds without an answer the page is put back.
    pub timeout: u32,
    /// For how many milliseconds an element is marked whose event was refused.
    pub mark: u32,
    /// What happens to the row that the listener stands in.
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

/// What happens to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It goes.
    Remove,
    /// It becomes the first one.
    First,
    /// It becomes the last one.
    Last,
    /// It changes places with the one before.
    Up,
    /// It changes places with the one after.
    Down,
}

impl Action {
    /// By how many places the row moves on, as far as there are any, as the asset says it; `0` if it goes.
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

/// The browser keeps what an event has changed, and shows it again without asking the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cache {
    /// For how many milliseconds.
    pub ttl: u32,
    /// How many results of each view are kept.
    pub max: u32,
    /// How many bytes they have together at most.
    pub max_bytes: u32,
    /// Whether the server is asked all the same.
    pub revalidate: bool,
    /// The parameters whose values tell one result from another.
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
    /// Which parameter, among those that a listener gives.
    pub parameter: u16,
    /// What kind of number it is, if it is one: the text of an input and a bound number are the same then.
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

/// A parameter whose value is published to the whole page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientState {
    /// Under which name.
    pub key: &'static str,
    /// Which parameter, among those that a listener gives.
    pub parameter: u16,
    /// What kind of number it is, if it is one: a browser reads a text and shows its number as Rust does.
    pub number: Option<Number>,
}

/// The parameters whose values are published, if there are any.
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

/// A kind of number. The number is what the asset carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Number {
    /// All types of integers.
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
    /// Of which kind.
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

/// Tells what kind of number a type is. For numbers the constant is the type's own, for all others that of [`NotNumeric`].
#[derive(Debug)]
pub struct NumberOf<T>(std::marker::PhantomData<T>);

impl<T: Numeric> NumberOf<T> {
    /// The kind.
    pub const NUMBER: Option<Number> = Some(T::NUMBER);
}

/// What every type is, unless it is a number.
pub trait NotNumeric {
    /// No kind.
    const NUMBER: Option<Number> = None;
}

impl<T> NotNumeric for NumberOf<T> {}
