//! Each file in `tests/ui` does not compile, and its `.stderr` is what a user is told.

#[test]
fn each_mistake_is_told_where_it_is_and_how_to_mend_it() {
    trybuild::TestCases::new().compile_fail("ui/**/*.rs");
}
