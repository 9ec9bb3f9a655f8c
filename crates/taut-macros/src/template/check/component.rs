//! Judges where a view may stand in a template: what is in it is known only there, so anything must be allowed.

use super::Check;
use crate::html::Namespace;
use crate::template::ast::Component;

impl Check<'_> {
    pub(super) fn component(
        &mut self,
        Component {
            tokens,
            name,
            place,
            ..
        }: &Component,
    ) {
        let around = self.ancestors.parent();
        if self.handlers.is_none() {
            self.errors.at(
                *place,
                format_args!("`<{name}/>` stands in the template of a `#[live_view]`"),
            );
        } else if tokens.to_string() == "Self" {
            self.errors.at(*place, "a view cannot hold itself");
        } else if self.ancestors.inner_namespace() != Namespace::Html
            || self.ancestors.mistake("div", &|_| None).is_some()
        {
            let message = format!(
                "`<{name}/>` may hold anything, which `<{around}>` cannot: put it where a `<div>` may stand"
            );
            self.errors.at(*place, message);
        }
    }
}
