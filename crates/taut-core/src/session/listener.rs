//! Which listener an event names, and what has become of it.

use crate::counts::{Count, count};
use crate::pass::Outcome;
use crate::reject::Reject;
use crate::template::{Kind, Listener, Template};
use crate::way::Way;
use crate::wire::Event;

/// Refuses an event that no browser of ours sends: of a listener that is not, nor ever was, in the page,
/// or with another number of values than the listener reads.
pub(super) fn check_listener(
    page: &'static Template,
    event: &Event<'_>,
    next_row: u32,
) -> Result<&'static Listener, String> {
    let listener =
        listener(page, &event.address, next_row).ok_or("the event names nothing in the page")?;
    let (reads, carries) = (listener.projections.len(), event.values.arguments().len());
    if reads == carries {
        Ok(listener)
    } else {
        Err(format!(
            "the listener reads {reads} values, the event carries {carries}"
        ))
    }
}

/// Counts what has become of an event.
pub(super) fn note<C>(found: &Result<(Outcome, Option<C>), Reject>) {
    match found {
        Ok((Outcome::Settled(settled), _)) if !settled.is_of_handler() => count(Count::Malformed),
        Ok((Outcome::Refused(_), _)) => count(Count::Malformed),
        Ok((Outcome::Settled(_) | Outcome::Working(_), _) | (Outcome::Found(_), Some(_))) => {
            count(Count::Events)
        }
        Ok(_) => count(Count::Stale),
        // The panic is counted.
        Err(_) => {}
    }
}

/// The listener that an address leads to.
fn listener(page: &'static Template, address: &[u32], next_row: u32) -> Option<&'static Listener> {
    let (last, way) = address.split_last()?;
    let mut walk = Way::of(page);
    let (pairs, rest) = way.as_chunks::<2>();
    for [hole, child] in pairs {
        let kind = walk.step(*hole, *child)?;
        if matches!(kind, Kind::List { .. }) && *child >= next_row {
            return None;
        }
    }
    match walk.template.addressed(*last)? {
        Kind::Event(listener) if rest.is_empty() && listener.commands.is_empty() => Some(listener),
        _ => None,
    }
}
