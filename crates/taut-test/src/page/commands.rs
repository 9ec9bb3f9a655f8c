//! The commands of listeners: what a browser would do by itself, as texts.

use serde_json::Value;
use taut_facts::Command;
use taut_facts::commands::Target;

use super::Page;
use crate::dom::NodeId;
use crate::violation::{Judged, violation};

impl Page {
    /// A command as in a template, without the quotes, and with what the server has computed.
    pub(super) fn command(&self, command: &Value, element: NodeId) -> Judged<String> {
        let Some([Value::String(name), Value::Array(target), given @ ..]) =
            command.as_array().map(Vec::as_slice)
        else {
            return violation(format!("that is no command: {command}"));
        };
        let Some(of) = Command::named(name) else {
            return violation(format!("there is no command `{name}`"));
        };
        if given.len() > of.row().parameters.len() {
            return violation(format!(
                "`{name}` has more arguments than parameters: {command}"
            ));
        }
        let values = |all: &[Value]| -> Judged<Vec<String>> {
            all.iter().map(|value| self.given(value, element)).collect()
        };
        let mut all = values(given)?;
        let selectors = values(target)?;
        let target = match selectors.as_slice() {
            [] => None,
            [selector] => Some(selector.clone()),
            [around, inside] if inside == "0" => Some(format!("closest({around})")),
            inside => Some(format!("closest({})", inside.join(", "))),
        };
        all.extend(target.map(|target| match of.row().target {
            Target::First => target,
            Target::Named => format!("to = {target}"),
        }));
        Ok(format!("{name}({})", all.join(", ")))
    }

    /// An argument: in a list, it is the name of the attribute of the element that contains it.
    fn given(&self, value: &Value, element: NodeId) -> Judged<String> {
        Ok(match value {
            Value::String(text) => text.clone(),
            Value::Array(names) => {
                let name = names.first().and_then(Value::as_str).unwrap_or_default();
                match self.dom.attribute(element, name) {
                    Some(text) => text.to_owned(),
                    None => return violation(format!("`{name}` holds no argument of a command")),
                }
            }
            other => other.to_string(),
        })
    }
}
