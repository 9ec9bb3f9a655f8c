//! What a browser sends and gets when it joins a session.

/// What a session must know of a browser that joins.
#[derive(Debug, Clone, Copy)]
pub struct Joining<'a> {
    /// The token to use from now on.
    pub token: &'a str,
    /// The last frame that the browser has applied; less than zero when it is in doubt.
    pub seen: i64,
    /// Whether the browser has not met this session before.
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
