//! Each promised sentence has tests, in a list.

mod list;
mod named;
mod sentences;

use std::fs;
use std::path::PathBuf;

use list::{Entry, Shown};

use crate::Result;
use crate::run::root;

/// The list of sentences with their tests.
const LIST: &str = "tests/conformance.md";

/// The documents with the promises. They are next to the project, where several people work on it, and not part of it.
const DOCUMENTS: &[&str] = &["CONFORMANCE.md", "TRUST.md"];

/// Complaints about sentences without an entry, entries without a sentence, and missing tests.
pub(super) fn untrue() -> Result<Vec<String>> {
    let (entries, mut complaints) = read()?;
    for document in DOCUMENTS {
        let ours: Vec<_> = entries
            .iter()
            .filter(|entry| entry.document == *document)
            .collect();
        if let Ok(text) = fs::read_to_string(path(document)) {
            complaints.extend(compare(&sentences::of(&text), &ours));
        }
    }
    complaints.extend(
        entries
            .iter()
            .flat_map(|entry| &entry.shown)
            .filter_map(missing),
    );
    Ok(complaints
        .into_iter()
        .map(|complaint| format!("{LIST}: {complaint}"))
        .collect())
}

/// The sentences without tests, and the number of sentences.
pub(super) fn summary() -> Result<String> {
    let (entries, _) = read()?;
    let absent = DOCUMENTS.iter().filter(|document| !path(document).exists());
    let mut lines: Vec<_> = absent
        .map(|document| {
            format!(
                "../shared/{document} does not exist: checking only that the tests in {LIST} exist"
            )
        })
        .collect();
    for entry in &entries {
        lines.extend(
            entry
                .open()
                .map(|why| format!("open: {}\n      {why}", entry.sentence)),
        );
    }
    let (open, whole): (Vec<_>, Vec<_>) = entries
        .iter()
        .partition(|entry| entry.open().next().is_some());
    let shown = whole.iter().filter(|entry| entry.has_test()).count();
    lines.push(format!(
        "{} sentences: {shown} with tests, {} that only explain, {} open",
        entries.len(),
        whole.len() - shown,
        open.len(),
    ));
    Ok(lines.join("\n"))
}

/// Prints each sentence with its tests, and fails if the list is wrong.
pub(crate) fn conformance() -> Result {
    for entry in &read()?.0 {
        println!("{}: {}", entry.document, entry.sentence);
        entry.shown.iter().for_each(|shown| println!("    {shown}"));
    }
    println!("\n{}", summary()?);
    let complaints = untrue()?;
    if complaints.is_empty() {
        Ok(())
    } else {
        Err(complaints.join("\n").into())
    }
}

/// The entries of the list, and complaints about its syntax.
fn read() -> Result<(Vec<Entry>, Vec<String>)> {
    Ok(list::read(&fs::read_to_string(root().join(LIST))?))
}

fn path(document: &str) -> PathBuf {
    root().with_file_name("shared").join(document)
}

/// Checks that the list contains each sentence exactly once, and no others.
fn compare(sentences: &[String], entries: &[&Entry]) -> Vec<String> {
    let listed = |sentence: &String| {
        entries
            .iter()
            .filter(|entry| entry.sentence == *sentence)
            .count()
    };
    let unlisted = sentences.iter().filter(|sentence| listed(sentence) == 0);
    let twice = sentences.iter().filter(|sentence| listed(sentence) > 1);
    let stray = entries
        .iter()
        .filter(|entry| !sentences.contains(&entry.sentence));
    unlisted
        .map(|sentence| format!("no entry for “{sentence}”"))
        .chain(twice.map(|sentence| format!("more than one entry for “{sentence}”")))
        .chain(stray.map(|entry| format!("{} does not say “{}”", entry.document, entry.sentence)))
        .collect()
}

fn missing(shown: &Shown) -> Option<String> {
    let Shown::Test { file, name } = shown else {
        return None;
    };
    match fs::read_to_string(root().join(file)) {
        Err(_) => Some(format!("there is no file {file}")),
        Ok(source) if named::has(file, &source, name) => None,
        Ok(_) => Some(format!("{file} has no test or line `{name}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_and_entries_are_the_same() {
        let check = |sentences: &[&str], listed: &[&str], expected: &[&str]| {
            let sentences: Vec<_> = sentences
                .iter()
                .map(|&sentence| sentence.to_owned())
                .collect();
            let text: String = listed
                .iter()
                .map(|sentence| format!("> {sentence}\n- open: nothing\n"))
                .collect();
            let (entries, complaints) = list::read(&format!("## A.md\n{text}"));
            assert_eq!(complaints, [""; 0]);
            assert_eq!(
                compare(&sentences, &entries.iter().collect::<Vec<_>>()),
                expected
            );
        };
        check(&["one", "two"], &["two", "one"], &[]);
        check(&["one", "two"], &["one"], &["no entry for “two”"]);
        check(
            &["one"],
            &["one", "one"],
            &["more than one entry for “one”"],
        );
        check(&["one"], &["one", "gone"], &["A.md does not say “gone”"]);
    }

    #[test]
    fn tests_are_looked_for_where_they_are_said_to_be() {
        let check = |file: &str, name: &str, expected: Option<&str>| {
            let shown = Shown::Test {
                file: file.to_owned(),
                name: name.to_owned(),
            };
            assert_eq!(missing(&shown).as_deref(), expected);
        };
        let here = "xtask/src/tidy/conformance.rs";
        check(here, "tests_are_looked_for_where_they_are_said_to_be", None);
        check(
            here,
            "no_such",
            Some("xtask/src/tidy/conformance.rs has no test or line `no_such`"),
        );
        check("no/such.rs", "any", Some("there is no file no/such.rs"));
    }
}
