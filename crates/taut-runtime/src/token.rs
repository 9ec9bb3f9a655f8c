//! Tokens name a session to its browser, and prove that it is the browser that the last one was sent to.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::secret::{from_hex, is_same, keyed, random_bits};

/// A name of a session and the proof of the right to it: 64 bits that name it, and 128 that only its browser knows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub(crate) id: u64,
    pub(crate) secret: u128,
}

impl Token {
    /// The token of no session.
    pub const NONE: Self = Self { id: 0, secret: 0 };

    /// Reads what [`Token`] displays.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (id, secret) = text.split_at_checked(16)?;
        Some(Self {
            id: u64::try_from(from_hex(id, 16)?).ok()?,
            secret: from_hex(secret, 32)?,
        })
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}{:032x}", self.id, self.secret)
    }
}

/// A token is a secret, also in logs.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The tokens of one session. The last one that the browser is known to have is good, and those that were given out after it.
///
/// The answer to each join brings a new token. Answers are lost, and joins overtake each other, so any of these may be the one that
/// the browser has, until it uses one: that makes those before it no good. Secrets follow from a seed, so that one that was
/// given out after a snapshot was taken is known after all.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Tokens {
    id: u64,
    seed: Seed,
    /// The last one that the browser is known to have.
    used: u32,
    /// The last one given out.
    last: u32,
    /// How often the session was restored.
    #[serde(default)]
    restores: u32,
    /// The number that may have been given out after that, since the snapshot of which these were restored.
    #[serde(skip)]
    ahead: u32,
}

/// 128 bits that take no more room than they must.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(from = "u128", into = "u128")]
struct Seed([u8; 16]);

impl From<u128> for Seed {
    fn from(bits: u128) -> Self {
        Self(bits.to_be_bytes())
    }
}

impl From<Seed> for u128 {
    fn from(Seed(bytes): Seed) -> Self {
        Self::from_be_bytes(bytes)
    }
}

/// The number of tokens that may have been given out after a snapshot was taken.
const SINCE_SNAPSHOT: u32 = 64;

/// The number of tokens given out last that are good, besides the one that the browser is known to have.
const UNCONFIRMED: u32 = 64;

impl Tokens {
    /// # Errors
    /// When the operating system gives no random bits.
    pub(crate) fn new() -> Result<Self, getrandom::Error> {
        let mut id = [0; 8];
        getrandom::fill(&mut id)?;
        Ok(Self {
            id: u64::from_ne_bytes(id),
            seed: random_bits()?.into(),
            used: 0,
            last: 0,
            restores: 0,
            ahead: 0,
        })
    }

    /// The tokens of a session that was saved with these, if the browser has one of them, or one that was given out later. Those
    /// that were given out after that one stay good, too: an earlier join may have arrived last.
    pub(crate) fn restored(self, token: Token, restores: u32) -> Option<Self> {
        let mut restored = Self {
            ahead: SINCE_SNAPSHOT,
            ..self
        };
        restored.note_restored(restores);
        (token.id == self.id && restored.confirm(token.secret)).then_some(restored)
    }

    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// Counts that the session was taken back from a store, which may know of more times.
    pub(crate) fn note_restored(&mut self, restores: u32) {
        self.restores = self.restores.saturating_add(1).max(restores);
    }

    /// How often the session was restored.
    pub(crate) fn restores(&self) -> u32 {
        self.restores
    }

    /// The token given out last.
    pub(crate) fn current(&self) -> Token {
        Token {
            id: self.id,
            secret: self.secret(self.last),
        }
    }

    /// Whether a secret is good.
    pub(crate) fn is_good(&self, secret: u128) -> bool {
        self.good().any(|number| self.is(number, secret))
    }

    /// Gives out a new token to a browser that has joined with a good one.
    pub(crate) fn rotate(&mut self, used: u128) -> Token {
        self.confirm(used);
        self.last = self.last.wrapping_add(1);
        self.ahead = self.ahead.saturating_sub(1);
        self.current()
    }

    /// Notes that the browser has a token, if it is a good one; returns whether it is.
    pub(crate) fn confirm(&mut self, secret: u128) -> bool {
        let Some(number) = self.good().find(|number| self.is(*number, secret)) else {
            return false;
        };
        self.used = number;
        let later = number.wrapping_sub(self.last);
        if later <= self.ahead {
            (self.last, self.ahead) = (number, self.ahead - later);
        }
        true
    }

    fn good(&self) -> impl Iterator<Item = u32> + use<> {
        let Self {
            used, last, ahead, ..
        } = *self;
        let unconfirmed = last.wrapping_sub(used).min(UNCONFIRMED);
        let given = (0..unconfirmed)
            .map(move |before| last.wrapping_sub(before))
            .chain([used]);
        given.chain((1..=ahead).map(move |later| last.wrapping_add(later)))
    }

    fn is(&self, number: u32, secret: u128) -> bool {
        is_same(self.secret(number), secret)
    }

    fn secret(&self, number: u32) -> u128 {
        keyed(self.seed.into(), &number.to_be_bytes())
    }
}

/// Says nothing of its seed.
impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("last", &self.last)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_it_is_written() {
        let token = Token {
            id: 7,
            secret: 1 << 127,
        };
        assert_eq!(Token::parse(&token.to_string()), Some(token));
        for text in [
            "",
            "7",
            &"+".repeat(48),
            &"0".repeat(47),
            &"0".repeat(49),
            &"é".repeat(24),
        ] {
            assert_eq!(Token::parse(text), None, "{text}");
        }
        assert_eq!(format!("{token:?}"), "Token(…)");
    }

    const NEW: Tokens = Tokens {
        id: 1,
        seed: Seed([2; 16]),
        used: 0,
        last: 0,
        restores: 0,
        ahead: 0,
    };

    #[test]
    fn the_last_token_used_and_those_given_out_since_are_good() {
        let mut tokens = NEW;
        let page = tokens.current().secret;
        let lost = tokens.rotate(page).secret;
        let second = tokens.rotate(page).secret;
        assert_eq!(
            [page, lost, second].map(|secret| tokens.is_good(secret)),
            [true, true, true]
        );
        tokens.confirm(second);
        assert_eq!(
            [page, lost, second].map(|secret| tokens.is_good(secret)),
            [false, false, true]
        );
        let third = tokens.rotate(second).secret;
        assert!(tokens.is_good(second) && tokens.is_good(third) && !tokens.is_good(0));
        let fourth = tokens.rotate(third).secret;
        assert_eq!(
            [second, third, fourth].map(|secret| tokens.is_good(secret)),
            [false, true, true]
        );
    }

    #[test]
    fn of_joins_without_an_end_the_first_token_and_the_last_ones_are_good() {
        let mut tokens = NEW;
        let page = tokens.current().secret;
        let given: Vec<_> = (0..2 * UNCONFIRMED)
            .map(|_| tokens.rotate(page).secret)
            .collect();
        let good = given
            .iter()
            .filter(|secret| tokens.is_good(**secret))
            .count();
        assert_eq!(
            (tokens.is_good(page), good, tokens.is_good(given[0])),
            (true, UNCONFIRMED as usize, false)
        );
        tokens.confirm(given[0]);
        assert!(
            tokens.is_good(page),
            "a token that is no good confirms nothing"
        );
    }

    #[test]
    fn what_was_good_at_a_snapshot_or_was_given_out_after_it_is_known() {
        let mut tokens = Tokens {
            used: 3,
            last: 5,
            ..NEW
        };
        let saved = tokens;
        let [used, last] = [3, 5].map(|number| Token {
            id: 1,
            secret: tokens.secret(number),
        });
        let after = tokens.rotate(last.secret);
        for token in [last, after] {
            let restored = saved.restored(token, 0);
            assert!(restored.is_some_and(|restored| restored.current() == token));
        }
        let later = tokens.rotate(after.secret);
        for first in [used, last, after] {
            let mut restored = saved.restored(first, 0).unwrap_or(NEW);
            restored.rotate(first.secret);
            let are_good = [first, last, after, later].map(|token| restored.is_good(token.secret));
            assert_eq!(
                are_good,
                [true, first != after, true, true],
                "a join that was sent earlier has arrived first"
            );
            restored.confirm(later.secret);
            assert!(!restored.is_good(first.secret) && restored.is_good(later.secret));
        }
        for token in [
            Token { id: 2, ..last },
            Token { id: 1, secret: 0 },
            Token {
                id: 1,
                secret: tokens.secret(2),
            },
        ] {
            assert!(saved.restored(token, 0).is_none());
        }
    }
}
