//! Every number that bounds what a browser may do, in one place.
//!
//! The constants are the defaults of [`Limits`], which each view may have of its own; those that have no field
//! there are the same for all.

use std::fmt::Display;
use std::time::Duration;

pub use taut_facts::limits::{LONGEST_PING_SECONDS, MAX_FRAME_DEPTH, POST_BYTES};

/// The longest frame that a browser may send, in bytes. A longer one closes the socket with code 1009.
pub const MAX_FRAME_BYTES: usize = 64 * 1024;

/// How long a post waits for those before it that it has overtaken, in seconds.
pub const OVERTAKING_SECONDS: u64 = 2;

/// How many events wait in a page while it has no connection.
pub const MAX_UNSENT_EVENTS: usize = 200;

/// The longest address of an event: so many blocks and lists, one inside the other, twice and one more.
pub const MAX_ADDRESS_LENGTH: usize = 2 * 32 + 1;

/// The most values that one event may carry; no listener has more projections.
pub const MAX_EVENT_VALUES: usize = 16;

/// The most fields of a form, or chosen options of a control, that one value of an event may hold.
pub const MAX_ITEMS: usize = 1024;

/// How long a session handles events that are there, one after the other, until others on its worker have their turn, in milliseconds.
pub const TURN_MILLISECONDS: u64 = 5;

/// The longest time that a limit may be, in seconds: a year.
pub const LONGEST_SECONDS: u64 = 365 * 24 * 60 * 60;

/// How long a session waits for its page to connect again, in seconds.
pub const RETAINED_SECONDS: u64 = 120;

/// How many sessions wait at most; then the one that has waited longest ends.
pub const MAX_WAITING_SESSIONS: usize = 10_000;

/// How many bytes the sessions that wait may take, about. Each is taken for the size of its struct, of its page, and of the frames
/// that its browser has not confirmed.
pub const MAX_WAITING_BYTES: usize = 256 * 1024 * 1024;

/// How long what was saved of a session is kept, in seconds.
pub const SAVED_SECONDS: u64 = 24 * 60 * 60;

/// How long handlers at work may take before the server stops, in seconds.
pub const DRAIN_SECONDS: u64 = 20;

/// How many events of one session wait while an `async` handler works; then the socket is not read.
pub const MAX_WAITING_EVENTS: usize = 64;

/// How many events a session handles in a second, all in all; what comes faster waits. With cheap handlers it is some
/// hundredths of a core.
pub const EVENTS_PER_SECOND: u32 = 5_000;

/// How many events a session handles as fast as they come, before it is slowed.
pub const EVENT_BURST: u32 = 10_000;

/// How many lines on refused events the log gets in a second; further ones are only counted.
pub const REFUSALS_PER_SECOND: u32 = 100;

/// How many lines on refused events the log gets as fast as they come.
pub const REFUSAL_BURST: u32 = 1_000;

/// How many views are mounted in a second for one address: page loads, and sockets whose session is gone.
pub const MOUNTS_PER_SECOND: u32 = 50;

/// How many views are mounted for one address as fast as it asks, before it is slowed.
pub const MOUNT_BURST: u32 = 500;

/// How long a mount waits at most for its turn, in seconds; one that would wait longer is refused.
pub const MOUNT_DELAY_SECONDS: u64 = 2;

/// How many addresses are remembered, to count their mounts.
pub const MAX_VISITORS: usize = 65_536;

/// How long a handler may hold its worker before it is named in the log, in milliseconds.
pub const SLOW_MILLISECONDS: u64 = 100;

/// How long a socket may stay silent before it must say what it wants, in seconds.
pub const JOIN_SECONDS: u64 = 10;

/// How often the server asks a silent browser whether it is there, in seconds.
pub const PING_SECONDS: u64 = 25;

/// How long a browser may stay silent, in seconds.
pub const SILENCE_SECONDS: u64 = 45;

/// How long a peer may take nothing of what it was sent, in seconds.
pub const UNREAD_SECONDS: u64 = 30;

/// Frames from this size on are compressed, in bytes.
pub const COMPRESSED_FRAME_BYTES: usize = 8 * 1024;

/// How much of what was sent is kept until the browser is known to have it, in bytes. One that has missed more gets all
/// values anew.
pub const MAX_HISTORY_BYTES: usize = 64 * 1024;

/// After so many bytes at once the browser is asked whether it has them, so that they need not be kept.
pub const CONFIRMED_BYTES: usize = 4 * 1024;

/// The limits of a view: of its page, of the sockets of the page, and of its sessions.
///
/// ```
/// # use std::time::Duration;
/// # use taut_core::limits::Limits;
/// let mut limits = Limits::default();
/// limits.max_frame_bytes = 4096;
/// limits.retained_for = Duration::from_secs(600);
/// assert!(limits.check().is_ok());
/// limits.silent_for = limits.ping_after;
/// assert_eq!(limits.check().unwrap_err(), "`silent_for` (25s) must be longer than `ping_after` (25s)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The longest frame that a browser may send, in bytes, from 1,024 to 64 MiB; [`MAX_FRAME_BYTES`] otherwise.
    ///
    /// A longer one is refused from its header, with code 1009. It also bounds the body of a request.
    pub max_frame_bytes: usize,
    /// How many events wait in a page while it has no connection, from 1 to 10,000; [`MAX_UNSENT_EVENTS`] otherwise.
    ///
    /// Those that follow are lost, and the user is told. Until the client is loaded, it keeps 200 at most.
    pub max_unsent_events: usize,
    /// How many events of one session wait while a handler works, at least 1; [`MAX_WAITING_EVENTS`] otherwise.
    ///
    /// Then the socket is not read, until the handler has finished.
    pub max_waiting_events: usize,
    /// How many events of one session are handled in a second, from 1 to 1,000,000; [`EVENTS_PER_SECOND`] otherwise.
    ///
    /// What comes faster stays unread until its time comes; nobody is disconnected.
    pub events_per_second: u32,
    /// How many events of one session are handled as fast as they come, at least 1; [`EVENT_BURST`] otherwise.
    pub event_burst: u32,
    /// How many views are mounted for one address in a second, from 1 to 1,000,000; [`MOUNTS_PER_SECOND`] otherwise.
    ///
    /// Page loads are counted, and sockets whose session is gone, of all views together. What comes faster waits for
    /// `mount_delay` at most, and is then refused with status 429 and `Retry-After`. The address is the peer's, unless
    /// the site says otherwise; peers on the same machine are not counted, since a proxy stands for many.
    pub mounts_per_second: u32,
    /// How many views are mounted for one address as fast as it asks, at least 1; [`MOUNT_BURST`] otherwise.
    pub mount_burst: u32,
    /// How long a mount waits for its turn, from nothing on; [`MOUNT_DELAY_SECONDS`] otherwise.
    pub mount_delay: Duration,
    /// How many addresses are remembered, at least 2; [`MAX_VISITORS`] otherwise. The oldest are forgotten first.
    pub max_visitors: usize,
    /// How many sessions wait for a browser at most, at least 1; [`MAX_WAITING_SESSIONS`] otherwise.
    ///
    /// All sessions of the process are counted when one of this view begins to wait. Then the one that would end
    /// the soonest ends.
    pub max_waiting_sessions: usize,
    /// How many bytes those sessions may take, about, at least 1; [`MAX_WAITING_BYTES`] otherwise.
    pub max_waiting_bytes: usize,
    /// How long a session waits for its browser, more than nothing and a year at most; [`RETAINED_SECONDS`] otherwise.
    pub retained_for: Duration,
    /// How long what was saved of a session is kept, more than nothing and a year at most; [`SAVED_SECONDS`] otherwise.
    pub saved_for: Duration,
    /// How long a browser may take for its first frame, and for the body of a request, more than nothing and a year at most;
    /// [`JOIN_SECONDS`] otherwise.
    pub join_within: Duration,
    /// How often a browser hears that the server is there, and is asked the same if it is silent: more than nothing, and at most
    /// [`LONGEST_PING_SECONDS`]; [`PING_SECONDS`] otherwise.
    pub ping_after: Duration,
    /// How long a browser may be silent although it was asked, longer than `ping_after`; [`SILENCE_SECONDS`]
    /// otherwise. Then its socket is closed with code 1008.
    pub silent_for: Duration,
    /// How long a handler may hold its worker before it is named in the log, from 1 ms on; [`SLOW_MILLISECONDS`]
    /// otherwise.
    ///
    /// It is named once, as a warning, while it is still at work. Of all views of the process the shortest time counts;
    /// `Duration::MAX` asks for none.
    pub slow_after: Duration,
    /// How long a peer may take nothing of what it was sent, from 1 ms to 24 days; [`UNREAD_SECONDS`] otherwise.
    ///
    /// Its connection is ended then, and its session waits for another. This is a limit of the whole server, which
    /// `taut::serve` takes from its routes; an `HttpServer` of your own needs `taut::on_connect`.
    pub unread_for: Duration,
    /// From which size on frames are compressed, in bytes, any number; [`COMPRESSED_FRAME_BYTES`] otherwise.
    pub compressed_frame_bytes: usize,
    /// After how many bytes at once the browser is asked whether it has them, any number; [`CONFIRMED_BYTES`]
    /// otherwise.
    pub confirmed_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_frame_bytes: MAX_FRAME_BYTES,
            max_unsent_events: MAX_UNSENT_EVENTS,
            max_waiting_events: MAX_WAITING_EVENTS,
            events_per_second: EVENTS_PER_SECOND,
            event_burst: EVENT_BURST,
            mounts_per_second: MOUNTS_PER_SECOND,
            mount_burst: MOUNT_BURST,
            mount_delay: Duration::from_secs(MOUNT_DELAY_SECONDS),
            max_visitors: MAX_VISITORS,
            max_waiting_sessions: MAX_WAITING_SESSIONS,
            max_waiting_bytes: MAX_WAITING_BYTES,
            saved_for: Duration::from_secs(SAVED_SECONDS),
            retained_for: Duration::from_secs(RETAINED_SECONDS),
            join_within: Duration::from_secs(JOIN_SECONDS),
            ping_after: Duration::from_secs(PING_SECONDS),
            silent_for: Duration::from_secs(SILENCE_SECONDS),
            slow_after: Duration::from_millis(SLOW_MILLISECONDS),
            unread_for: Duration::from_secs(UNREAD_SECONDS),
            compressed_frame_bytes: COMPRESSED_FRAME_BYTES,
            confirmed_bytes: CONFIRMED_BYTES,
        }
    }
}

impl Limits {
    /// Whether the limits make sense, each for itself and together.
    ///
    /// # Errors
    /// When they do not; the error says which, and what it must be.
    pub fn check(&self) -> Result<(), String> {
        at_least("max_frame_bytes", self.max_frame_bytes, 1024)?;
        at_most("max_frame_bytes", self.max_frame_bytes, 64 << 20)?;
        at_least("max_unsent_events", self.max_unsent_events, 1)?;
        at_most("max_unsent_events", self.max_unsent_events, 10_000)?;
        at_least("max_waiting_events", self.max_waiting_events, 1)?;
        for (name, rate) in [
            ("events_per_second", self.events_per_second),
            ("mounts_per_second", self.mounts_per_second),
        ] {
            at_least(name, rate as usize, 1)?;
            at_most(name, rate as usize, 1_000_000)?;
        }
        at_least("event_burst", self.event_burst as usize, 1)?;
        at_least("mount_burst", self.mount_burst as usize, 1)?;
        at_least("max_visitors", self.max_visitors, 2)?;
        at_least("max_waiting_sessions", self.max_waiting_sessions, 1)?;
        at_least("max_waiting_bytes", self.max_waiting_bytes, 1)?;
        for (name, time) in [
            ("saved_for", self.saved_for),
            ("retained_for", self.retained_for),
            ("join_within", self.join_within),
        ] {
            longer(name, time, "nothing", Duration::ZERO)?;
            at_most(name, time.as_secs(), LONGEST_SECONDS)?;
        }
        longer("ping_after", self.ping_after, "nothing", Duration::ZERO)?;
        at_most(
            "ping_after",
            self.ping_after.as_millis(),
            u128::from(LONGEST_PING_SECONDS) * 1000,
        )?;
        at_least("slow_after", self.slow_after.as_millis(), 1)?;
        at_least("unread_for", self.unread_for.as_millis(), 1)?;
        at_most("unread_for", self.unread_for.as_millis(), i32::MAX as u128)?;
        longer(
            "silent_for",
            self.silent_for,
            "`ping_after`",
            self.ping_after,
        )
    }
}

fn at_least<N: PartialOrd + Display>(name: &str, value: N, least: N) -> Result<(), String> {
    if value >= least {
        Ok(())
    } else {
        Err(format!("`{name}` is {value}, but must be at least {least}"))
    }
}

fn at_most<N: PartialOrd + Display>(name: &str, value: N, most: N) -> Result<(), String> {
    if value <= most {
        Ok(())
    } else {
        Err(format!("`{name}` is {value}, but must be at most {most}"))
    }
}

fn longer(name: &str, value: Duration, than: &str, other: Duration) -> Result<(), String> {
    if value > other {
        Ok(())
    } else {
        Err(format!(
            "`{name}` ({value:?}) must be longer than {than} ({other:?})"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(change: impl FnOnce(&mut Limits), expected: &str) {
        let mut limits = Limits::default();
        change(&mut limits);
        assert_eq!(limits.check().err().unwrap_or_default(), expected);
    }

    #[test]
    fn limits_that_make_no_sense_are_named() {
        check(|_| {}, "");
        check(|limits| limits.compressed_frame_bytes = 0, "");
        check(
            |limits| limits.max_frame_bytes = 0,
            "`max_frame_bytes` is 0, but must be at least 1024",
        );
        check(
            |limits| limits.max_frame_bytes = usize::MAX,
            "`max_frame_bytes` is 18446744073709551615, but must be at most 67108864",
        );
        check(
            |limits| limits.max_unsent_events = 0,
            "`max_unsent_events` is 0, but must be at least 1",
        );
        check(
            |limits| limits.max_unsent_events = 10_001,
            "`max_unsent_events` is 10001, but must be at most 10000",
        );
        check(
            |limits| limits.max_waiting_events = 0,
            "`max_waiting_events` is 0, but must be at least 1",
        );
        check(
            |limits| limits.events_per_second = 0,
            "`events_per_second` is 0, but must be at least 1",
        );
        check(
            |limits| limits.mount_burst = 0,
            "`mount_burst` is 0, but must be at least 1",
        );
        check(
            |limits| limits.max_waiting_sessions = 0,
            "`max_waiting_sessions` is 0, but must be at least 1",
        );
        check(
            |limits| limits.retained_for = Duration::ZERO,
            "`retained_for` (0ns) must be longer than nothing (0ns)",
        );
        check(
            |limits| limits.join_within = Duration::ZERO,
            "`join_within` (0ns) must be longer than nothing (0ns)",
        );
        check(
            |limits| limits.saved_for = Duration::MAX,
            "`saved_for` is 18446744073709551615, but must be at most 31536000",
        );
        check(
            |limits| limits.retained_for = Duration::MAX,
            "`retained_for` is 18446744073709551615, but must be at most 31536000",
        );
        check(
            |limits| limits.join_within = Duration::MAX,
            "`join_within` is 18446744073709551615, but must be at most 31536000",
        );
        check(
            |limits| limits.ping_after = Duration::from_secs(90),
            "`ping_after` is 90000, but must be at most 30000",
        );
        check(
            |limits| limits.silent_for = Duration::from_secs(25),
            "`silent_for` (25s) must be longer than `ping_after` (25s)",
        );
    }
}
