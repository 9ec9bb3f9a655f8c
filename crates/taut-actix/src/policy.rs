//! What a page may load and run.

/// Scripts come from the site alone, text cannot become script, and forms are sent to the site alone.
pub(crate) const DEFAULT_POLICY: &str = "script-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; \
                              require-trusted-types-for 'script'";

/// No other site shows the page in a frame, unless the view is made for that.
const NOT_FRAMED: &str = "; frame-ancestors 'self'";

/// The `Content-Security-Policy` of a page.
pub(crate) enum Policy {
    Default,
    Own(Option<String>),
}

impl Policy {
    /// The policy of a page that other sites may show in frames, or not.
    pub(crate) fn text(self, may_be_framed: bool) -> Option<String> {
        match self {
            Policy::Default => Some(format!(
                "{DEFAULT_POLICY}{}",
                if may_be_framed { "" } else { NOT_FRAMED }
            )),
            Policy::Own(policy) => policy,
        }
    }
}
