//! Formulas such as `=A1+2*sum(B1:B9)`, and their values.

use std::collections::BTreeMap;

/// The column and the row of a cell.
pub(crate) type Place = (u8, u8);

pub(crate) const COLUMNS: u8 = 26;
pub(crate) const ROWS: u8 = 100;

/// What is written in the cells that are not empty.
pub(crate) type Sheet = BTreeMap<Place, String>;

/// Reads the name of a cell, such as `B7`.
pub(crate) fn place_of(name: &str) -> Option<Place> {
    let mut letters = name.trim().chars();
    let column = letters.next()?.to_ascii_uppercase();
    let row: u8 = letters.as_str().parse().ok().filter(|row| *row < ROWS)?;
    column
        .is_ascii_uppercase()
        .then(|| (column as u8 - b'A', row))
}

/// The name of a cell.
pub(crate) fn name_of((column, row): Place) -> String {
    format!("{}{row}", char::from(b'A' + column))
}

/// The text that a cell shows.
pub(crate) fn shown(sheet: &Sheet, known: &mut Known, place: Place) -> String {
    match sheet.get(&place) {
        Some(text) if text.starts_with('=') => match value(sheet, known, place) {
            Ok(number) => ((number * 1e9).round() / 1e9).to_string(),
            Err(why) => format!("#{why}"),
        },
        Some(text) => text.clone(),
        None => String::new(),
    }
}

type Value = Result<f64, &'static str>;

/// The values that were found so far; that of a cell which is being computed is a circle.
pub(crate) type Known = BTreeMap<Place, Value>;

/// The value of a cell; text counts as 0.
fn value(sheet: &Sheet, known: &mut Known, place: Place) -> Value {
    if let Some(value) = known.get(&place) {
        return *value;
    }
    known.insert(place, Err("circle"));
    let text = sheet.get(&place).map_or("", String::as_str);
    let value = match text.strip_prefix('=') {
        Some(formula) => Parser {
            rest: formula,
            sheet,
            known,
            depth: 0,
        }
        .whole(),
        None => Ok(text.trim().parse().unwrap_or(0.0)),
    };
    known.insert(place, value);
    value
}

struct Parser<'a> {
    rest: &'a str,
    sheet: &'a Sheet,
    known: &'a mut Known,
    depth: u8,
}

impl<'a> Parser<'a> {
    fn whole(mut self) -> Value {
        let value = self.sum()?;
        self.rest = self.rest.trim_start();
        if self.rest.is_empty() {
            Ok(value)
        } else {
            Err("error")
        }
    }

    /// Takes one of some signs.
    fn sign(&mut self, signs: &[char]) -> Option<char> {
        self.rest = self.rest.trim_start();
        let sign = self
            .rest
            .chars()
            .next()
            .filter(|sign| signs.contains(sign))?;
        self.rest = &self.rest[sign.len_utf8()..];
        Some(sign)
    }

    /// Takes letters and digits, or what else belongs to a word.
    fn word(&mut self, belongs: fn(char) -> bool) -> &'a str {
        self.rest = self.rest.trim_start();
        let end = self
            .rest
            .find(|letter| !belongs(letter))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn sum(&mut self) -> Value {
        let mut sum = self.product()?;
        while let Some(sign) = self.sign(&['+', '-']) {
            let next = self.product()?;
            sum += if sign == '+' { next } else { -next };
        }
        Ok(sum)
    }

    fn product(&mut self) -> Value {
        let mut product = self.single()?;
        while let Some(sign) = self.sign(&['*', '/']) {
            let next = self.single()?;
            product = if sign == '*' {
                product * next
            } else {
                product / next
            };
        }
        Ok(product)
    }

    fn single(&mut self) -> Value {
        self.depth += 1;
        if self.depth > 50 {
            return Err("too deep");
        }
        let value = if self.sign(&['-']).is_some() {
            Ok(-self.single()?)
        } else if self.sign(&['(']).is_some() {
            let value = self.sum()?;
            self.sign(&[')']).map(|_| value).ok_or("error")
        } else {
            self.named()
        };
        self.depth -= 1;
        value
    }

    /// A number, a cell, or a function of a range of cells.
    fn named(&mut self) -> Value {
        let number = self.word(|letter| letter.is_ascii_digit() || letter == '.');
        if !number.is_empty() {
            return number.parse().map_err(|_| "error");
        }
        let name = self.word(|letter| letter.is_ascii_alphanumeric());
        if let Some(place) = place_of(name) {
            return value(self.sheet, self.known, place);
        }
        let function = name.to_ascii_lowercase();
        self.sign(&['(']).ok_or("error")?;
        let values = self.range()?;
        self.sign(&[')']).ok_or("error")?;
        match function.as_str() {
            "sum" => Ok(values.iter().sum()),
            "product" => Ok(values.iter().product()),
            "mean" => Ok(values.iter().sum::<f64>() / values.len() as f64),
            "min" => Ok(values.iter().copied().fold(f64::INFINITY, f64::min)),
            "max" => Ok(values.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
            _ => Err("error"),
        }
    }

    /// The values of cells, such as `A1:B3`.
    fn range(&mut self) -> Result<Vec<f64>, &'static str> {
        let first = place_of(self.word(|letter| letter.is_ascii_alphanumeric())).ok_or("error")?;
        self.sign(&[':']).ok_or("error")?;
        let last = place_of(self.word(|letter| letter.is_ascii_alphanumeric())).ok_or("error")?;
        let places =
            (first.0..=last.0).flat_map(|column| (first.1..=last.1).map(move |row| (column, row)));
        places
            .map(|place| value(self.sheet, self.known, place))
            .collect()
    }
}
