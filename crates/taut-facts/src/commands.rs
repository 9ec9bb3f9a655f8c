//! The commands of listeners: what a browser does by itself, without the server.

use crate::shape::{Count::*, Part, Shape, Shape::*};

table! {
    /// A command.
    Command of Row {
        /// adds the classes that are not there, and removes those that are
        ToggleClass { name: "toggle_class", parameters: &[Parameter::Classes], required: 1, target: Target::Named }
        /// adds classes
        AddClass { name: "add_class", parameters: &[Parameter::Classes], required: 1, target: Target::Named }
        /// removes classes
        RemoveClass { name: "remove_class", parameters: &[Parameter::Classes], required: 1, target: Target::Named }
        /// sets an attribute to a value
        SetAttribute { name: "set_attribute", parameters: &[Parameter::Attribute, Parameter::Value], required: 2, target: Target::Named }
        /// removes an attribute
        RemoveAttribute { name: "remove_attribute", parameters: &[Parameter::Attribute], required: 1, target: Target::Named }
        /// sets an attribute (to an empty value, or the one that is given), or removes it if it has that value; with two values, sets the other one instead
        ToggleAttribute { name: "toggle_attribute", parameters: &[Parameter::Attribute, Parameter::Value, Parameter::Other], required: 1, target: Target::Named }
        /// shows what has the attribute `hidden`, by removing it
        Show { name: "show", parameters: &[], required: 0, target: Target::First }
        /// hides, with the attribute `hidden`
        Hide { name: "hide", parameters: &[], required: 0, target: Target::First }
        /// hides what is shown, and shows what is hidden
        Toggle { name: "toggle", parameters: &[], required: 0, target: Target::First }
        /// moves the focus there
        Focus { name: "focus", parameters: &[], required: 0, target: Target::First }
        /// takes the focus away
        Blur { name: "blur", parameters: &[], required: 0, target: Target::First }
        /// scrolls until the element is visible
        ScrollIntoView { name: "scroll_into_view", parameters: &[], required: 0, target: Target::First }
        /// opens a `<dialog>` (as a modal one), a popover or a `<details>`
        Open { name: "open", parameters: &[], required: 0, target: Target::First }
        /// closes a `<dialog>`, a popover or a `<details>`
        Close { name: "close", parameters: &[], required: 0, target: Target::First }
        /// dispatches a custom event, which bubbles, with a detail
        Dispatch { name: "dispatch", parameters: &[Parameter::Event, Parameter::Detail], required: 1, target: Target::Named }
        /// copies a text to the clipboard, or that of an element: the value of a control, or else its text
        Copy { name: "copy", parameters: &[Parameter::Text], required: 0, target: Target::Named }
    }
}

/// The facts about a command.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What it does.
    pub about: &'static str,
    /// Its name, in templates and in the table of templates.
    pub name: &'static str,
    /// Its parameters, without its target.
    pub parameters: &'static [Parameter],
    /// How many of them are required.
    pub required: usize,
    /// How its target is given, if that is not the element of the listener.
    pub target: Target,
}

/// A parameter of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parameter {
    /// Classes, with spaces between.
    Classes,
    /// The name of an attribute, which is a literal.
    Attribute,
    /// The value of an attribute.
    Value,
    /// Another value of an attribute.
    Other,
    /// The name of a custom event, which is a literal.
    Event,
    /// The detail of an event: any value that serde can write.
    Detail,
    /// A text.
    Text,
}

/// How the target of a command is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// As the first argument.
    First,
    /// As `to = …`.
    Named,
}

impl Command {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The command with a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|command| command.name() == name)
    }

    /// How it is called, with what may be omitted in square brackets.
    #[must_use]
    pub fn signature(self) -> String {
        let Row {
            name,
            parameters,
            required,
            target,
            ..
        } = self.row();
        let parameters = parameters.iter().enumerate().map(|(at, parameter)| {
            let name = parameter.name();
            if at < *required {
                name.to_owned()
            } else {
                format!("[{name}]")
            }
        });
        let target = match target {
            Target::First => "[target]",
            Target::Named => "[to = target]",
        };
        let all: Vec<String> = parameters.chain([target.to_owned()]).collect();
        format!("{name}({})", all.join(", "))
    }
}

impl Parameter {
    /// Its name in the documentation.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Parameter::Classes => "classes",
            Parameter::Attribute => "attribute",
            Parameter::Value => "value",
            Parameter::Other => "other",
            Parameter::Event => "event",
            Parameter::Detail => "detail",
            Parameter::Text => "text",
        }
    }

    /// Whether it is written as a text in quotes, because it is checked at compile time.
    #[must_use]
    pub const fn is_literal(self) -> bool {
        matches!(self, Parameter::Attribute | Parameter::Event)
    }
}

/// A text; or, in a list, the name of the attribute of the listener's element that contains it.
const GIVEN: Shape = OneOf(&[Text, List(&Text)]);

/// A command in the table of templates. The target is a list: empty for the element of the listener; with a selector for elements of the
/// page; with two for the nearest element around it, and what is inside (`0` for itself).
pub const COMMAND: Shape = Tuple(&[
    Part("command", Text, One),
    Part("target", List(&OneOf(&[GIVEN, Number(0, 0)])), One),
    Part("arguments", Any, Many),
]);
