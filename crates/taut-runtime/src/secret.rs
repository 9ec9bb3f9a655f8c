//! Secrets: how they are made, compared, derived and read.

use std::num::NonZero;

use sha2::{Digest, Sha256};

/// 128 bits of the operating system's generator.
///
/// # Errors
/// When the operating system gives none.
pub fn random_bits() -> Result<u128, getrandom::Error> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits)?;
    Ok(u128::from_be_bytes(bits))
}

/// A new secret.
///
/// # Errors
/// When the operating system gives no random bits.
pub fn new_secret() -> Result<NonZero<u128>, getrandom::Error> {
    let bits = random_bits()?;
    Ok(NonZero::new(bits).unwrap_or(NonZero::<u128>::MIN))
}

/// Reads a number of hexadecimal digits, all of which must be there.
#[must_use]
pub fn from_hex(text: &str, digits: usize) -> Option<u128> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_number.then(|| u128::from_str_radix(text, 16).ok())?
}

/// Compares without telling by the time it takes how much is the same.
pub(crate) fn is_same(one: u128, other: u128) -> bool {
    std::hint::black_box(one ^ other) == 0
}

/// Half a SHA-256 of a key and a text: without the key, texts cannot be tried. The key has a fixed length, and half of the
/// hash tells nothing of a longer text, so nothing more is needed to make it a keyed one.
pub(crate) fn keyed(key: u128, text: &[u8]) -> u128 {
    let hash = Sha256::new()
        .chain_update(key.to_be_bytes())
        .chain_update(text)
        .finalize();
    hash.iter()
        .take(16)
        .fold(0, |bits, byte| bits << 8 | u128::from(*byte))
}
