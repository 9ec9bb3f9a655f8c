//! Addresses, written and read.

use super::*;

#[track_caller]
fn check<T>(value: &T, address: &str)
where
    T: QueryMember + std::fmt::Debug,
{
    let mut writer = RouteWriter::default();
    writer.fixed("/a");
    writer.member("x", value, &T::default());
    let written = writer.end();
    assert_eq!(written, address);
    let (path, query) = split(&written);
    let read = RouteReader::new(path, query).and_then(|reader| reader.member("x", T::default));
    assert_eq!(read.as_ref(), Some(value));
}

#[test]
fn a_member_that_has_its_default_is_left_out() {
    check(&0_u32, "/a");
    check(&7_u32, "/a?x=7");
    check(&u128::MAX, &format!("/a?x={}", u128::MAX));
    check(&0.1_f32, "/a?x=0.1");
    check(&true, "/a?x=true");
    check(
        &String::from("a b&c=d+%\u{fc}"),
        "/a?x=a%20b%26c%3Dd%2B%25%C3%BC",
    );
    check(&Some(0_u8), "/a?x=0");
    check(&None::<u8>, "/a");
    check(&vec!["a".to_owned(), String::new()], "/a?x=a&x=");
}

#[test]
fn a_member_that_does_not_fit_is_no_page_and_an_empty_control_is_the_default() {
    let read = |query| RouteReader::new("/", query)?.member("x", u8::default);
    assert_eq!(read("x=7&y=8&x"), None);
    assert_eq!(read("x=256"), None);
    assert_eq!(read("x="), Some(0));
    assert_eq!(read("utm=1"), Some(0));
    assert_eq!(read(&"y&".repeat(1025)), None);
}

#[test]
fn a_path_fits_part_by_part() {
    let check = |path, pattern: &[&str], expected: Option<&str>| {
        let reader = RouteReader::new(path, "");
        let found = reader.and_then(|reader| reader.fits(pattern)?.get::<String>(0));
        assert_eq!(found.as_deref(), expected, "{path}");
    };
    check("/tickets/7", &["tickets", ""], Some("7"));
    check("/tickets/a%2Fb%20c", &["tickets", ""], Some("a/b c"));
    for path in [
        "/tickets/",
        "/tickets",
        "/tickets/7/",
        "/tickets/7/8",
        "tickets/7",
        "/Tickets/7",
        "/tickets/%",
        "/tickets/%f",
        "/tickets/%fz",
        "/tickets/%ff",
        "",
    ] {
        check(path, &["tickets", ""], None);
    }
}
