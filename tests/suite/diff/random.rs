//! Random numbers that a seed gives again (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).

/// A source of random numbers.
pub(crate) struct Random(u64);

/// A new seed out of two numbers.
pub(crate) fn mixed(seed: u64, number: u64) -> u64 {
    Random(seed.wrapping_add(number.wrapping_mul(0xd134_2543_de82_ef95))).next()
}

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mix = self.0;
        mix = (mix ^ (mix >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mix = (mix ^ (mix >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mix ^ (mix >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap_or(0) % end.max(1)
    }

    pub(crate) fn number(&mut self, end: u32) -> u32 {
        u32::try_from(self.below(end as usize)).unwrap_or(0)
    }

    /// True so many times in a hundred.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// A text that a careless program would get wrong, often empty.
    pub(crate) fn text(&mut self) -> String {
        const TEXTS: &[&str] = &[
            "",
            "",
            "",
            "a",
            "b",
            "two words",
            "<b>&amp;\"'</b>",
            "-->",
            "</main>",
            " ",
            "\n",
            "\nx\n",
            "x\r\ny",
            "\0",
            "ä€😀",
            "0",
            "&lt;",
            "/",
            "\u{a0}",
            "\\",
            "\u{2028}",
            "1e3",
            "{}",
        ];
        self.pick(TEXTS).copied().unwrap_or_default().to_owned()
    }

    pub(crate) fn maybe<T>(&mut self, some: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.chance(50).then(|| some(self))
    }

    /// So many things, or fewer.
    pub(crate) fn several<T>(
        &mut self,
        most: usize,
        mut one: impl FnMut(&mut Self) -> T,
    ) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| one(self)).collect()
    }

    /// Changes a list in one of the ways in which lists change.
    pub(crate) fn edit<T: Clone>(
        &mut self,
        list: &mut Vec<T>,
        mut new: impl FnMut(&mut Self) -> T,
    ) {
        let (at, other) = (self.below(list.len()), self.below(list.len()));
        match self.below(12) {
            0 => list.push(new(self)),
            1 => list.insert(at, new(self)),
            2 if !list.is_empty() => drop(list.remove(at)),
            3 if !list.is_empty() => list.swap(at, other),
            4 if !list.is_empty() => {
                let moved = list.remove(at);
                list.insert(other, moved);
            }
            5 => list.reverse(),
            6 => (1..list.len())
                .rev()
                .for_each(|at| list.swap(at, self.below(at + 1))),
            7 if self.chance(30) => list.clear(),
            8 if self.chance(40) && !list.is_empty() => {
                let twice = list[at].clone();
                list.insert(other, twice);
            }
            9 => drop(list.drain(at.min(other)..at.max(other))),
            10 => {
                let more = self.several(5, &mut new);
                list.splice(at..at, more);
            }
            _ if !list.is_empty() => list.rotate_left(at),
            _ => list.push(new(self)),
        }
    }
}
