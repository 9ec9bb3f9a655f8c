//! Fingerprints of row keys: 32 bits that are the same in every process.
//!
//! When a session is lost, the numbers of its rows are lost with it. The next session renders rows with
//! the same keys, and the browser uses the fingerprints to find the rows that the user was working on.
//! An integer that fits is its own fingerprint, because consecutive integers are short and compress
//! well. Everything else is hashed with FNV-1a in 64 bits, folded (draft-eastlake-fnv, sections 2 and
//! 3).

use std::hash::{Hash, Hasher};

/// The fingerprint of a key.
pub(crate) fn of(key: &(impl Hash + ?Sized)) -> u32 {
    let mut sum = Sum::Nothing;
    key.hash(&mut sum);
    sum.folded()
}

/// The state of the hash.
enum Sum {
    Nothing,
    /// A single small integer.
    Integer(u32),
    Hash(u64),
}

impl Sum {
    #[allow(clippy::cast_possible_truncation, reason = "the halves of the hash")]
    fn folded(&self) -> u32 {
        match *self {
            Self::Nothing => 0,
            Self::Integer(integer) => integer,
            Self::Hash(hash) => (hash >> 32) as u32 ^ hash as u32,
        }
    }
}

impl Hasher for Sum {
    fn write(&mut self, bytes: &[u8]) {
        const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x0000_0100_0000_01b3;
        let add = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
        let start = match *self {
            Self::Nothing => OFFSET,
            Self::Integer(integer) => u64::from(integer).to_le_bytes().iter().fold(OFFSET, add),
            Self::Hash(hash) => hash,
        };
        *self = Self::Hash(bytes.iter().fold(start, add));
    }

    fn write_u8(&mut self, integer: u8) {
        self.write_u64(integer.into());
    }

    fn write_u16(&mut self, integer: u16) {
        self.write_u64(integer.into());
    }

    fn write_u32(&mut self, integer: u32) {
        self.write_u64(integer.into());
    }

    fn write_u64(&mut self, integer: u64) {
        match (&self, u32::try_from(integer)) {
            (Self::Nothing, Ok(integer)) => *self = Self::Integer(integer),
            _ => self.write(&integer.to_le_bytes()),
        }
    }

    fn write_usize(&mut self, integer: usize) {
        self.write_u64(integer as u64);
    }

    fn finish(&self) -> u64 {
        self.folded().into()
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn small_integers_are_their_own_fingerprints() {
        assert_eq!(
            [
                of(&7_u8),
                of(&7_i64),
                of(&7_usize),
                of(&u32::MAX),
                of(&true),
                of(&'a')
            ],
            [7, 7, 7, u32::MAX, 1, 97]
        );
    }

    /// Other processes, on other machines, must compute the same.
    #[test]
    fn all_else_is_hashed_as_it_always_was() {
        let hashes = [
            of("milk"),
            of(""),
            of(&u64::MAX),
            of(&-1_i32),
            of(&(1_u32, "a")),
            of(&u128::MAX),
        ];
        assert_eq!(
            hashes,
            [
                606_357_140,
                1_935_610_508,
                1_884_721_846,
                u32::MAX,
                2_165_055_451,
                599_891_293
            ]
        );
    }

    #[test]
    fn keys_that_are_equal_have_equal_fingerprints_however_they_are_kept() {
        let text: Box<str> = "milk".into();
        assert_eq!(
            [of("milk"), of(&"milk"), of(&String::from("milk"))],
            [of(&text); 3]
        );
    }

    #[test]
    fn keys_that_differ_seldom_have_the_same() {
        let mut all: Vec<u32> = (0..10_000_u32)
            .map(|number| of(&format!("row {number}")))
            .collect();
        all.sort_unstable();
        all.dedup();
        assert!(all.len() >= 9_998, "{}", all.len());
    }
}
