//! Checks the places of components in a template: their content is not known, so anything must be allowed there.

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
                format_args!("a component such as `<{name}/>` is allowed only in the template of a `#[live_view]`"),
            );
        } else if tokens.to_string() == "Self" {
            self.errors.at(*place, "a view can't contain itself");
        } else if self.ancestors.inner_namespace() != Namespace::Html
            || self.ancestors.mistake("div", &|_| None).is_some()
        {
            let message = format!(
                "`<{name}/>` may contain any element, and `<{around}>` can't: put it where a `<div>` is allowed"
            );
            self.errors.at(*place, message);
        }
    }
}
