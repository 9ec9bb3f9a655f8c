//! Dates and times as the controls of HTML write them, without a calendar crate.

use std::fmt::{self, Display};
use std::str::FromStr;

use super::invalid::Invalid;
use super::rules::FieldKind;
use super::value::FormText;

/// A date of the Gregorian calendar, from the year 1 to 9999, as in `<input type="date">`.
///
/// ```
/// let date: taut_core::Date = "2028-02-29".parse().unwrap();
/// assert_eq!((date.year(), date.month(), date.day()), (2028, 2, 29));
/// assert_eq!(date.to_string(), "2028-02-29");
/// assert!("2027-02-29".parse::<taut_core::Date>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// A time of day to the second, as in `<input type="time">`.
///
/// ```
/// let time: taut_core::Time = "09:05".parse().unwrap();
/// assert_eq!((time.hour(), time.minute(), time.second()), (9, 5, 0));
/// assert_eq!(time.to_string(), "09:05");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    hour: u8,
    minute: u8,
    second: u8,
}

/// A date with a time of day and without a time zone, as in `<input type="datetime-local">`.
///
/// ```
/// let start: taut_core::DateTime = "2028-02-29T09:05".parse().unwrap();
/// assert_eq!(start.to_string(), "2028-02-29T09:05");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime {
    /// The date.
    pub date: Date,
    /// The time of day.
    pub time: Time,
}

impl Date {
    /// A date; nothing if the calendar does not have it.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let is_leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 => 28 + u8::from(is_leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let exists = (1..=9999).contains(&year) && (1..=days).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// The year, from 1 to 9999.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1 to 31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }
}

impl Time {
    /// A time of day; nothing if a day does not have it.
    #[must_use]
    pub fn new(hour: u8, minute: u8, second: u8) -> Option<Self> {
        (hour < 24 && minute < 60 && second < 60).then_some(Self {
            hour,
            minute,
            second,
        })
    }

    /// The hour, from 0 to 23.
    #[must_use]
    pub fn hour(self) -> u8 {
        self.hour
    }

    /// The minute, from 0 to 59.
    #[must_use]
    pub fn minute(self) -> u8 {
        self.minute
    }

    /// The second, from 0 to 59.
    #[must_use]
    pub fn second(self) -> u8 {
        self.second
    }
}

impl Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day } = self;
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)?;
        if self.second == 0 {
            return Ok(());
        }
        write!(f, ":{:02}", self.second)
    }
}

impl Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date, self.time)
    }
}

/// A part of a date or time: a number with exactly that many digits.
fn digits(text: &str, count: usize) -> Option<u16> {
    let is_number = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

fn two(text: &str) -> Option<u8> {
    digits(text, 2)?.try_into().ok()
}

impl FromStr for Date {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let date = || {
            let mut parts = text.splitn(3, '-');
            let (year, month) = (digits(parts.next()?, 4)?, two(parts.next()?)?);
            Self::new(year, month, two(parts.next()?)?)
        };
        date().ok_or(Invalid::NotDate)
    }
}

impl FromStr for Time {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let time = || {
            let mut parts = text.splitn(3, ':');
            let (hour, minute) = (two(parts.next()?)?, two(parts.next()?)?);
            // A browser may write fractions that are zero.
            let second = parts.next().map(|second| second.trim_end_matches(".000"));
            Self::new(hour, minute, second.map_or(Some(0), two)?)
        };
        time().ok_or(Invalid::NotTime)
    }
}

impl FromStr for DateTime {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let (date, time) = text.split_once('T').ok_or(Invalid::NotDateTime)?;
        match (date.parse(), time.parse()) {
            (Ok(date), Ok(time)) => Ok(Self { date, time }),
            _ => Err(Invalid::NotDateTime),
        }
    }
}

macro_rules! moments {
    ($($ty:ty: $blank:expr;)*) => {$(
        impl FormText for $ty {
            const KIND: FieldKind = FieldKind::Moment;

            fn of_text(text: &str) -> Result<Self, Invalid> {
                text.parse()
            }

            fn to_text(&self) -> String {
                self.to_string()
            }

            fn blank() -> Option<Self> {
                $blank
            }
        }
    )*};
}
moments! {
    Date: Self::new(1970, 1, 1);
    Time: Self::new(0, 0, 0);
    DateTime: "1970-01-01T00:00".parse().ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_calendar_has_is_no_date() {
        for text in ["2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(
                text.parse::<Date>().map(|it| it.to_string()),
                Ok(text.into())
            );
        }
        let wrong = [
            "",
            "2023-02-29",
            "1900-02-29",
            "2024-00-01",
            "2024-13-01",
            "2024-04-31",
            "2024-1-01",
            "24-01-01",
            "0000-01-01",
            "2024-01-01T",
            "2024-01-0é",
            "+024-01-01",
        ];
        for text in wrong {
            assert_eq!(text.parse::<Date>(), Err(Invalid::NotDate), "{text}");
        }
    }

    #[test]
    fn a_time_has_seconds_only_where_they_matter() {
        for (text, shown) in [
            ("23:59", "23:59"),
            ("00:00:07", "00:00:07"),
            ("08:30:00.000", "08:30"),
        ] {
            assert_eq!(
                text.parse::<Time>().map(|it| it.to_string()),
                Ok(shown.into())
            );
        }
        for text in [
            "",
            "24:00",
            "1:00",
            "12:60",
            "12:00:60",
            "12:00:0",
            "12:00:00:00",
        ] {
            assert_eq!(text.parse::<Time>(), Err(Invalid::NotTime), "{text}");
        }
        for text in ["2024-01-01", "2024-01-01 10:00", "T", "2024-01-01T25:00"] {
            assert_eq!(
                text.parse::<DateTime>(),
                Err(Invalid::NotDateTime),
                "{text}"
            );
        }
    }
}
