//! Digests of texts, to detect whether a text has changed.

use std::fmt::{self, Display, Write as _};
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::LazyLock;

use foldhash::SharedSeed;
use foldhash::quality::SeedableRandomState;

/// The digest of a string: its length and a 64-bit hash with a seed that only this process knows.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Digest([u32; 3]);

/// A hash with secret seeds: with known ones, colliding texts could be constructed.
static HASH: LazyLock<SeedableRandomState> = LazyLock::new(|| {
    static SHARED: LazyLock<SharedSeed> =
        LazyLock::new(|| SharedSeed::from_u64(RandomState::new().hash_one(0)));
    SeedableRandomState::with_seed(RandomState::new().hash_one(1), &SHARED)
});

impl Digest {
    /// The digest of a string.
    #[inline]
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut hasher = HASH.build_hasher();
        hasher.write(text.as_bytes());
        Self::from_parts(hasher.finish(), text.len())
    }

    /// The digest of what a value displays, without storing the text.
    #[must_use]
    pub fn of_display(value: &(impl Display + ?Sized)) -> Self {
        let mut sum = Sum {
            hasher: HASH.build_hasher(),
            len: 0,
        };
        // `Sum` accepts everything; if the value's own `Display` fails, its text ends there.
        let _ = write!(sum, "{value}");
        Self::from_parts(sum.hasher.finish(), sum.len)
    }

    #[inline]
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the halves of the hash; a length is compared modulo 2^32"
    )]
    fn from_parts(hash: u64, len: usize) -> Self {
        Self([
            hash as u32,
            (hash >> 32) as u32,
            (len as u32).wrapping_add(1),
        ])
    }

    /// Replaces the digest by `new`, and returns whether it differs.
    #[inline]
    pub fn replace(&mut self, new: Self) -> bool {
        std::mem::replace(self, new) != new
    }
}

struct Sum<H> {
    hasher: H,
    len: usize,
}

impl<H: std::hash::Hasher> fmt::Write for Sum<H> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.hasher.write(text.as_bytes());
        self.len += text.len();
        Ok(())
    }
}
