//! The document around a view, and what is put into it.

use taut_core::escape_attribute;

/// The document around the client and a view that is not a whole document itself.
const BEFORE: &str = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">";
const BETWEEN: &str = "</head><body>";
const AFTER: &str = "</body></html>";

/// Puts what is ours into the head, and a document around what is none.
pub(crate) fn document(html: Vec<u8>, head: Vec<u8>) -> Vec<u8> {
    if !is_document(&html) {
        return [
            BEFORE.as_bytes(),
            &head,
            BETWEEN.as_bytes(),
            &html,
            AFTER.as_bytes(),
        ]
        .concat();
    }
    // Text is escaped, so the first end of a head is the document's own.
    let end = b"</head>";
    let at = html.windows(end.len()).position(|window| window == end);
    with_inserted(html, at, head)
}

/// Whether a view is a whole document.
pub(crate) fn is_document(html: &[u8]) -> bool {
    html.starts_with(b"<!DOCTYPE")
}

/// Tells the user something at the end of the body, where no node of the view has to move for it.
pub(crate) fn with_alert(page: Vec<u8>, text: Option<&str>) -> Vec<u8> {
    let Some(text) = text else { return page };
    let mut alert = b"<p role=\"alert\" class=\"taut-alert\">".to_vec();
    escape_attribute(&mut alert, text);
    alert.extend_from_slice(b"</p>");
    let end = b"</body>";
    let at = page.windows(end.len()).rposition(|window| window == end);
    with_inserted(page, at, alert)
}

/// Inserts bytes at a place, or at the end.
fn with_inserted(mut page: Vec<u8>, at: Option<usize>, bytes: Vec<u8>) -> Vec<u8> {
    let at = at.unwrap_or(page.len());
    page.splice(at..at, bytes);
    page
}

/// Writes a title for what is no whole document.
pub(crate) fn write_title(head: &mut Vec<u8>, title: &str) {
    head.extend_from_slice(b"<title>");
    escape_attribute(head, title);
    head.extend_from_slice(b"</title>");
}

/// Writes an attribute of an element of the head.
pub(crate) fn write_attribute(head: &mut Vec<u8>, name: &str, value: &str) {
    head.extend_from_slice(format!(" {name}=\"").as_bytes());
    escape_attribute(head, value);
    head.push(b'"');
}
