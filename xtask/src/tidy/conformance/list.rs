//! The syntax of the list of sentences: the name of a document, its sentences, and below each one its tests.

use std::fmt;

/// A sentence of a document, with its tests.
pub(super) struct Entry {
    pub(super) document: String,
    pub(super) sentence: String,
    pub(super) shown: Vec<Shown>,
}

/// What follows a sentence.
#[derive(Debug, PartialEq)]
pub(super) enum Shown {
    Test {
        file: String,
        name: String,
    },
    /// No test, or not for all of it; with the reason.
    Open(String),
    /// Nothing to test; with the reason.
    Explains(String),
}

impl Entry {
    /// The reasons why it is open.
    pub(super) fn open(&self) -> impl Iterator<Item = &str> {
        self.shown.iter().filter_map(|shown| {
            if let Shown::Open(why) = shown {
                Some(why.as_str())
            } else {
                None
            }
        })
    }

    pub(super) fn has_test(&self) -> bool {
        self.shown
            .iter()
            .any(|shown| matches!(shown, Shown::Test { .. }))
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Test { file, name } => write!(f, "{file}: {name}"),
            Self::Open(why) => write!(f, "open: {why}"),
            Self::Explains(why) => write!(f, "explains: {why}"),
        }
    }
}

/// The entries, and complaints about other lines. The text before the first document is an introduction.
pub(super) fn read(list: &str) -> (Vec<Entry>, Vec<String>) {
    let (mut entries, mut complaints) = (Vec::<Entry>::new(), Vec::new());
    let mut document = None;
    for line in list.lines().filter(|line| !line.is_empty()) {
        if let Some(name) = line.strip_prefix("## ") {
            document = Some(name.to_owned());
            continue;
        }
        let Some(document) = &document else { continue };
        let shown = line.strip_prefix("- ").and_then(shown);
        match (line.strip_prefix("> "), shown, entries.last_mut()) {
            (Some(sentence), ..) => {
                entries.push(Entry {
                    document: document.clone(),
                    sentence: sentence.to_owned(),
                    shown: Vec::new(),
                });
            }
            (_, Some(shown), Some(entry)) => entry.shown.push(shown),
            _ => complaints.push(format!(
                "cannot read `{line}`; write `> sentence`, then `- file: name of a test`"
            )),
        }
    }
    let bare = entries.iter().filter(|entry| entry.shown.is_empty());
    complaints.extend(bare.map(|entry| format!("nothing shows “{}”", entry.sentence)));
    (entries, complaints)
}

fn shown(item: &str) -> Option<Shown> {
    let (what, rest) = item.split_once(": ")?;
    let rest = rest.to_owned();
    Some(match what {
        "open" => Shown::Open(rest),
        "explains" => Shown::Explains(rest),
        file => Shown::Test {
            file: file.to_owned(),
            name: rest,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read() {
        let (entries, complaints) = read(
            "# List\n\nText.\n\n## A.md\n\n> One: `a`\n- a.mjs: “one”: more\n- open: rest\n> Two\n- explains: why\n",
        );
        assert_eq!(complaints, [""; 0]);
        let [one, two] = entries.as_slice() else {
            panic!("{} entries", entries.len())
        };
        assert_eq!(
            (one.document.as_str(), one.sentence.as_str()),
            ("A.md", "One: `a`")
        );
        let test = Shown::Test {
            file: "a.mjs".into(),
            name: "“one”: more".into(),
        };
        assert_eq!(one.shown, [test, Shown::Open("rest".into())]);
        assert_eq!(two.shown, [Shown::Explains("why".into())]);
    }

    #[test]
    fn what_is_no_entry_is_complained_of() {
        let (_, complaints) =
            read("## A.md\n- a.mjs: before any sentence\n> One\nmore\n> Two\n- a.mjs: two\n");
        let written = "write `> sentence`, then `- file: name of a test`";
        let expected = [
            format!("cannot read `- a.mjs: before any sentence`; {written}"),
            format!("cannot read `more`; {written}"),
            "nothing shows “One”".to_owned(),
        ];
        assert_eq!(complaints, expected);
    }
}
