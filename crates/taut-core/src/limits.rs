//! Every number that bounds what a browser may send, in one place.

/// The longest frame that a browser may send, in bytes. A longer one closes the socket with code 1009.
pub const MAX_FRAME_BYTES: usize = 64 * 1024;

/// The deepest nesting of JSON in a frame.
///
/// `serde_json` refuses at 128 by itself; a frame needs no more than an event's detail does.
pub const MAX_FRAME_DEPTH: usize = 32;

/// The longest address of an event: so many blocks and lists, one inside the other, twice and one more.
pub const MAX_ADDRESS_LENGTH: usize = 2 * 32 + 1;

/// The most values that one event may carry; no listener has more projections.
pub const MAX_EVENT_VALUES: usize = 16;

/// How long a session waits for its page to connect again, in seconds.
pub const RETAINED_SECONDS: u64 = 120;

/// How many sessions wait at most; then the one that has waited longest ends.
pub const MAX_WAITING_SESSIONS: usize = 10_000;

/// How many events of one session wait while an `async` handler works; then the socket is not read.
pub const MAX_WAITING_EVENTS: usize = 64;

/// How long a socket may stay silent before it must say what it wants, in seconds.
pub const JOIN_SECONDS: u64 = 10;

/// How often the server asks a silent browser whether it is there, in seconds.
pub const PING_SECONDS: u64 = 25;

/// How long a browser may stay silent, in seconds.
pub const SILENCE_SECONDS: u64 = 60;

/// Frames from this size on are compressed, in bytes.
pub const COMPRESSED_FRAME_BYTES: usize = 8 * 1024;

/// How much of what was sent is kept until the browser is known to have it, in bytes. One that has missed more gets all
/// values anew.
pub const MAX_HISTORY_BYTES: usize = 256 * 1024;

/// After so many bytes at once the browser is asked whether it has them, so that they need not be kept.
pub const CONFIRMED_BYTES: usize = 4 * 1024;
