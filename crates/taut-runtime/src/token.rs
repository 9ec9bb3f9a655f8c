//! What names a session to its browser, and proves that the browser is the one that was told last.

use std::fmt;

use sha2::{Digest, Sha256};

/// Names a session and proves the right to it: 64 bits that name it, and 128 that nobody else knows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub(crate) id: u64,
    pub(crate) secret: u128,
}

impl Token {
    /// Reads what [`Token`] displays.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_token = text.len() == 48 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let (id, secret) = text.split_at_checked(16).filter(|_| is_token)?;
        Some(Self { id: u64::from_str_radix(id, 16).ok()?, secret: u128::from_str_radix(secret, 16).ok()? })
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

/// 128 bits of the operating system's generator.
///
/// # Errors
/// When the operating system gives none.
pub fn random_bits() -> Result<u128, getrandom::Error> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits)?;
    Ok(u128::from_ne_bytes(bits))
}

/// Compares without telling by the time it takes how much is the same.
pub(crate) fn is_same(one: u128, other: u128) -> bool {
    std::hint::black_box(one ^ other) == 0
}

/// The tokens of one session, one after the other: each is good until a later one has been used.
///
/// The answer to a join brings a new token, and may be lost; so the one that the browser has joined with stays good
/// until an event shows that the answer has come. Secrets follow from a seed, so that one that was
/// given out after a snapshot was taken is known after all.
#[derive(Clone, Copy)]
pub(crate) struct Tokens {
    id: u64,
    seed: u128,
    /// The last one given out.
    last: u32,
    /// The first one that is still good.
    first: u32,
}

/// How many tokens may have been given out after a snapshot was taken.
const SINCE_SNAPSHOT: u32 = 64;

impl Tokens {
    /// # Errors
    /// When the operating system gives no random bits.
    pub(crate) fn new() -> Result<Self, getrandom::Error> {
        let mut id = [0; 8];
        getrandom::fill(&mut id)?;
        Ok(Self { id: u64::from_ne_bytes(id), seed: random_bits()?, last: 0, first: 0 })
    }

    /// The tokens of a session whose snapshot was taken after so many had been given out, if the browser has one of them, or
    /// a later one.
    pub(crate) fn restore(id: u64, seed: u128, last: u32, secret: u128) -> Option<Self> {
        let tokens = Self { id, seed, last: last.saturating_add(SINCE_SNAPSHOT), first: last.saturating_sub(1) };
        let used = tokens.find(secret)?;
        Some(Self { last: used, first: used, ..tokens })
    }

    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// What a snapshot must keep: the seed, and how many tokens were given out.
    pub(crate) fn seed(&self) -> (u128, u32) {
        (self.seed, self.last)
    }

    /// The token given out last.
    pub(crate) fn current(&self) -> Token {
        Token { id: self.id, secret: self.secret(self.last) }
    }

    /// Whether a secret is good.
    pub(crate) fn is_good(&self, secret: u128) -> bool {
        self.find(secret).is_some()
    }

    /// Gives out a new token to a browser that has joined with a good one.
    pub(crate) fn rotate(&mut self, used: u128) -> Token {
        self.first = self.find(used).unwrap_or(self.last);
        self.last = self.last.wrapping_add(1);
        self.current()
    }

    /// The browser has the last token.
    pub(crate) fn confirm(&mut self) {
        self.first = self.last;
    }

    fn find(&self, secret: u128) -> Option<u32> {
        (self.first..=self.last).find(|number| is_same(self.secret(*number), secret))
    }

    fn secret(&self, number: u32) -> u128 {
        let hash = Sha256::new().chain_update(self.seed.to_be_bytes()).chain_update(number.to_be_bytes()).finalize();
        hash.iter().take(16).fold(0, |secret, byte| secret << 8 | u128::from(*byte))
    }
}

/// Says nothing of its seed.
impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("last", &self.last).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_it_is_written() {
        let token = Token { id: 7, secret: 1 << 127 };
        assert_eq!(Token::parse(&token.to_string()), Some(token));
        for text in ["", "7", &"+".repeat(48), &"0".repeat(47), &"0".repeat(49), &"é".repeat(24)] {
            assert_eq!(Token::parse(text), None, "{text}");
        }
        assert_eq!(format!("{token:?}"), "Token(…)");
    }

    #[test]
    fn a_token_is_good_until_a_later_one_is_used() {
        let mut tokens = Tokens { id: 1, seed: 2, last: 0, first: 0 };
        let page = tokens.current().secret;
        let lost = tokens.rotate(page).secret;
        let second = tokens.rotate(page).secret;
        assert!(tokens.is_good(page) && tokens.is_good(lost) && tokens.is_good(second));
        tokens.confirm();
        assert_eq!([page, lost, second].map(|secret| tokens.is_good(secret)), [false, false, true]);
        let third = tokens.rotate(second).secret;
        assert!(tokens.is_good(second) && tokens.is_good(third) && !tokens.is_good(0));
    }

    #[test]
    fn a_token_given_out_after_a_snapshot_is_known() {
        let mut tokens = Tokens { id: 1, seed: 2, last: 5, first: 5 };
        let (seed, last) = tokens.seed();
        let before = tokens.current().secret;
        let after = tokens.rotate(before).secret;
        for secret in [before, after] {
            let restored = Tokens::restore(1, seed, last, secret);
            assert!(restored.is_some_and(|restored| restored.is_good(secret)));
        }
        assert!(Tokens::restore(1, seed, last, 0).is_none());
    }
}
