//! What a browser sends and receives when it joins a session.

/// What a session must know about a browser that joins.
#[derive(Debug, Clone, Copy)]
pub struct Joining<'a> {
    /// The token to use from now on.
    pub token: &'a str,
    /// The last frame that the browser has applied; negative if it is out of sync.
    pub seen: i64,
    /// Whether the session is new to the browser.
    pub is_new: bool,
    /// The address of the templates, if the browser has others.
    pub templates: Option<&'a str>,
}

impl<'a> Joining<'a> {
    /// A browser that knows the session and has its templates.
    #[must_use]
    pub fn again(token: &'a str, seen: i64) -> Self {
        Self {
            token,
            seen,
            is_new: false,
            templates: None,
        }
    }
}
