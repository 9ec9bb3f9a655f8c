//! Splits a document into sentences: the texts between full stops, semicolons and the bounds of
//! paragraphs, items and rows.

/// All sentences, without markup. Headings are not sentences.
pub(super) fn of(document: &str) -> Vec<String> {
    paragraphs(document)
        .iter()
        .flat_map(|paragraph| split(paragraph))
        .collect()
}

/// The texts that no sentence extends beyond, each in one line. In a row of a table, the last cell is the promise.
fn paragraphs(document: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in document.lines() {
        let continues = line.starts_with(|char: char| !matches!(char, '-' | '#' | '|'));
        if !continues {
            paragraphs.push(String::new());
        }
        // The lines above this one are the head of its table.
        if line.starts_with("| -") {
            paragraphs.truncate(paragraphs.len() - 2);
        }
        if let (Some(paragraph), Some(text)) = (paragraphs.last_mut(), text(line)) {
            paragraph.push_str(text);
            paragraph.push(' ');
        }
    }
    // A title in front of a sentence belongs to it.
    paragraphs
        .iter()
        .map(|paragraph| paragraph.replace(".**", ":").replace("**", ""))
        .collect()
}

/// The text of a line.
fn text(line: &str) -> Option<&str> {
    let text = match line.chars().next()? {
        '#' => return None,
        '|' if line.starts_with("| -") => return None,
        '|' => line.trim_end_matches(['|', ' ']).rsplit('|').next()?,
        _ => line.strip_prefix("- ").unwrap_or(line),
    };
    Some(text.trim())
}

/// A sentence does not end within parentheses or code.
fn split(paragraph: &str) -> Vec<String> {
    let (mut sentences, mut start, mut depth, mut is_code) = (Vec::new(), 0, 0, false);
    for (at, char) in paragraph.char_indices() {
        let after = &paragraph[at + char.len_utf8()..];
        match char {
            '`' => is_code = !is_code,
            '(' if !is_code => depth += 1,
            ')' if !is_code => depth -= 1,
            '.' | ';' | '·' if !is_code && depth == 0 && ends(char, after) => {
                sentences.push(paragraph[start..at].trim().to_owned());
                start = at + char.len_utf8();
            }
            _ => {}
        }
    }
    sentences.push(paragraph[start..].trim().to_owned());
    // A text that ends with a colon only introduces a list.
    sentences.retain(|sentence| !sentence.is_empty() && !sentence.ends_with(':'));
    sentences
}

/// Whether a sentence ends with a character: after the full stop of an abbreviation it continues with a
/// lower-case letter.
fn ends(char: char, after: &str) -> bool {
    let goes_on = char == '.' && after.trim_start().starts_with(char::is_lowercase);
    after.starts_with(char::is_whitespace) && !goes_on
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_split_into_its_sentences() {
        let check =
            |document: &str, expected: &[&str]| assert_eq!(of(document), expected, "{document}");
        check(
            "# Head\n\nOne; two. Three\ngoes on.\n",
            &["One", "two", "Three goes on"],
        );
        check(
            "So:\n\n- **C1** One.\n- Two,\n  in two lines: here\n\nThree",
            &["C1 One", "Two, in two lines: here", "Three"],
        );
        check(
            "**Title.** It says this. And that.",
            &["Title: It says this", "And that"],
        );
        check(
            "A (b; c. D) e. `F. G; h(` i.",
            &["A (b; c. D) e", "`F. G; h(` i"],
        );
        check(
            "Version 4.18.1 is, resp. was, there. 2 < 3 · 3 < 4",
            &["Version 4.18.1 is, resp. was, there", "2 < 3", "3 < 4"],
        );
        check(
            "| a | b |\n| --- | --- |\n| hole | One. Two |\n| other | Three |\n",
            &["One", "Two", "Three"],
        );
        check(
            "Before.\n\n| a |\n| - |\n| b |\n\nAfter",
            &["Before", "b", "After"],
        );
    }
}
