//! Dispatches an event through the document, and finds the listeners for it.

use serde_json::Value;
use taut_facts::Flag;

use super::controls::Told;
use super::{InstanceId, Page, Said};
use crate::dom::NodeId;
use crate::table::{Kind, Listener};
use crate::violation::{Judged, violation};

const PREVENT: i64 = Flag::Prevent.bit() as i64;
const STOP: i64 = Flag::Stop.bit() as i64;
const WINDOW: i64 = Flag::Window.bit() as i64;
const OUTSIDE: i64 = Flag::Outside.bit() as i64;
const ITSELF: i64 = Flag::Itself.bit() as i64;
const ONCE: i64 = Flag::Once.bit() as i64;

/// Events that do not bubble.
const NOT_BUBBLING: &[&str] = &[
    "blur",
    "cancel",
    "close",
    "error",
    "focus",
    "invalid",
    "load",
    "mouseenter",
    "mouseleave",
    "pointerenter",
    "pointerleave",
    "scroll",
    "scrollend",
    "toggle",
];

/// An event on an element, with what listeners can read from it.
///
/// ```
/// let event = taut_test::DomEvent::new("keydown").key("Enter").ctrl();
/// # drop(event);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct DomEvent {
    pub(super) kind: String,
    bubbles: bool,
    pub(super) key: Option<String>,
    pub(super) code: Option<String>,
    pub(super) held: Vec<&'static str>,
    pub(super) at: Option<(f64, f64)>,
    pub(super) button: Option<i64>,
    pub(super) delta_y: Option<f64>,
    pub(super) detail: Option<Value>,
    pub(crate) submitter: Option<NodeId>,
}

impl DomEvent {
    /// An event by its name, such as `click`.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        let kind = name.into();
        let has_pointer = ["click", "mouse", "pointer", "drag", "drop", "wheel", "menu"]
            .iter()
            .any(|of| kind.contains(of));
        Self {
            bubbles: !NOT_BUBBLING.contains(&kind.as_str()),
            key: None,
            code: None,
            held: Vec::new(),
            at: has_pointer.then_some((0.0, 0.0)),
            button: has_pointer.then_some(0),
            delta_y: None,
            detail: None,
            submitter: None,
            kind,
        }
    }

    /// Sets the name of the key, such as `Enter` or `a`.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Sets the code of the key on the keyboard, such as `KeyA`.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Holds Control.
    #[must_use]
    pub fn ctrl(mut self) -> Self {
        self.held.push("ctrl");
        self
    }

    /// Holds Shift.
    #[must_use]
    pub fn shift(mut self) -> Self {
        self.held.push("shift");
        self
    }

    /// Holds Alt.
    #[must_use]
    pub fn alt(mut self) -> Self {
        self.held.push("alt");
        self
    }

    /// Holds Meta.
    #[must_use]
    pub fn meta(mut self) -> Self {
        self.held.push("meta");
        self
    }

    /// Sets the position, in CSS pixels from the left and top of the viewport, and of the element.
    #[must_use]
    pub fn at(mut self, x: f64, y: f64) -> Self {
        self.at = Some((x, y));
        self
    }

    /// Sets the number of the mouse button.
    #[must_use]
    pub fn button(mut self, button: i64) -> Self {
        self.button = Some(button);
        self
    }

    /// Sets the vertical amount of scrolling.
    #[must_use]
    pub fn delta_y(mut self, delta: f64) -> Self {
        self.delta_y = Some(delta);
        self
    }

    /// Sets the detail of a custom event.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Value>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

/// A listener that has received an event, and what it sends to the server.
#[derive(Debug)]
pub(crate) struct Heard {
    pub(crate) address: Vec<u32>,
    pub(crate) values: Vec<Value>,
    pub(crate) told: Told,
}

/// What all listeners have done about an event.
pub(crate) struct Reaction {
    pub(crate) heard: Vec<Heard>,
    pub(crate) commands: Vec<String>,
    pub(crate) prevented: bool,
}

/// A listener in the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listening {
    /// The element.
    pub element: NodeId,
    /// The name of the event.
    pub event: String,
    /// The address of the listener in frames.
    pub address: Vec<u32>,
}

/// An event during dispatch.
struct Way<'a> {
    target: NodeId,
    event: &'a DomEvent,
    heard: Vec<Heard>,
    commands: Vec<String>,
    prevented: bool,
    stopped: bool,
}

impl Page {
    /// Dispatches an event. Returns the listeners that received it, and whether the default action is prevented.
    pub(crate) fn hear(&mut self, target: NodeId, event: &DomEvent) -> Judged<Reaction> {
        let mut way = Way {
            target,
            event,
            heard: Vec::new(),
            commands: Vec::new(),
            prevented: false,
            stopped: false,
        };
        if !event.bubbles {
            self.everywhere(&mut way)?;
        }
        let path: Vec<_> = self
            .dom
            .ancestors(target)
            .take(if event.bubbles { usize::MAX } else { 1 })
            .collect();
        for element in path {
            if way.stopped {
                break;
            }
            for (id, hole) in self.wires.get(&element).cloned().unwrap_or_default() {
                if self.listener(id, hole)?.is_some_and(|(kind, flags)| {
                    kind == event.kind && flags & (WINDOW | OUTSIDE) == 0
                }) {
                    self.act(id, hole, &mut way)?;
                }
            }
        }
        if event.bubbles && !way.stopped {
            self.everywhere(&mut way)?;
        }
        Ok(Reaction {
            heard: way.heard,
            commands: way.commands,
            prevented: way.prevented,
        })
    }

    /// All listeners of elements in the page.
    pub(crate) fn listeners(&self) -> Vec<Listening> {
        let ids = (0..self.instances.len())
            .map(InstanceId)
            .filter(|id| self.is_shown(*id));
        let mut all = Vec::new();
        for id in ids {
            for hole in 0..self.instance(id).at.len() {
                if let (Ok(Kind::Event(listener)), Ok(element)) =
                    (self.kind(id, hole), self.node(id, hole))
                    && listener.commands.is_empty()
                {
                    all.push(Listening {
                        element,
                        event: listener.event.clone(),
                        address: self.address(id, hole),
                    });
                }
            }
        }
        all
    }

    /// Registers a listener that is not on the path of an event.
    pub(super) fn wire(&mut self, id: InstanceId, hole: usize) -> Judged {
        if self
            .listener(id, hole)?
            .is_some_and(|(_, flags)| flags & (WINDOW | OUTSIDE) != 0)
        {
            self.global.push((id, hole));
        }
        Ok(())
    }

    fn listener(&self, id: InstanceId, hole: usize) -> Judged<Option<(String, i64)>> {
        let listener = |Listener { event, flags, .. }: &Listener| (event.clone(), *flags);
        Ok(if let Kind::Event(of) = self.kind(id, hole)? {
            Some(listener(of))
        } else {
            None
        })
    }

    fn everywhere(&mut self, way: &mut Way<'_>) -> Judged {
        for (id, hole) in self.global.clone() {
            let (element, Some((kind, flags))) = (self.node(id, hole)?, self.listener(id, hole)?)
            else {
                continue;
            };
            if !self.dom.is_connected(element) {
                self.global.retain(|entry| *entry != (id, hole));
            } else if kind == way.event.kind
                && (flags & OUTSIDE == 0
                    || !self.dom.ancestors(way.target).any(|node| node == element))
            {
                self.act(id, hole, way)?;
            }
        }
        Ok(())
    }

    fn act(&mut self, id: InstanceId, hole: usize, way: &mut Way<'_>) -> Judged {
        let element = self.node(id, hole)?;
        let Kind::Event(listener) = self.kind(id, hole)? else {
            return violation("no listener");
        };
        let flags = listener.flags;
        if flags & ITSELF != 0 && way.target != element
            || !listener.keys.iter().all(|key| way.event.has_key(key))
        {
            return Ok(());
        }
        way.prevented |= flags & PREVENT != 0;
        way.stopped |= flags & STOP != 0;
        if flags & ONCE != 0 && self.instance(id).said[hole].is_some() {
            return Ok(());
        }
        for name in listener.attributes.iter().flatten() {
            self.known_argument(element, name)?;
        }
        if !listener.commands.is_empty() {
            let commands = listener.commands.iter();
            let ran: Vec<String> = commands
                .map(|command| self.command(command, element))
                .collect::<Judged<_>>()?;
            way.commands.extend(ran);
            self.instance_mut(id).said[hole] = Some(Said::Fired);
            return Ok(());
        }
        let reads = listener.projections.clone();
        let mut values = Vec::new();
        for projection in &reads {
            values.push(self.read(*projection, way.event, element, way.target)?);
        }
        let told = self.tell(way.event, &reads, element, way.target);
        self.instance_mut(id).said[hole] = Some(Said::Fired);
        way.heard.push(Heard {
            address: self.address(id, hole),
            values,
            told,
        });
        Ok(())
    }
}

impl Page {
    /// An argument that the browser must know is JSON in an attribute.
    fn known_argument(&self, element: NodeId, name: &str) -> Judged {
        let json = self.dom.attribute(element, name).unwrap_or_default();
        match serde_json::from_str::<Value>(json) {
            Ok(_) => Ok(()),
            Err(error) => violation(format!("`{name}` holds no argument, but `{json}`: {error}")),
        }
    }
}

impl DomEvent {
    fn has_key(&self, key: &str) -> bool {
        match key {
            "alt" | "ctrl" | "meta" | "shift" => self.held.contains(&key),
            _ => self
                .key
                .as_ref()
                .is_some_and(|own| own.eq_ignore_ascii_case(key)),
        }
    }
}
