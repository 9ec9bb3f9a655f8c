//! The DOM double: the browser's end of a session. It applies the bytes of frames, and verifies them.

use std::fmt;

use serde_json::{Value, json};
use taut_facts::{Effect, Frame};

use crate::dom::{Dom, NodeId, Property};
use crate::page::{DomEvent, Heard, Listening, Page, Reaction, Told};
use crate::shape;
use crate::violation::{Judged, Stream, Violation, violation};

/// A page in a browser that exists only in memory.
///
/// It hydrates the server's HTML with the table of templates and applies frames to it, exactly as the
/// real client does. Where the real client would be out of sync and join again, it panics with the
/// reason: a frame out of order, a hole or row that does not exist, a value of the wrong kind, anything
/// redundant or surplus.
pub struct Browser {
    page: Page,
    token: String,
    /// The last frame that was applied; nothing if the page is out of sync.
    frame: Option<u32>,
    /// The number of the last event.
    number: u32,
    /// The number of pending events.
    sent: Vec<Sent>,
    /// What the server has sent besides values of holes since the last call of [`Browser::take_said`].
    said: SaidBeside,
    title: Option<String>,
}

impl fmt::Debug for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Browser")
            .field("frame", &self.frame)
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

/// What the server has sent besides values of holes.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct SaidBeside {
    /// Messages of handlers that have refused an event.
    pub errors: Vec<String>,
    /// Redirects of handlers.
    pub redirects: Vec<String>,
    /// Custom events on the document, with their details.
    pub dispatched: Vec<(String, Value)>,
    /// What a handler has replied to its event.
    pub reply: Option<Value>,
    /// Keys of the client state with their new values.
    pub published: Vec<(String, Value)>,
    /// Results of `#[cache]` that the browser must drop.
    pub invalidated: Vec<Invalidated>,
    /// Whether the browser must remove the draft.
    pub cleared_draft: bool,
    /// Messages for the user, by [`Context::flash`](taut_core::Context::flash).
    pub flashes: Vec<String>,
    /// The pages that the view shows, one after the other.
    pub shows: Vec<Shows>,
}

/// The address of a page that the view shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shows {
    /// As a new entry of the history.
    New(String),
    /// In the place of the current entry.
    Instead(String),
}

/// Results of `#[cache]` that the browser must drop.
#[derive(Debug, Clone, PartialEq)]
pub enum Invalidated {
    /// All results.
    All,
    /// All results of a handler.
    Handler(String),
    /// The result of a handler for these parameters.
    Key(String, Vec<Value>),
}

impl SaidBeside {
    /// Appends what was received later.
    pub(crate) fn append(&mut self, later: Self) {
        self.errors.extend(later.errors);
        self.redirects.extend(later.redirects);
        self.dispatched.extend(later.dispatched);
        self.reply = later.reply.or(self.reply.take());
        self.published.extend(later.published);
        self.invalidated.extend(later.invalidated);
        self.cleared_draft |= later.cleared_draft;
        self.flashes.extend(later.flashes);
        self.shows.extend(later.shows);
    }
}

#[derive(Debug)]
struct Sent {
    number: u32,
    frame: String,
    /// What the event tells the server about controls.
    told: Told,
}

impl Sent {
    /// A session that was restored from a snapshot may count from an earlier event on.
    fn renumber(&mut self, number: u32) {
        self.number = number;
        if let Some((_, rest)) = self.frame.split_once(',') {
            self.frame = format!("[{number},{rest}");
        }
    }
}

/// The result of an event.
#[derive(Debug)]
pub struct Fired {
    /// The frames for the server, in order.
    pub frames: Vec<String>,
    /// The commands that a browser would have run, in order.
    pub commands: Vec<String>,
    /// Whether a listener prevents the browser's default action.
    pub prevented: bool,
}

impl Browser {
    /// Takes over a page: its HTML, and the table of its templates as JSON.
    ///
    /// # Panics
    /// If the HTML does not match the table.
    #[must_use]
    #[track_caller]
    pub fn open(html: &str, templates: &[u8]) -> Self {
        let page = Page::open(html, templates)
            .unwrap_or_else(|why| panic!("the page violates the protocol: {why}\n{html}"));
        Self {
            page,
            token: String::new(),
            frame: Some(0),
            number: 0,
            sent: Vec::new(),
            said: SaidBeside::default(),
            title: None,
        }
    }

    /// The document.
    #[must_use]
    pub fn dom(&self) -> &Dom {
        &self.page.dom
    }

    /// The document, for changes that a script would make.
    pub fn dom_mut(&mut self) -> &mut Dom {
        &mut self.page.dom
    }

    /// The content of the page, one node per line, without details that the protocol leaves open.
    #[must_use]
    pub fn snapshot(&self) -> String {
        self.page.snapshot()
    }

    /// The content of one node of the page, in the format of [`Browser::snapshot`].
    #[must_use]
    pub fn describe(&self, node: NodeId) -> String {
        self.page.describe_one(node)
    }

    /// All listeners of elements in the page.
    #[must_use]
    pub fn listeners(&self) -> Vec<Listening> {
        self.page.listeners()
    }

    /// The title that the server has set, if any.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// Returns what the server has sent besides values of holes since the last call.
    pub fn take_said(&mut self) -> SaidBeside {
        std::mem::take(&mut self.said)
    }

    /// The frame that starts a connection.
    #[must_use]
    pub fn join(&self, templates: &str) -> String {
        json!([self.token, self.seen(), templates]).to_string()
    }

    /// The number of the last frame that was applied; negative if the page is out of sync.
    #[must_use]
    pub fn seen(&self) -> i64 {
        self.frame.map_or(-1, i64::from)
    }

    /// The number of pending events.
    #[must_use]
    pub fn unsettled(&self) -> usize {
        self.sent.len()
    }

    /// Marks the page as out of sync, so that the next join asks for all values.
    pub fn doubt(&mut self) {
        self.frame = None;
    }

    /// Sets the value of a control and counts the edit, as typing does before the `input` event.
    pub fn type_value(&mut self, control: NodeId, value: &str) {
        let property = self.page.dom.typed_property(control);
        self.page
            .dom
            .set_property(control, property, Property::Text(value.to_owned()));
        self.page.controls.edited(control);
    }

    /// Expects the answer to an event that the page did not send itself, and counts that event.
    pub fn expect_answer(&mut self) {
        self.number = self.number.wrapping_add(1);
        self.sent.push(Sent {
            number: self.number,
            frame: String::new(),
            told: Told::default(),
        });
    }

    /// Dispatches an event on an element.
    ///
    /// # Panics
    /// If a listener reads something that does not exist.
    #[track_caller]
    pub fn fire(&mut self, target: NodeId, event: &DomEvent) -> Fired {
        let Reaction {
            heard,
            commands,
            prevented,
        } = self
            .page
            .hear(target, event)
            .unwrap_or_else(|why| panic!("the event cannot be sent: {why}"));
        Fired {
            frames: heard.into_iter().map(|heard| self.send(heard)).collect(),
            commands,
            prevented,
        }
    }

    fn send(
        &mut self,
        Heard {
            address,
            values,
            told,
        }: Heard,
    ) -> String {
        self.number = self.number.wrapping_add(1);
        let address = if let [hole] = address.as_slice() {
            json!(hole)
        } else {
            json!(address)
        };
        let mut frame = vec![json!(self.number), json!(self.seen()), address];
        frame.extend(values);
        let frame = Value::Array(frame).to_string();
        self.sent.push(Sent {
            number: self.number,
            frame: frame.clone(),
            told,
        });
        frame
    }

    /// Goes to a page of the view, and returns the frame for the server.
    pub fn visit(&mut self, address: &str) -> String {
        self.number = self.number.wrapping_add(1);
        let frame = json!([self.number, self.seen(), address]).to_string();
        self.sent.push(Sent {
            number: self.number,
            frame: frame.clone(),
            told: Told::default(),
        });
        frame
    }

    /// Applies a frame of the server.
    ///
    /// # Panics
    /// If it violates the protocol.
    #[track_caller]
    pub fn receive(&mut self, frame: &str) -> Vec<String> {
        self.try_receive(frame).unwrap_or_else(|why| {
            panic!("a frame violates the protocol: {why}\nthe frame: {frame}")
        })
    }

    /// Applies a frame of the server. Returns the events to resend, which a join may ask for.
    ///
    /// # Errors
    /// If the frame violates the protocol. The page may show a part of it.
    pub fn try_receive(&mut self, frame: &str) -> Result<Vec<String>, Violation> {
        let value: Value =
            serde_json::from_str(frame).or_else(|error| violation(format!("no JSON: {error}")))?;
        let mut stream = Stream::of(&value, "an array")?;
        let number = stream.integer("the kind of a frame")?;
        match Frame::of_kind(number) {
            Some(kind @ (Frame::Joined | Frame::Mounted)) => {
                self.joined(kind == Frame::Mounted, &mut stream)
            }
            Some(Frame::Refused) => {
                let why = stream.text("why the server refuses")?;
                violation(format!("the server refused the connection: {why}"))
            }
            _ => self.patch(number, &mut stream).map(|()| Vec::new()),
        }
    }

    fn patch(&mut self, number: i64, stream: &mut Stream<'_>) -> Judged {
        let Some(frame) = self.frame else {
            return violation("a patch before the answer to a join");
        };
        let next = frame.wrapping_add(1);
        if number != i64::from(next % 10) {
            return violation(format!("expected patch {next}, found {number}"));
        }
        let settled = stream.count("how many events are settled")?;
        if settled > self.sent.len() {
            return violation(format!(
                "{settled} events are settled of {}",
                self.sent.len()
            ));
        }
        let done: Vec<_> = self.sent.drain(..settled).collect();
        self.page.patch_page(stream)?;
        self.frame = Some(next);
        let failed = if stream.is_empty() {
            false
        } else {
            self.effects(stream.next("effects")?)?
        };
        stream.end("the effects")?;
        self.settle(&done, failed);
        Ok(())
    }

    fn settle(&mut self, done: &[Sent], failed: bool) {
        for Sent { told, .. } in done {
            self.page.settle(told, failed);
        }
    }

    /// Applies the effects of a frame, and returns whether an event has failed.
    fn effects(&mut self, effects: &Value) -> Judged<bool> {
        let Value::Object(members) = effects else {
            return violation(format!("expected effects, found {effects}"));
        };
        if members.is_empty() {
            return violation("the effects are empty");
        }
        for (name, value) in members {
            let effect =
                Effect::named(name).filter(|effect| shape::fits(value, effect.row().shape));
            let Some(effect) = effect else {
                return violation(format!("the effects cannot have `{name}`: {value}"));
            };
            self.effect(effect, value)?;
        }
        Ok(members.contains_key(Effect::Error.name()))
    }

    fn effect(&mut self, effect: Effect, value: &Value) -> Judged {
        let text = || value.as_str().unwrap_or_default().to_owned();
        match effect {
            Effect::Error => self.said.errors.push(text()),
            Effect::Redirect => self.said.redirects.push(text()),
            Effect::Go => self.said.shows.push(Shows::New(text())),
            Effect::Replace => self.said.shows.push(Shows::Instead(text())),
            Effect::Flash => self.said.flashes.push(text()),
            Effect::Title => self.title = Some(text()),
            Effect::Dispatch => {
                for event in value.as_array().into_iter().flatten() {
                    let mut event = Stream::of(event, "an event to dispatch")?;
                    let name = event.text("the name of an event")?.to_owned();
                    self.said
                        .dispatched
                        .push((name, event.next("the detail of an event")?.clone()));
                }
            }
            Effect::Reply => self.said.reply = Some(value.clone()),
            Effect::Publish => {
                let values = value.as_object().filter(|values| !values.is_empty());
                let Some(values) = values else {
                    return violation("nothing is published");
                };
                self.said.published.extend(
                    values
                        .iter()
                        .map(|(key, value)| (key.clone(), value.clone())),
                );
            }
            Effect::Invalidate => self.said.invalidated.extend(invalidated(value)?),
            // All drafts of users are forgotten only where a join is refused.
            Effect::Draft if value == 0 => self.said.cleared_draft = true,
            Effect::Draft => return violation(format!("the effects cannot have `draft`: {value}")),
        }
        Ok(())
    }

    /// The answer to a join: only numbers, or all values.
    fn joined(&mut self, is_new: bool, stream: &mut Stream<'_>) -> Judged<Vec<String>> {
        self.token = stream.text("a token")?.to_owned();
        let mut number = |what| {
            stream
                .integer(what)
                .and_then(|number| u32::try_from(number).or_else(|_| violation(what)))
        };
        let (frame, event, row) = (number("a frame")?, number("an event")?, number("a row")?);
        let values = if stream.is_empty() {
            None
        } else {
            Some(stream.next("values")?)
        };
        if !stream.is_empty() {
            return violation("the server has other templates: the page must be loaded again");
        }
        let (done, again): (Vec<_>, Vec<_>) = std::mem::take(&mut self.sent)
            .into_iter()
            .partition(|sent| is_new || sent.number <= event);
        self.sent = again;
        match values {
            Some(values) => {
                self.page.clear_all()?;
                self.page.next_row = row;
                let mut values = Stream::of(values, "all values")?;
                self.page.write_page(&mut values)?;
                values.end("all values")?;
            }
            None if self.frame != Some(frame) => {
                return violation(format!(
                    "frame {frame} was sent, but {:?} was applied",
                    self.frame
                ));
            }
            None if self.page.next_row != row => {
                return violation(format!(
                    "the server counts {row} rows, the page {}",
                    self.page.next_row
                ));
            }
            None => {}
        }
        self.frame = Some(frame);
        self.settle(&done, false);
        self.number = event;
        for sent in &mut self.sent {
            self.number = self.number.wrapping_add(1);
            sent.renumber(self.number);
        }
        Ok(self.sent.iter().map(|sent| sent.frame.clone()).collect())
    }

    pub(crate) fn page_mut(&mut self) -> &mut Page {
        &mut self.page
    }
}

fn invalidated(what: &Value) -> Judged<Vec<Invalidated>> {
    match what {
        Value::Number(zero) if zero.as_u64() == Some(0) => Ok(vec![Invalidated::All]),
        Value::Array(some) if !some.is_empty() => some.iter().map(invalidated_one).collect(),
        _ => violation(format!("this invalidates nothing: {what}")),
    }
}

fn invalidated_one(what: &Value) -> Judged<Invalidated> {
    if let Value::String(handler) = what {
        return Ok(Invalidated::Handler(handler.clone()));
    }
    let mut key = Stream::of(what, "a handler, or a handler with a key")?;
    let handler = key.text("the name of a handler")?.to_owned();
    let mut parameters = Vec::new();
    while !key.is_empty() {
        parameters.push(key.next("a parameter")?.clone());
    }
    Ok(Invalidated::Key(handler, parameters))
}

#[cfg(test)]
mod tests;
