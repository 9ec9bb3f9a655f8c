//! Checks `@mount`: the names of its hooks.

use super::Check;
use crate::template::ast::Mount;

impl Check<'_> {
    pub(super) fn mount(&mut self, mount: &Mount) {
        let mut seen: Vec<&str> = Vec::new();
        for hook in &mount.hooks {
            let name = hook.value.as_str();
            if name.is_empty() || name.contains(char::is_whitespace) {
                self.errors.at(
                    hook.place,
                    "the name of a hook is one word: `hook(\"chart\")`",
                );
            } else if seen.contains(&name) {
                self.errors
                    .at(hook.place, format_args!("the hook `{name}` is given twice"));
            }
            seen.push(name);
        }
    }
}
