//! Handlers that use each operation, on each type.

use taut::prelude::*;

use crate::Subject;
use crate::arbitrary::{Arbitrary, Random};

/// A view with fields that it shows, and handlers with one parameter.
macro_rules! subject {
    ($name:ident, $given:ident, { $($field:ident: $ty:ident,)* }, { $(fn $handler:ident($this:ident, $x:ident) $body:tt)* }) => {
        pub(crate) mod $name {
            use super::*;

            #[derive(Debug, Default, Clone)]
            pub(crate) struct State { $($field: $ty,)* }

            #[live_view]
            impl State {
                $(
                    #[optimistic]
                    fn $handler(&mut $this, $x: $given) -> Result<(), Reject> $body
                )*

                fn render(&self) -> impl View {
                    view! {
                        $(<output>{self.$field}</output>)*
                        $(<input aria-label="x" @input={$handler(event.value)}>)*
                    }
                }
            }

            impl Subject for State {
                type Given = $given;
                const NAME: &'static str = stringify!($name);
                const CALLS: &'static [(&'static str, fn(&mut Self, $given) -> Result<(), Reject>)] =
                    &[$((stringify!($handler), Self::$handler)),*];

                fn shuffle(&mut self, random: &mut Random) {
                    $(self.$field = Arbitrary::arbitrary(random);)*
                }

                fn texts(&self) -> Vec<String> {
                    vec![$(self.$field.to_string()),*]
                }

                fn table() -> Vec<u8> {
                    taut_core::templates_json::<Self>(&taut_core::limits::Limits::default())
                }
            }
        }
    };
}

macro_rules! integers {
    ($($ty:ident $({ $($more:tt)* })?)*) => {$(
        subject! { $ty, $ty, {
            a: $ty, b: $ty, out: $ty, truth: bool, text: String,
            to_i8: i8, to_i16: i16, to_i32: i32, to_i64: i64, to_i128: i128,
            to_u8: u8, to_u16: u16, to_u32: u32, to_u64: u64, to_u128: u128, to_f64: f64, to_f32: f32,
        }, {
            fn add(self, x) { self.out = self.a + x; Ok(()) }
            fn subtract(self, x) { self.out = self.a - x; Ok(()) }
            fn multiply(self, x) { self.out = self.a * x; Ok(()) }
            fn divide(self, x) { self.out = self.a / x; Ok(()) }
            fn remainder(self, x) { self.out = self.a % x; Ok(()) }
            fn and(self, x) { self.out = self.a & x; Ok(()) }
            fn or(self, x) { self.out = self.a | x; Ok(()) }
            fn xor(self, x) { self.out = self.a ^ x; Ok(()) }
            fn not(self, x) { self.out = !x; Ok(()) }
            fn shift_left(self, x) { self.out = self.a << x; Ok(()) }
            fn shift_right(self, x) { self.out = self.a >> (x as u32 % 200); Ok(()) }
            fn compound(self, x) {
                self.a += x;
                self.b -= 1;
                self.out ^= self.b;
                self.out >>= 1;
                self.out %= 100;
                Ok(())
            }
            fn compare(self, x) { self.truth = self.a < x; Ok(()) }
            fn compare_more(self, x) { self.truth = (self.a <= x) == (self.b > x) || self.a >= self.b; Ok(()) }
            fn equal(self, x) { self.truth = self.a == x && self.b != x; Ok(()) }
            fn least(self, x) { self.out = self.a.min(x).max(self.b); Ok(()) }
            fn saturating_add(self, x) { self.out = self.a.saturating_add(x); Ok(()) }
            fn saturating_sub(self, x) { self.out = self.a.saturating_sub(x); Ok(()) }
            fn saturating_mul(self, x) { self.out = self.a.saturating_mul(x); Ok(()) }
            fn wrapping(self, x) { self.out = self.a.wrapping_add(x).wrapping_mul(self.b).wrapping_sub(1); Ok(()) }
            fn to_signed(self, x) {
                self.to_i8 = x as i8;
                self.to_i16 = x as i16;
                self.to_i32 = x as i32;
                self.to_i64 = x as i64;
                self.to_i128 = x as i128;
                Ok(())
            }
            fn to_unsigned(self, x) {
                self.to_u8 = x as u8;
                self.to_u16 = x as u16;
                self.to_u32 = x as u32;
                self.to_u64 = x as u64;
                self.to_u128 = x as u128;
                Ok(())
            }
            fn to_floats(self, x) {
                self.to_f64 = x as f64;
                self.to_f32 = x as f32;
                Ok(())
            }
            fn from_truth(self, x) { self.out = (self.a > x) as $ty + self.truth as $ty; Ok(()) }
            fn refuse(self, x) {
                if x > 100 {
                    return Err("That is too much.".into());
                } else if x == 7 {
                    self.truth = true;
                }
                self.out = x + 1;
                Ok(())
            }
            fn end_early(self, x) {
                self.b = 5;
                if x == self.a {
                    return Ok(());
                }
                self.out = x;
                Ok(())
            }
            fn variables(self, x) {
                let mut y = self.a;
                y += x;
                let z = y * 2;
                {
                    let y = 3;
                    self.b = y;
                }
                self.out = z - y;
                Ok(())
            }
            fn counts(self, x) {
                let mut count = 0;
                if self.a > x {
                    count += 1;
                }
                if self.truth {
                    count += 2;
                }
                self.out = count;
                Ok(())
            }
            fn blocks(self, x) {
                self.out = if x > self.a {
                    let y = x / 2;
                    y
                } else {
                    self.a
                };
                Ok(())
            }
            fn panics(self, x) {
                if x < 3 {
                    panic!("less than three");
                }
                self.out = x;
                Ok(())
            }
            fn shows(self, x) { self.text = format!("{} of {x} {{{}}}", self.a, self.truth); Ok(()) }
            fn appends(self, x) { self.text.push_str(&x.to_string()); Ok(()) }
            fn boole(self, x) { self.truth = !(self.truth ^ (self.a > x)) & (self.b != 0) | false; Ok(()) }
            fn result(self, x) {
                if self.a < x { Err("less".into()) } else { self.out = 1; Ok(()) }
            }
            $($($more)*)?
        } }
    )*};
}

macro_rules! signed {
    ($($ty:ident)*) => {
        integers! { $($ty {
            fn negative(self, x) { self.out = -x; Ok(()) }
            fn below_zero(self, x) { self.out = self.a * -1 + -5; self.truth = x < -3; Ok(()) }
        })* }
    };
}
signed! { i8 i16 i32 i64 i128 }
integers! { u8 u16 u32 u64 u128 }

macro_rules! floats {
    ($($ty:ident)*) => {$(
        subject! { $ty, $ty, {
            a: $ty, b: $ty, out: $ty, truth: bool, text: String,
            to_i8: i8, to_i32: i32, to_i64: i64, to_i128: i128, to_u8: u8, to_u32: u32, to_u64: u64, to_u128: u128, to_f32: f32, to_f64: f64,
        }, {
            fn add(self, x) { self.out = self.a + x; Ok(()) }
            fn subtract(self, x) { self.out = self.a - x; Ok(()) }
            fn multiply(self, x) { self.out = self.a * x; Ok(()) }
            fn divide(self, x) { self.out = self.a / x; Ok(()) }
            fn remainder(self, x) { self.out = self.a % x; Ok(()) }
            fn negative(self, x) { self.out = -x; Ok(()) }
            fn literals(self, x) { self.out = x * 0.1 + 2.5e3; self.b += 1.0; Ok(()) }
            fn copies(self, x) { self.a = x; self.b = self.out; Ok(()) }
            fn compare(self, x) { self.truth = self.a < x || self.b >= x; Ok(()) }
            fn equal(self, x) { self.truth = (self.a == x) ^ (self.b != x); Ok(()) }
            fn zero(self, x) { if x == 0.0 { self.truth = true; } Ok(()) }
            fn shows(self, x) { self.text = format!("{x}/{}", self.a); Ok(()) }
            fn to_integers(self, x) {
                self.to_i8 = x as i8;
                self.to_i32 = x as i32;
                self.to_i64 = x as i64;
                self.to_i128 = x as i128;
                self.to_u8 = x as u8;
                self.to_u32 = x as u32;
                self.to_u64 = x as u64;
                self.to_u128 = x as u128;
                Ok(())
            }
            fn to_floats(self, x) {
                self.to_f32 = x as f32;
                self.to_f64 = x as f64;
                Ok(())
            }
        } }
    )*};
}
floats! { f32 f64 }

subject! { string, String, {
    a: String, b: String, out: String, truth: bool, len: usize,
}, {
    fn copies(self, x) { self.out = x; Ok(()) }
    fn joins(self, x) { self.out = self.a.clone() + &x; Ok(()) }
    fn appends(self, x) { self.out.push_str(&x); self.out += "!"; Ok(()) }
    fn clears(self, x) { self.truth = x.is_empty(); self.out = String::new(); Ok(()) }
    fn compare(self, x) { self.truth = self.a < x; Ok(()) }
    fn compare_more(self, x) { self.truth = (self.a >= x) == (self.b <= x); Ok(()) }
    fn equal(self, x) { self.truth = self.a == x || x == "abc" || self.b != x; Ok(()) }
    fn trims(self, x) { self.out = x.trim().to_string(); Ok(()) }
    fn lower(self, x) { self.out = x.to_lowercase(); Ok(()) }
    fn upper(self, x) { self.out = x.to_uppercase(); Ok(()) }
    fn measures(self, x) { self.len = x.len() + self.a.len(); Ok(()) }
    fn contains(self, x) { self.truth = self.a.contains(x.as_str()); Ok(()) }
    fn starts(self, x) { self.truth = self.a.starts_with(&x) || self.b.ends_with("a"); Ok(()) }
    fn formats(self, x) { self.out = format!("“{x}” \\ {} \"{}\"", self.len, self.truth); Ok(()) }
    fn required(self, x) {
        let name = x.trim();
        if name.is_empty() {
            return Err("A name is required.".into());
        }
        self.out = name.to_owned();
        Ok(())
    }
} }
