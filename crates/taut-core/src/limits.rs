//! Every number that limits what a browser can do, in one place.
//!
//! The constants are the defaults of [`Limits`], which each view can override; those without a field
//! there apply to all views.

use std::fmt::Display;
use std::time::Duration;

pub use taut_facts::limits::{LONGEST_PING_SECONDS, MAX_FRAME_DEPTH, MAX_PAGE_BYTES, POST_BYTES};

/// The longest frame that a browser may send, in bytes. A longer one closes the socket with code 1009.
pub const MAX_FRAME_BYTES: usize = 64 * 1024;

/// How long a post waits for earlier posts that it has overtaken, in seconds.
pub const OVERTAKING_SECONDS: u64 = 2;

/// How many events wait in a page while it has no connection.
pub const MAX_UNSENT_EVENTS: usize = 200;

/// The maximum length of an event's address: two numbers for each of 32 nested blocks and lists, and one more.
pub const MAX_ADDRESS_LENGTH: usize = 2 * 32 + 1;

/// The maximum number of values of one event; no listener has more projections.
pub const MAX_EVENT_VALUES: usize = 16;

/// The maximum number of fields of a form, or selected options of a control, in one value of an event.
pub const MAX_ITEMS: usize = 1024;

/// The time slice of a session, in milliseconds: how long it handles events that have arrived before
/// others on its worker get theirs.
pub const TURN_MILLISECONDS: u64 = 5;

/// The longest time that a limit may be set to, in seconds: a year.
pub const LONGEST_SECONDS: u64 = 365 * 24 * 60 * 60;

/// How long a session waits for its page to reconnect, in seconds.
pub const RETAINED_SECONDS: u64 = 120;

/// The maximum number of waiting sessions; beyond it, the one that has waited longest ends.
pub const MAX_WAITING_SESSIONS: usize = 10_000;

/// The approximate maximum size of all waiting sessions, in bytes. The size of a session is that of its
/// struct, of its page, and of the frames that its browser has not confirmed.
pub const MAX_WAITING_BYTES: usize = 256 * 1024 * 1024;

/// How long a saved session is kept, in seconds.
pub const SAVED_SECONDS: u64 = 24 * 60 * 60;

/// How long running handlers may take before the server stops, in seconds.
pub const DRAIN_SECONDS: u64 = 20;

/// How long a session whose connection is lost or closed stays in its presences, in seconds. A reload on a slow network takes less,
/// and so does the first attempt to connect again.
pub const PRESENCE_GRACE_SECONDS: u64 = 5;

/// How many messages of topics wait for a session. Each takes 24 bytes; the messages themselves are shared by all who receive them.
pub const MAX_UNREAD_MESSAGES: usize = 256;

/// How many values of a `Flow` are ahead of its view. Its stream is not polled for more until the view has taken them.
pub const MAX_VALUES_AHEAD: usize = 32;

/// How many tasks of `Async` and `Flow` fields a session runs at a time.
pub const MAX_TASKS: usize = 64;

/// How long HTML waits for background work, in milliseconds.
pub const HTML_DELAY_MILLISECONDS: u64 = 1000;

/// How many events of one session wait while an `async` handler is running; then the socket is not read.
pub const MAX_WAITING_EVENTS: usize = 64;

/// How many events a session handles per second on average; further events wait. With cheap handlers,
/// this takes a few percent of a core.
pub const EVENTS_PER_SECOND: u32 = 5_000;

/// How many events a session handles in a burst, before it is slowed down.
pub const EVENT_BURST: u32 = 10_000;

/// How many lines about refused events the log gets per second; further ones are only counted.
pub const REFUSALS_PER_SECOND: u32 = 100;

/// How many lines about refused events the log gets in a burst.
pub const REFUSAL_BURST: u32 = 1_000;

/// How many views are mounted per second for one address: page loads, and sockets whose session is gone.
pub const MOUNTS_PER_SECOND: u32 = 50;

/// How many views are mounted for one address in a burst, before it is slowed down.
pub const MOUNT_BURST: u32 = 500;

/// The longest time that a mount waits, in seconds; one that would wait longer is refused.
pub const MOUNT_DELAY_SECONDS: u64 = 2;

/// The number of addresses whose mounts are counted.
pub const MAX_VISITORS: usize = 65_536;

/// How long a handler may block its worker before the log reports it, in milliseconds.
pub const SLOW_MILLISECONDS: u64 = 100;

/// How long a new socket may stay silent, in seconds.
pub const JOIN_SECONDS: u64 = 10;

/// How often the server pings a silent browser, in seconds.
pub const PING_SECONDS: u64 = 25;

/// How long a browser may stay silent, in seconds.
pub const SILENCE_SECONDS: u64 = 45;

/// How long a peer may read nothing, in seconds.
pub const UNREAD_SECONDS: u64 = 30;

/// The size from which frames are compressed, in bytes.
pub const COMPRESSED_FRAME_BYTES: usize = 8 * 1024;

/// How many bytes of sent frames are kept until the browser confirms them. A browser that has missed
/// more gets all values again.
pub const MAX_HISTORY_BYTES: usize = 64 * 1024;

/// After this many unconfirmed bytes, the browser is asked to confirm them.
pub const CONFIRMED_BYTES: usize = 4 * 1024;

/// The limits of a view: of its page, of the page's sockets, and of its sessions.
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
    /// The longest frame that a browser may send, in bytes, from 1,024 to 64 MiB. The default is [`MAX_FRAME_BYTES`].
    ///
    /// A longer one is refused by its header, with code 1009. The limit also applies to the body of a request.
    pub max_frame_bytes: usize,
    /// How many events wait in a page while it has no connection, from 1 to 10,000. The default is
    /// [`MAX_UNSENT_EVENTS`].
    ///
    /// Further events are lost, and the user is informed. Until the client is loaded, at most 200 are kept.
    pub max_unsent_events: usize,
    /// How many events of one session wait while a handler is running, at least 1. The default is
    /// [`MAX_WAITING_EVENTS`].
    ///
    /// Beyond that, the socket is not read until the handler has finished.
    pub max_waiting_events: usize,
    /// How many messages of topics wait for a session, from 1 to 65,536. The default is [`MAX_UNREAD_MESSAGES`].
    ///
    /// They wait while the browser is away or reads nothing. If there are more, all are dropped, and the view's `missed` is called.
    pub max_unread_messages: usize,
    /// How many tasks of `Async` and `Flow` fields a session runs at a time, from 1 to 65,536. The default is [`MAX_TASKS`].
    ///
    /// Further ones are not run, and their fields fail.
    pub max_tasks: usize,
    /// The longest time that HTML waits for background work, whatever `before_first_html` asks for; at most a minute, may be zero.
    /// The default is [`HTML_DELAY_MILLISECONDS`].
    pub html_delay: Duration,
    /// How many events of one session are handled per second, from 1 to 1,000,000. The default is
    /// [`EVENTS_PER_SECOND`].
    ///
    /// Further events stay unread until it is their time; the browser is not disconnected.
    pub events_per_second: u32,
    /// How many events of one session are handled in a burst, at least 1. The default is [`EVENT_BURST`].
    pub event_burst: u32,
    /// How many views are mounted for one address per second, from 1 to 1,000,000. The default is
    /// [`MOUNTS_PER_SECOND`].
    ///
    /// Page loads and sockets whose session is gone are counted, of all views together. Further mounts
    /// wait for at most `mount_delay`, and are then refused with status 429 and `Retry-After`. The
    /// address is the peer's, unless the site specifies another; peers on the same machine are not
    /// counted, because a proxy represents many clients.
    pub mounts_per_second: u32,
    /// How many views are mounted for one address in a burst, at least 1. The default is [`MOUNT_BURST`].
    pub mount_burst: u32,
    /// The longest time that a mount waits; may be zero. The default is [`MOUNT_DELAY_SECONDS`].
    pub mount_delay: Duration,
    /// The number of addresses whose mounts are counted, at least 2. The default is [`MAX_VISITORS`].
    /// The oldest are dropped first.
    pub max_visitors: usize,
    /// The maximum number of waiting sessions, at least 1. The default is [`MAX_WAITING_SESSIONS`].
    ///
    /// All sessions of the process are counted when one of this view starts to wait. If there are too
    /// many, the one that would expire first ends.
    pub max_waiting_sessions: usize,
    /// The approximate maximum size of these sessions in bytes, at least 1. The default is [`MAX_WAITING_BYTES`].
    pub max_waiting_bytes: usize,
    /// How long a session waits for its browser, more than zero and at most a year. The default is
    /// [`RETAINED_SECONDS`].
    pub retained_for: Duration,
    /// How long a saved session is kept, more than zero and at most a year. The default is [`SAVED_SECONDS`].
    pub saved_for: Duration,
    /// How long a session whose connection is lost or closed stays in its presences, at most a year; may be zero. The default is
    /// [`PRESENCE_GRACE_SECONDS`].
    ///
    /// A page that is loaded again, or connects again, in that time has not left. Others see later that someone has gone. A session
    /// that ends, also because its user signs out, leaves at once.
    pub presence_grace: Duration,
    /// How long a browser may take for its first frame, and for the body of a request, more than zero
    /// and at most a year. The default is [`JOIN_SECONDS`].
    pub join_within: Duration,
    /// How often the server sends something on an idle connection, which is a ping if the browser is
    /// silent: more than zero, and at most [`LONGEST_PING_SECONDS`]. The default is [`PING_SECONDS`].
    pub ping_after: Duration,
    /// How long a browser may stay silent despite pings, longer than `ping_after`. The default is
    /// [`SILENCE_SECONDS`]. After that, its socket is closed with code 1008.
    pub silent_for: Duration,
    /// How long a handler may block its worker before the log reports it, at least 1 ms. The default is
    /// [`SLOW_MILLISECONDS`].
    ///
    /// It is reported once, as a warning, while it is running. The shortest time of all views of the
    /// process applies; `Duration::MAX` turns reports off.
    pub slow_after: Duration,
    /// How long a peer may read nothing, from 1 ms to 24 days. The default is [`UNREAD_SECONDS`].
    ///
    /// After that, its connection is closed, and its session waits for another one. This limit applies
    /// to the whole server: `taut::serve` takes it from its routes; an `HttpServer` of your own needs
    /// `taut::on_connect`.
    pub unread_for: Duration,
    /// The size from which frames are compressed, in bytes. The default is [`COMPRESSED_FRAME_BYTES`].
    pub compressed_frame_bytes: usize,
    /// After how many unconfirmed bytes the browser is asked to confirm them. The default is [`CONFIRMED_BYTES`].
    pub confirmed_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_frame_bytes: MAX_FRAME_BYTES,
            max_unsent_events: MAX_UNSENT_EVENTS,
            max_waiting_events: MAX_WAITING_EVENTS,
            max_unread_messages: MAX_UNREAD_MESSAGES,
            max_tasks: MAX_TASKS,
            html_delay: Duration::from_millis(HTML_DELAY_MILLISECONDS),
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
            presence_grace: Duration::from_secs(PRESENCE_GRACE_SECONDS),
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
    /// Checks that the limits are valid, each by itself and together.
    ///
    /// # Errors
    /// If they are not; the error names the limit and the required value.
    pub fn check(&self) -> Result<(), String> {
        at_least("max_frame_bytes", self.max_frame_bytes, 1024)?;
        at_most("max_frame_bytes", self.max_frame_bytes, 64 << 20)?;
        at_least("max_unsent_events", self.max_unsent_events, 1)?;
        at_most("max_unsent_events", self.max_unsent_events, 10_000)?;
        at_least("max_waiting_events", self.max_waiting_events, 1)?;
        at_least("max_unread_messages", self.max_unread_messages, 1)?;
        at_most("max_unread_messages", self.max_unread_messages, 65_536)?;
        at_least("max_tasks", self.max_tasks, 1)?;
        at_most("max_tasks", self.max_tasks, 65_536)?;
        at_most("html_delay", self.html_delay.as_millis(), 60_000)?;
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
        at_most(
            "presence_grace",
            self.presence_grace.as_secs(),
            LONGEST_SECONDS,
        )?;
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
            |limits| limits.max_unread_messages = 0,
            "`max_unread_messages` is 0, but must be at least 1",
        );
        check(
            |limits| limits.max_unread_messages = 65_537,
            "`max_unread_messages` is 65537, but must be at most 65536",
        );
        check(
            |limits| limits.max_tasks = 0,
            "`max_tasks` is 0, but must be at least 1",
        );
        check(
            |limits| limits.html_delay = Duration::from_secs(61),
            "`html_delay` is 61000, but must be at most 60000",
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
        check(|limits| limits.presence_grace = Duration::ZERO, "");
        check(
            |limits| limits.presence_grace = Duration::MAX,
            "`presence_grace` is 18446744073709551615, but must be at most 31536000",
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
