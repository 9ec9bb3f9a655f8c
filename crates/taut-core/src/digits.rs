//! Writes integers in decimal; short ones, which nearly all are, without a loop.

/// Integers below this have at most eight digits.
const SHORT: u64 = 100_000_000;

/// Appends an integer.
#[inline]
pub(crate) fn write(out: &mut Vec<u8>, number: u64) {
    match u32::try_from(number) {
        Ok(short) if number < SHORT => write_short(out, short),
        _ => write_long(out, number),
    }
}

/// Appends an integer with its sign.
#[inline]
pub(crate) fn write_signed(out: &mut Vec<u8>, number: i64) {
    if number < 0 {
        out.push(b'-');
    }
    write(out, number.unsigned_abs());
}

/// Splits the number into halves, quarters and digits, each time in all lanes of one word at once, and
/// writes all eight digits from the first significant one on.
#[inline]
fn write_short(out: &mut Vec<u8>, number: u32) {
    let (high, low) = (u64::from(number / 10_000), u64::from(number % 10_000));
    let halves = high | (low << 32);
    let hundreds = ((halves * 10_486) >> 20) & 0x7f_0000_007f;
    let quarters = ((halves - 100 * hundreds) << 16) + hundreds;
    let tens = ((quarters * 103) >> 10) & 0xf_000f_000f_000f;
    let digits = ((quarters - 10 * tens) << 8) + tens;
    let zeros = (digits.trailing_zeros() / 8).min(7);
    let shown = (digits | 0x3030_3030_3030_3030) >> (8 * zeros);
    out.extend_from_slice(&shown.to_le_bytes());
    out.truncate(out.len() - zeros as usize);
}

#[cold]
fn write_long(out: &mut Vec<u8>, number: u64) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

#[cfg(test)]
mod tests {
    fn check(number: i64) {
        let mut out = b"x".to_vec();
        super::write_signed(&mut out, number);
        assert_eq!(String::from_utf8_lossy(&out), format!("x{number}"));
    }

    #[test]
    fn digits_are_those_of_the_number() {
        (0..100_100).for_each(check);
        for power in 0..18 {
            let number = 10_i64.pow(power);
            for near in [
                number - 1,
                number,
                number + 1,
                7 * number,
                -number,
                9 * number - 1,
            ] {
                check(near);
            }
        }
        [i64::MAX, i64::MIN, 99_999_999, 12_345_678]
            .into_iter()
            .for_each(check);
    }
}
