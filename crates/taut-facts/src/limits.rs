//! The numbers and names that both sides know.

/// How deeply arrays and objects of a frame up may be nested, the frame itself included.
pub const MAX_FRAME_DEPTH: usize = 32;

/// The most bytes of events that a client posts together.
pub const BATCH_BYTES: u64 = 16_000;

/// By how many bytes a post may be longer than a frame: what stands around the events in it.
pub const POST_BYTES: usize = 4 * 1024;

/// How many milliseconds an event may stay without an answer, unless its handler says otherwise.
pub const ANSWER_MILLISECONDS: u32 = 30_000;

/// The longest time in which a server that is there says nothing, in seconds.
pub const LONGEST_PING_SECONDS: u64 = 30;

/// How many milliseconds of silence end a connection for the client: twice the longest that a server is silent.
pub const SILENCE_MILLISECONDS: u64 = 2 * LONGEST_PING_SECONDS * 1000;

/// The code of a connection that ends because a frame is too large.
pub const TOO_LARGE: u16 = 1009;

/// The content type of what a client posts, by which it is told from other posts to the same address.
pub const POSTED: &str = "application/taut+json";

/// The constants of the client: name, value as TypeScript, and what it is.
pub const SHARED: &[(&str, Constant, &str)] = &[
    (
        "BATCH",
        Constant::Number(BATCH_BYTES),
        "How many bytes of events are posted together.",
    ),
    (
        "TIMEOUT",
        Constant::Number(ANSWER_MILLISECONDS as u64),
        "How many milliseconds an event may stay without an answer, unless its handler says otherwise.",
    ),
    (
        "SILENCE",
        Constant::Number(SILENCE_MILLISECONDS),
        "How many milliseconds of silence end a connection.",
    ),
    (
        "TOO_LARGE",
        Constant::Number(TOO_LARGE as u64),
        "The code of a connection that ends because a frame is too large.",
    ),
    (
        "POSTED",
        Constant::Text(POSTED),
        "The content type that tells posts of a page from others to the same address.",
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
