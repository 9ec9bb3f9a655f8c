//! Random values, most of them where something changes: at the limits of each type.

/// Random numbers from a seed.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn one_of<T: Clone>(&mut self, all: &[T]) -> T {
        let at = self.below(all.len() as u64);
        all[at as usize].clone()
    }
}

/// A type with random values.
pub(crate) trait Arbitrary {
    fn arbitrary(random: &mut Random) -> Self;
}

macro_rules! integers {
    ($($ty:ident)*) => {$(
        impl Arbitrary for $ty {
            fn arbitrary(random: &mut Random) -> Self {
                let wide = (u128::from(random.next()) << 64 | u128::from(random.next())) as $ty;
                match random.below(4) {
                    0 => wide,
                    1 => wide >> random.below(u64::from($ty::BITS)),
                    2 => random.below(12) as $ty,
                    _ => random.one_of(&[$ty::MIN, $ty::MIN + 1, $ty::MAX, $ty::MAX - 1, $ty::MAX / 2, 0, 1, (0 as $ty).wrapping_sub(1)]),
                }
            }
        }
    )*};
}
integers! { i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 usize }

macro_rules! floats {
    ($($ty:ident $bits:ident)*) => {$(
        impl Arbitrary for $ty {
            fn arbitrary(random: &mut Random) -> Self {
                match random.below(4) {
                    0 => $ty::from_bits(random.next() as $bits),
                    1 => (random.below(2_000) as $ty - 1_000.0) / random.one_of(&[1.0, 2.0, 3.0, 10.0, 1e7]),
                    2 => random.next() as i64 as $ty,
                    _ => random.one_of(&[
                        0.0, -0.0, 1.0, 0.1, 0.3, -1.5, 1e21, 1e-7, 16_777_217.0, 9_007_199_254_740_993.0, $ty::NAN, $ty::INFINITY,
                        $ty::NEG_INFINITY, $ty::MIN_POSITIVE, $ty::MAX, $ty::MIN, $ty::EPSILON, 127.5, -129.0, 4_294_967_296.0,
                    ]),
                }
            }
        }
    )*};
}
floats! { f32 u32 f64 u64 }

impl Arbitrary for bool {
    fn arbitrary(random: &mut Random) -> Self {
        random.below(2) == 0
    }
}

impl Arbitrary for String {
    fn arbitrary(random: &mut Random) -> Self {
        const PIECES: &[&str] = &[
            "",
            "",
            "a",
            "A",
            "abc",
            "ß",
            "İ",
            "ΑΣ",
            "é",
            "e\u{301}",
            "\u{ffff}",
            "\u{10000}",
            "\u{10ffff}",
            "😀",
            "名",
            "\u{fb01}",
            " ",
            "\u{85}",
            "\u{a0}",
            "\u{2003}",
            "\u{feff}",
            "\u{200b}",
            "\n",
            "\t",
            "0",
            "z",
            "~",
            "\u{e000}",
        ];
        let count = random.below(5);
        (0..count).map(|_| random.one_of(PIECES)).collect()
    }
}
