//! Whether a file contains a named test, a message of the compiler, or a line that CI reads.

/// Whether a source has a test with that name that runs: it is not in a comment, not skipped and not
/// ignored. The name is written as in the source, so `${…}` is literal. Measured figures and
/// configuration are not tests, and are named by their whole line.
pub(super) fn has(file: &str, source: &str, name: &str) -> bool {
    let lines: Vec<&str> = source
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("//"))
        .collect();
    match file.rsplit('.').next() {
        Some("stderr") => lines.iter().any(|line| is_message(line, name)),
        _ => {
            lines
                .iter()
                .any(|line| *line == name || is_quoted(line, name))
                || is_function(&lines, name)
        }
    }
}

/// A line such as `test("name", …`.
fn is_quoted(line: &str, name: &str) -> bool {
    let quoted = line.strip_prefix("test(");
    quoted.is_some_and(|quoted| {
        ['"', '`']
            .iter()
            .any(|quote| quoted.starts_with(&format!("{quote}{name}{quote},")))
    })
}

/// A function with a test attribute.
fn is_function(lines: &[&str], name: &str) -> bool {
    let starts = [format!("fn {name}()"), format!("async fn {name}()")];
    let at = lines
        .iter()
        .position(|line| starts.iter().any(|start| line.starts_with(start)));
    let before = lines[..at.unwrap_or(0)].iter().rev();
    let mut attributes = before.take_while(|line| line.starts_with("#["));
    attributes.clone().any(|line| line.ends_with("test]"))
        && !attributes.any(|line| line.starts_with("#[ignore"))
}

/// A message of the compiler, in an expected output of the tests of compile errors.
fn is_message(line: &str, name: &str) -> bool {
    line.strip_prefix("error")
        .and_then(|line| line.split_once(": "))
        .is_some_and(|(_, message)| message == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_of_a_browser_is_found_by_its_whole_name() {
        let has = |source: &str, name: &str| has("a.test.mjs", source, name);
        assert!(has(
            "test(\"“a rule”: one\", async (scene) => {",
            "“a rule”: one"
        ));
        assert!(has(
            "  test(`“a rule”: ${what}`, { needs }, async (scene) => {",
            "“a rule”: ${what}"
        ));
        for line in [
            "// test(\"one\", ",
            "test.skip(\"one\", ",
            "test(\"one more\", ",
            "test(\"no one\", ",
            "say(\"one\", ",
        ] {
            assert!(!has(line, "one"), "{line}");
        }
    }

    #[test]
    fn a_test_in_rust_is_a_function_that_runs() {
        let has = |source: &str| has("a.rs", source, "one");
        assert!(has("#[test]\nfn one() {"));
        assert!(has(
            "    /// Why.\n    #[actix_web::test]\n    async fn one() -> Result {"
        ));
        for source in [
            "fn one() {",
            "#[test]\nfn other() {}\nfn one() {",
            "#[test]\n#[ignore]\nfn one() {",
            "// fn one() {",
        ] {
            assert!(!has(source), "{source}");
        }
    }

    #[test]
    fn a_compile_error_is_found_by_its_message() {
        let has = |source: &str| has("a.stderr", source, "`a` does not exist");
        assert!(has("error: `a` does not exist\n --> a.rs:1:1"));
        assert!(has("error[E0277]: `a` does not exist"));
        assert!(!has("error: `a` does not exist here"));
    }

    #[test]
    fn what_is_no_test_is_found_by_its_whole_line() {
        let has = |source: &str| has("a.toml", source, "unsafe_code = \"forbid\"");
        assert!(has("[lints]\nunsafe_code = \"forbid\"\n"));
        assert!(!has("# unsafe_code = \"forbid\"\n") && !has("// unsafe_code = \"forbid\"\n"));
    }
}
