//! The numbers and names that both sides share.

/// How deeply arrays and objects of a frame from the client may be nested, counting the frame itself.
pub const MAX_FRAME_DEPTH: usize = 32;

/// The maximum size of the events that a client posts together, in bytes.
pub const BATCH_BYTES: u64 = 16_000;

/// By how many bytes a post may be longer than a frame, because of what it contains besides the events.
pub const POST_BYTES: usize = 4 * 1024;

/// How long an event may stay without an answer, in milliseconds, unless its handler sets another time.
pub const ANSWER_MILLISECONDS: u32 = 30_000;

/// The longest time in which a running server sends nothing, in seconds.
pub const LONGEST_PING_SECONDS: u64 = 30;

/// The time of silence after which the client ends a connection, in milliseconds: twice the longest
/// time in which a server is silent.
pub const SILENCE_MILLISECONDS: u64 = 2 * LONGEST_PING_SECONDS * 1000;

/// The maximum length of the address of a page that a view is told of, in bytes.
pub const MAX_PAGE_BYTES: usize = 4096;

/// The close code for a frame that is too large.
pub const TOO_LARGE: u16 = 1009;

/// The content type of what a client posts, which distinguishes it from other posts to the same address.
pub const POSTED: &str = "application/taut+json";

/// The constants of the client: name, value, and description.
pub const SHARED: &[(&str, Constant, &str)] = &[
    (
        "BATCH",
        Constant::Number(BATCH_BYTES),
        "How many bytes of events are posted together.",
    ),
    (
        "TIMEOUT",
        Constant::Number(ANSWER_MILLISECONDS as u64),
        "How many milliseconds an event may stay without an answer, unless its handler sets another time.",
    ),
    (
        "SILENCE",
        Constant::Number(SILENCE_MILLISECONDS),
        "After how many milliseconds of silence a connection ends.",
    ),
    (
        "PAGE",
        Constant::Number(MAX_PAGE_BYTES as u64),
        "The maximum length of the address of a page that a view is told of, in bytes.",
    ),
    (
        "TOO_LARGE",
        Constant::Number(TOO_LARGE as u64),
        "The close code for a frame that is too large.",
    ),
    (
        "POSTED",
        Constant::Text(POSTED),
        "The content type that distinguishes posts of a page from others to the same address.",
    ),
];

/// The value of a shared constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Constant {
    /// A number.
    Number(u64),
    /// A text.
    Text(&'static str),
}
