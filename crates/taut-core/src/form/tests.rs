//! Texts of controls, and the values they are decoded to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use serde::Deserialize;

use super::*;

fn text<T: DeserializeOwned>(text: &str) -> Option<T> {
    from_text(text).ok()
}

/// All texts of some characters, up to a length.
fn texts(characters: &[char], most: usize) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut from = 0;
    for _ in 0..most {
        let longer: Vec<_> = texts[from..]
            .iter()
            .flat_map(|text| characters.iter().map(move |char| format!("{text}{char}")))
            .collect();
        from = texts.len();
        texts.extend(longer);
    }
    texts
}

/// Whether a text is a valid floating-point number, with a state machine.
fn is_valid(text: &str) -> bool {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        Start,
        Sign,
        Whole,
        Point,
        Fraction,
        E,
        ExponentSign,
        Exponent,
    }
    use State::*;
    let end = text
        .chars()
        .try_fold(Start, |state, char| match (state, char) {
            (Start, '-') => Some(Sign),
            (Start | Sign | Whole, '0'..='9') => Some(Whole),
            (Start | Sign | Whole, '.') => Some(Point),
            (Point | Fraction, '0'..='9') => Some(Fraction),
            (Whole | Fraction, 'e' | 'E') => Some(E),
            (E, '+' | '-') => Some(ExponentSign),
            (E | ExponentSign | Exponent, '0'..='9') => Some(Exponent),
            _ => None,
        });
    end.is_some_and(|end| [Whole, Fraction, Exponent].contains(&end))
}

#[test]
fn a_number_is_what_a_number_control_can_hold() {
    let all = texts(&['-', '+', '.', '0', '7', 'e', ' '], 6);
    let mut valid = 0;
    for number in &all {
        let expected = is_valid(number)
            .then(|| number.parse::<f64>().unwrap_or(f64::NAN))
            .filter(|it| it.is_finite());
        valid += u32::from(expected.is_some());
        assert_eq!(text::<f64>(number), expected, "{number:?}");
        assert_eq!(
            text::<f32>(number).is_some(),
            expected.is_some_and(|it| (it as f32).is_finite()),
            "{number:?}"
        );
        // A number so small that a float rounds it to zero is not an integer.
        let is_zero = !number
            .split('e')
            .next()
            .is_some_and(|digits| digits.contains('7'));
        let whole = expected.filter(|it| it.fract() == 0.0 && (*it != 0.0 || is_zero));
        let byte = whole
            .filter(|it| (0.0..=255.0).contains(it))
            .map(|it| it as u8);
        assert_eq!(text::<u8>(number), byte, "{number:?}");
        let short = whole
            .filter(|it| (-32768.0..=32767.0).contains(it))
            .map(|it| it as i16);
        assert_eq!(text::<i16>(number), short, "{number:?}");
    }
    assert!(valid > 1000, "only {valid} of {} are numbers", all.len());
}

#[test]
fn what_is_no_number_of_html_is_none() {
    let signs = [
        "nan", "NaN", "inf", "infinity", "1e400", "-1e400", "1e39", "0x10", "1,5", "1 000", "١",
        "1\n", "\t1", "1f",
    ];
    for sign in signs {
        assert_eq!(text::<f32>(sign), None, "{sign:?}");
        assert_eq!(text::<u64>(sign), None, "{sign:?}");
        assert_eq!(from_text::<f64>(sign).is_ok(), sign == "1e39", "{sign:?}");
    }
    assert_eq!(text("-0").map(f64::is_sign_negative), Some(true));
    assert_eq!(text("1e-400"), Some(0.0));
}

#[test]
fn whole_numbers_are_exact_up_to_their_bounds() {
    assert_eq!(text(&i128::MIN.to_string()), Some(i128::MIN));
    assert_eq!(text(&u128::MAX.to_string()), Some(u128::MAX));
    assert_eq!(
        text::<i128>("170141183460469231731687303715884105728"),
        None
    );
    assert_eq!(text("9007199254740993"), Some(9_007_199_254_740_993_u64));
    assert_eq!(
        text("9007199254740993.000e0"),
        Some(9_007_199_254_740_993_u64)
    );
    assert_eq!(text("1e38"), Some(10_u128.pow(38)));
    assert_eq!(text::<u128>("1e39"), None);
    assert_eq!(text(&format!("1{}e-60000", "0".repeat(60_000))), Some(1_u8));
    assert_eq!(
        text(&format!("0.{}1e60001", "0".repeat(60_000))),
        Some(1_u8)
    );
    assert_eq!(text("0e99999999999999999999"), Some(0_u8));
    assert_eq!(text::<u64>("1e99999999999999999999"), None);
    assert_eq!(text::<u64>("1e-99999999999999999999"), None);
    assert_eq!(text::<u8>("-1"), None);
}

#[track_caller]
fn check<T: DeserializeOwned + PartialEq + Debug>(query: &str, expected: Result<T, &str>) {
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    assert_eq!(
        from_fields(&fields).map_err(|error| error.to_string()),
        expected.map_err(str::to_owned),
        "{query}"
    );
}

#[derive(Debug, Default, PartialEq, Deserialize)]
struct Order {
    name: String,
    amount: u8,
    note: Option<String>,
    urgent: bool,
    tags: Vec<String>,
    days: BTreeSet<u8>,
    #[serde(default = "nine")]
    size: u8,
}

fn nine() -> u8 {
    9
}

fn order() -> Order {
    Order {
        name: "tea".to_owned(),
        amount: 2,
        size: 9,
        ..Order::default()
    }
}

#[test]
fn what_a_form_sends_besides_is_ignored() {
    for more in [
        "",
        "&g-recaptcha-response=abc",
        "&name.dir=ltr",
        "&go.x=3&go.y=4&x=1&y=2",
        "&utm_source=mail&utm_source=again",
        "&_charset_=utf-8&csrf=1",
        "&=&=1",
    ] {
        check(&format!("name=tea&amount=2{more}"), Ok(order()));
        check(
            &format!("{}&name=tea&amount=2", more.trim_start_matches('&')),
            Ok(order()),
        );
    }
}

#[test]
fn controls_in_which_nothing_is_chosen_send_nothing() {
    let full = Order {
        note: Some("soon".to_owned()),
        urgent: true,
        tags: vec!["a".to_owned(), "b".to_owned()],
        days: BTreeSet::from([1]),
        size: 3,
        ..order()
    };
    check(
        "name=tea&amount=2&note=soon&urgent=on&tags=a&tags=b&days=1&size=3",
        Ok(full),
    );
    check("name=tea&amount=2&note=&urgent=off", Ok(order()));
    check("name=tea&amount=2", Ok(order()));
}

#[test]
fn an_error_names_its_field() {
    check::<Order>("amount=2", Err("`name` is missing"));
    check::<Order>("name=tea", Err("`amount` is missing"));
    check::<Order>(
        "name=tea&amount=",
        Err("`amount` does not fit: expected a whole number from 0 to 255"),
    );
    check::<Order>(
        "name=tea&amount=many&secret=1",
        Err("`amount` does not fit: expected a whole number from 0 to 255"),
    );
    check::<Order>(
        "name=tea&name=jam&amount=2",
        Err("`name` does not fit: it appears more than once"),
    );
    check::<Order>(
        "name=tea&amount=2&days=1&days=x",
        Err("`days` does not fit: expected a whole number from 0 to 255"),
    );
    check::<BTreeMap<String, u8>>(
        "a=1&b=x",
        Err("`b` does not fit: expected a whole number from 0 to 255"),
    );
}

#[test]
fn a_type_may_ask_for_strictness() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Strict {
        name: String,
        tags: Vec<String>,
    }
    check(
        "name=tea",
        Ok(Strict {
            name: "tea".to_owned(),
            tags: Vec::new(),
        }),
    );
    check::<Strict>(
        "name=tea&admin=1",
        Err("unknown field `admin`, expected `name` or `tags`"),
    );
}

#[test]
fn other_shapes_read_the_same_fields() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Outer {
        name: String,
        #[serde(flatten)]
        rest: BTreeMap<String, Several>,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Several {
        One(String),
        Many(Vec<String>),
    }
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(tag = "do", rename_all = "lowercase")]
    enum Action {
        Add { name: String },
        Clear,
    }
    let rest = [
        ("a", Several::One("1".into())),
        ("b", Several::Many(vec!["2".into(), "3".into()])),
    ];
    let rest = rest
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    check(
        "a=1&name=tea&b=2&b=3",
        Ok(Outer {
            name: "tea".to_owned(),
            rest,
        }),
    );
    check(
        "do=add&name=tea&x=1",
        Ok(Action::Add {
            name: "tea".to_owned(),
        }),
    );
    check("do=clear&name=tea", Ok(Action::Clear));
    check(
        "a=1&a=2",
        Ok(vec![("a".to_owned(), 1_u8), ("a".to_owned(), 2)]),
    );
    check(
        "a=1&b=",
        Ok(BTreeMap::from([
            ("a".to_owned(), Some(1_u8)),
            ("b".to_owned(), None),
        ])),
    );
}
