//! Events at random: in time, too late, and forged.

use taut_core::Session as _;
use taut_test::{DomEvent, Fired, Listening, NodeId};

use super::duel::{Check, Duel, Subject};
use super::random::Random;

impl<V: Subject> Duel<V> {
    /// An event of an element in the page calls the handlers that the page promises, with the arguments
    /// that it shows.
    pub(crate) fn event_in_time(&mut self, random: &mut Random) -> Check {
        let Some((listening, promised, fired)) = self.fire(random) else {
            return Ok(());
        };
        self.take_calls()?;
        for frame in &fired.frames {
            self.send(frame)?;
        }
        let calls = self.take_calls()?;
        if calls == promised {
            Ok(())
        } else {
            Err(format!(
                "{listening:?} called {calls:?} instead of {promised:?}"
            ))
        }
    }

    /// An event is on its way while the page changes: it still does what the user saw, or nothing.
    pub(crate) fn event_too_late(&mut self, random: &mut Random) -> Check {
        let Some((listening, promised, fired)) = self.fire(random) else {
            return Ok(());
        };
        let seen = self.bound(&listening);
        self.take_calls()?;
        self.mutate(random)?;
        let patch = self.patch();
        let (Some(frame), Some(promised)) = (fired.frames.first(), promised.first()) else {
            return Ok(());
        };
        let answer = self.answer(frame)?;
        let calls = self.take_calls()?;
        let others: Vec<_> = fired
            .frames
            .iter()
            .skip(1)
            .map(|frame| self.answer(frame))
            .collect();
        self.receive(&patch)?;
        let still =
            self.browser.dom().is_connected(listening.element) && self.bound(&listening) == seen;
        self.receive(&answer)?;
        for other in others {
            self.receive(&other?)?;
        }
        match calls.as_slice() {
            [] if !still => Ok(()),
            [call] if still && call == promised => Ok(()),
            _ => Err(format!(
                "{listening:?} called {calls:?}; promised {promised}, which still holds: {still}"
            )),
        }
    }

    /// An address that no listener in the page has calls nothing.
    pub(crate) fn forged_event(&mut self, random: &mut Random) -> Check {
        let known: Vec<_> = self
            .browser
            .listeners()
            .into_iter()
            .map(|listening| listening.address)
            .collect();
        let address: Vec<u32> = match random.pick(&known) {
            Some(known) if random.chance(60) => {
                let mut address = known.clone();
                match random.below(4) {
                    0 => address.push(random.number(12)),
                    1 => drop(address.pop()),
                    _ => {
                        let at = random.below(address.len());
                        address[at] = random.number(40);
                    }
                }
                address
            }
            _ => random.several(6, |random| random.number(12)),
        };
        if known.contains(&address) {
            return Ok(());
        }
        self.take_calls()?;
        let position = self.session.position();
        let seen = if random.chance(50) {
            position.frame
        } else {
            u32::MAX
        };
        // The page did not send it, so the page must not hear of it either.
        let answer = self.answer(&format!("[{},{seen},{address:?}]", position.event + 1))?;
        let calls = self.take_calls()?;
        self.tell(format!("forged, and answered with {answer}"));
        self.browser.doubt();
        self.rejoin()?;
        if calls.is_empty() {
            Ok(())
        } else {
            Err(format!("a forged event to {address:?} called {calls:?}"))
        }
    }

    /// Lets an event happen to a random element; gives what the page promises, and the frames.
    fn fire(&mut self, random: &mut Random) -> Option<(Listening, Vec<String>, Fired)> {
        let listening = random.pick(&self.browser.listeners())?.clone();
        let event = DomEvent::new(listening.event.as_str()).key("Enter");
        let around: Vec<_> = self.browser.dom().ancestors(listening.element).collect();
        let promised = around
            .into_iter()
            .filter_map(|node| self.promise(node, &listening.event))
            .collect();
        let fired = self.browser.fire(listening.element, &event);
        Some((listening, promised, fired))
    }

    /// What an element shows that its listener is bound to.
    fn bound(&self, listening: &Listening) -> Option<String> {
        let name = format!("data-{}", listening.event);
        self.browser
            .dom()
            .attribute(listening.element, &name)
            .map(str::to_owned)
    }

    /// What an element says that an event of it will call.
    fn promise(&self, node: NodeId, event: &str) -> Option<String> {
        let dom = self.browser.dom();
        let call = dom.attribute(node, &format!("data-{event}"))?;
        Some(
            call.replace("$value", &dom.value(node))
                .replace("$checked", &dom.is(node, "checked").to_string()),
        )
    }
}
