//! The bytes of frames, in both directions. `docs/protocol.md` specifies them.

mod effects;
mod error;
mod joining;

use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;
use smallvec::SmallVec;

use crate::counts::{Count, count};
use crate::history::Mark;
use crate::limits::{MAX_ADDRESS_LENGTH, MAX_EVENT_VALUES, MAX_FRAME_DEPTH, MAX_PAGE_BYTES};
use crate::text::json_str;

pub(crate) use effects::write_effects;
pub use effects::write_refusal;
pub use error::ProtocolError;
pub use joining::Joining;

/// An event, as a browser sends it (`[number, seen, address, values…]`), or as a form post. The address is that of a
/// listener, or, as a text, that of a page.
#[derive(Debug)]
pub struct Event<'a> {
    /// The number of the event, which increases by one with each event of a session.
    pub number: u32,
    /// The last frame that the browser had applied when the user acted.
    pub seen: u32,
    /// The address of the listener; empty if the event asks for a page.
    pub address: SmallVec<[u32; 8]>,
    /// The values that the browser has read for the listener.
    pub values: Values<'a>,
}

/// The values that a browser has read from an event, one for each projection.
#[derive(Debug)]
pub enum Values<'a> {
    /// The values as the client sends them.
    Json(SmallVec<[&'a RawValue; 4]>),
    /// The only value of a form post: its fields.
    Form(&'a [(String, String)]),
    /// No values: the browser goes to the page with this address.
    Page(Box<str>),
}

/// The [`Values`] of an event, as they are passed to its listener.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Arguments<'a> {
    Json(&'a [&'a RawValue]),
    Form(&'a [(String, String)]),
}

impl<'a> Event<'a> {
    /// Reads an event.
    ///
    /// # Errors
    /// If the frame is not an event.
    pub fn read(frame: &'a str) -> Result<Self, ProtocolError> {
        read_event(frame)
            .map_err(ProtocolError::Malformed)
            .inspect_err(|_| count(Count::Malformed))
    }

    /// Reads only the number of an event, which is handled later.
    pub(crate) fn number_in(frame: &str) -> Result<u32, ProtocolError> {
        read_event(frame)
            .map(|event| event.number)
            .map_err(ProtocolError::Malformed)
    }
}

impl Values<'_> {
    pub(crate) fn arguments(&self) -> Arguments<'_> {
        match self {
            Values::Json(values) => Arguments::Json(values),
            Values::Form(fields) => Arguments::Form(fields),
            Values::Page(_) => Arguments::Json(&[]),
        }
    }
}

impl Arguments<'_> {
    pub(crate) fn len(self) -> usize {
        match self {
            Arguments::Json(values) => values.len(),
            Arguments::Form(_) => 1,
        }
    }
}

/// Reads an event.
fn read_event(frame: &str) -> Result<Event<'_>, serde_json::Error> {
    check(frame, MAX_FRAME_DEPTH)?;
    serde_json::from_str(frame)
}

/// Refuses a frame that is not an array, or nested too deeply.
fn check(frame: &str, depth: usize) -> Result<(), serde_json::Error> {
    if !frame.trim_ascii_start().starts_with('[') {
        return Err(de::Error::custom("expected an array"));
    }
    check_depth(frame, depth)
}

/// Counts brackets outside strings, so that nothing deeply nested is ever visited.
fn check_depth(frame: &str, most: usize) -> Result<(), serde_json::Error> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for byte in frame.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => depth += 1,
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > most {
            return Err(de::Error::custom(format_args!("nested deeper than {most}")));
        }
    }
    Ok(())
}

impl<'de> Deserialize<'de> for Event<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(EventVisitor)
    }
}

struct EventVisitor;

impl<'de> Visitor<'de> for EventVisitor {
    type Value = Event<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an event: [number, seen, address, values…]")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Event<'de>, A::Error> {
        let missing = |at| de::Error::invalid_length(at, &self);
        let Integer(number) = seq.next_element()?.ok_or_else(|| missing(0))?;
        let Integer(seen) = seq.next_element()?.ok_or_else(|| missing(1))?;
        let target = seq.next_element()?.ok_or_else(|| missing(2))?;
        let mut values = SmallVec::new();
        while let Some(value) = seq.next_element()? {
            if values.len() == MAX_EVENT_VALUES {
                return Err(de::Error::custom(format_args!(
                    "more than {MAX_EVENT_VALUES} values"
                )));
            }
            values.push(value);
        }
        let (address, values) = match target {
            Target::Listener(address) => (address, Values::Json(values)),
            Target::Page(page) if values.is_empty() => (SmallVec::new(), Values::Page(page)),
            Target::Page(_) => return Err(de::Error::custom("values for a page")),
        };
        Ok(Event {
            number,
            seen,
            address,
            values,
        })
    }
}

/// An integer in a place where the browser may send something else. serde's own message would repeat a
/// text, which may be long.
struct Integer<T>(T);

impl<'de, T: TryFrom<i64>> Deserialize<'de> for Integer<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let integer = deserializer.deserialize_any(IntegerVisitor)?;
        T::try_from(integer)
            .map(Integer)
            .map_err(|_| de::Error::custom(format_args!("{integer} is out of range")))
    }
}

/// The number of a frame, which is negative if the browser is out of sync.
fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    Integer::deserialize(deserializer).map(|Integer(integer)| integer)
}

struct IntegerVisitor;

impl Visitor<'_> for IntegerVisitor {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }

    fn visit_i64<E: de::Error>(self, integer: i64) -> Result<i64, E> {
        Ok(integer)
    }

    fn visit_u64<E: de::Error>(self, integer: u64) -> Result<i64, E> {
        i64::try_from(integer)
            .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(integer), &self))
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<i64, E> {
        Err(E::custom("expected an integer, found a text"))
    }
}

/// What an event is for.
enum Target {
    /// A listener: its address is a number for a hole of the page itself, and an array for one further in.
    Listener(SmallVec<[u32; 8]>),
    /// Another page of the view.
    Page(Box<str>),
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TargetVisitor)
    }
}

struct TargetVisitor;

impl<'de> Visitor<'de> for TargetVisitor {
    type Value = Target;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an address: a hole, [hole, child, …, hole], or the path of a page")
    }

    fn visit_u64<E: de::Error>(self, hole: u64) -> Result<Target, E> {
        let hole = u32::try_from(hole)
            .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(hole), &self))?;
        Ok(Target::Listener(SmallVec::from_slice(&[hole])))
    }

    fn visit_str<E: de::Error>(self, page: &str) -> Result<Target, E> {
        if page.starts_with('/') && page.len() <= MAX_PAGE_BYTES {
            Ok(Target::Page(page.into()))
        } else {
            Err(E::custom(format_args!(
                "expected a path of at most {MAX_PAGE_BYTES} bytes, found another text"
            )))
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Target, A::Error> {
        let mut address = SmallVec::new();
        while let Some(Integer(number)) = seq.next_element()? {
            if address.len() == MAX_ADDRESS_LENGTH {
                return Err(de::Error::custom(format_args!(
                    "an address longer than {MAX_ADDRESS_LENGTH}"
                )));
            }
            address.push(number);
        }
        Ok(Target::Listener(address))
    }
}

/// Opens a patch: its number modulo ten, and how many events it settles.
pub(crate) fn open_patch(out: &mut Vec<u8>, number: u32, settled: u32) {
    let mut digits = itoa::Buffer::new();
    out.push(b'[');
    out.push(b'0' + (number % 10) as u8);
    out.push(b',');
    out.extend_from_slice(digits.format(settled).as_bytes());
}

/// The first frame of a browser on a socket: `[token, seen, templates]`; or a later one, with the address of a page that is to take
/// the place of its own: `["", -1, "", page]`.
#[derive(Debug, Deserialize)]
pub struct Join {
    /// The token of the session.
    pub token: String,
    /// The last frame that the browser has applied; negative if it is out of sync.
    #[serde(deserialize_with = "integer")]
    pub seen: i64,
    /// The address of the templates that the browser has.
    pub templates: String,
    /// The page of another view that it asks for.
    #[serde(default)]
    pub page: Option<String>,
}

impl Join {
    /// Whether a frame is a join, and no event.
    #[must_use]
    pub fn is_one(frame: &str) -> bool {
        frame.starts_with("[\"")
    }

    /// Whether the browser has the templates at an address. An address that ends with `#` is that of any user's page.
    #[must_use]
    pub fn has_templates(&self, address: &str) -> bool {
        is_same(&self.templates, address)
    }
}

/// Whether two addresses are of the same templates of the same user's page, or the second one of any user's.
fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (name_of(one), name_of(other));
    one == other || other.ends_with('#') && one.starts_with(other)
}

/// The name of an asset, which is the end of its address; the start depends on how the browser reaches the application.
fn name_of(address: &str) -> &str {
    address.rsplit(['/', '=']).next().unwrap_or(address)
}

/// Reads the first frame of a browser.
///
/// # Errors
/// If it is not a join.
pub fn read_join(frame: &str) -> Result<Join, serde_json::Error> {
    check(frame, MAX_FRAME_DEPTH)?;
    serde_json::from_str(frame)
}

/// The body of a beacon, which a page posts when it is hidden without a socket: `[token, seen, templates, [event, …]]`.
#[derive(Debug, Deserialize)]
pub struct Delivery {
    /// The token of the session.
    pub token: String,
    /// The last frame that the browser has applied; negative if it is out of sync.
    #[serde(deserialize_with = "integer")]
    pub seen: i64,
    /// The address of the templates that the browser has.
    pub templates: String,
    /// The pending events, each as on a socket.
    #[serde(deserialize_with = "events")]
    pub events: Vec<Box<RawValue>>,
}

impl Delivery {
    /// Whether the browser has the templates at an address. An address that ends with `#` is that of any user's page.
    #[must_use]
    pub fn has_templates(&self, address: &str) -> bool {
        is_same(&self.templates, address)
    }
}

/// The events of a post.
fn events<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Box<RawValue>>, D::Error> {
    deserializer.deserialize_any(EventsVisitor)
}

struct EventsVisitor;

impl<'de> Visitor<'de> for EventsVisitor {
    type Value = Vec<Box<RawValue>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of events")
    }

    /// Items that are too short for an event would take several times their length.
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut events = Vec::new();
        while let Some(event) = seq.next_element::<Box<RawValue>>()? {
            if event.get().len() < "[1,0,0]".len() {
                return Err(de::Error::custom("expected an event"));
            }
            events.push(event);
        }
        Ok(events)
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<Self::Value, E> {
        Err(E::custom("expected a list of events, found a text"))
    }
}

/// Reads the body of a beacon.
///
/// # Errors
/// If it is not one.
pub fn read_delivery(body: &str) -> Result<Delivery, serde_json::Error> {
    check(body, MAX_FRAME_DEPTH + 2)?;
    serde_json::from_str(body)
}

/// Opens the answer to a join: `[-1, token, frame, event, row`, or -3 for a session that the browser
/// does not know. The values of the page may follow.
pub(crate) fn open_joined(out: &mut Vec<u8>, join: &Joining<'_>, Mark { frame, event, row }: Mark) {
    out.extend_from_slice(if join.is_new { b"[-3," } else { b"[-1," });
    json_str(out, join.token);
    for number in [frame, event, row] {
        out.push(b',');
        out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
    }
}

/// Appends the address of the templates that values are for, if the browser has others.
pub(crate) fn write_templates(out: &mut Vec<u8>, address: Option<&str>) {
    if let Some(address) = address {
        out.push(b',');
        json_str(out, address);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_event_is_not_repeated() {
        let long = format!("\"{}\"", "\u{7f}".repeat(10_000));
        for frame in [
            &long,
            &format!("[{long},0,0]"),
            &format!("[1,{long},0]"),
            &format!("[1,0,{long}]"),
            &format!("[1,0,[0,{long}]]"),
        ] {
            let why = read_event(frame).map_err(|error| error.to_string());
            assert!(why.is_err_and(|why| why.len() < 100), "{}", &frame[..20]);
        }
        let join = read_join(&format!("[\"\",{long},\"\"]")).map_err(|error| error.to_string());
        assert!(join.is_err_and(|why| why.len() < 100));
    }
}
