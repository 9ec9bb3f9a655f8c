//! What a handler may ask of an event: `event.value`, and all others.

/// Gives the table of projections to a macro: each with what it reads, its variant, `name in a template => name in the
/// browser`, what it is decoded to, and what has it.
///
/// A name in the browser that is no member of the event has a reader in the client, `projections.ts`.
#[macro_export]
macro_rules! projections {
    ($then:ident) => {
        $then! {
            /// the control's value
            Value: "value" => "value", ControlText, Anything;
            /// whether the control is checked
            Checked: "checked" => "checked", Truth, Checkbox;
            /// the fields of the form, without files
            Form: "form" => "form", Fields, Anything;
            /// the key's name
            Key: "key" => "key", Text, Keyboard;
            /// the key's place on the keyboard
            Code: "code" => "code", Text, Keyboard;
            /// whether the key is held, so that the event repeats
            Repeat: "repeat" => "repeat", Truth, Keyboard;
            /// whether Control is held
            Ctrl: "ctrl" => "ctrlKey", Truth, Anything;
            /// whether Shift is held
            Shift: "shift" => "shiftKey", Truth, Anything;
            /// whether Alt is held
            Alt: "alt" => "altKey", Truth, Anything;
            /// whether Meta is held
            Meta: "meta" => "metaKey", Truth, Anything;
            /// pixels from the left of the viewport
            X: "x" => "clientX", Pixels, Anything;
            /// pixels from the top of the viewport
            Y: "y" => "clientY", Pixels, Anything;
            /// pixels from the left of the element
            OffsetX: "offset_x" => "x", Pixels, Anything;
            /// pixels from the top of the element
            OffsetY: "offset_y" => "y", Pixels, Anything;
            /// the mouse button
            Button: "button" => "button", Small, Anything;
            /// the values of all selected options
            Values: "values" => "selectedOptions", ControlTexts, Anything;
            /// the detail of a custom event
            Detail: "detail" => "detail", Any, Anything;
            /// the text of an editable element, or else of the listener's
            Text: "text" => "textContent", Text, Anything;
            /// pixels that the element is scrolled
            ScrollTop: "scroll_top" => "scrollTop", Pixels, Anything;
            /// whether a `<details>`, a `<dialog>` or a popover is open
            Open: "open" => "open", Truth, Anything;
            /// the vertical turn of the wheel
            DeltaY: "delta_y" => "deltaY", Pixels, Anything;
        }
    };
}

macro_rules! define {
    ($(#[doc = $about:literal] $variant:ident: $name:literal => $reads:literal, $decoded:ident, $of:ident;)*) => {
        table! {
            /// A value that the browser reads from an event.
            Projection of Row {
                $(#[doc = $about] $variant {
                    variant: stringify!($variant), name: $name, reads: $reads, decoded: Decoded::$decoded, of: Of::$of
                })*
            }
        }
    };
}
projections!(define);

/// The facts about a projection.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What it reads.
    pub about: &'static str,
    /// The name of the variant, which is also that of the marker type in `taut_core::event`.
    pub variant: &'static str,
    /// Its name in a template: `event.name`.
    pub name: &'static str,
    /// What a browser reads: the member of the event, or what the client has a reader for.
    pub reads: &'static str,
    /// What it is decoded to.
    pub decoded: Decoded,
    /// What has it.
    pub of: Of,
}

/// What the value of a projection is decoded to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoded {
    /// What a text that a user has typed or chosen says.
    ControlText,
    /// Several of these.
    ControlTexts,
    /// The fields of a form.
    Fields,
    /// A text as it is.
    Text,
    /// A truth.
    Truth,
    /// A number of pixels.
    Pixels,
    /// A small whole number.
    Small,
    /// Any JSON.
    Any,
}

/// What has a projection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Any event, on any element.
    Anything,
    /// The events of a keyboard.
    Keyboard,
    /// A checkbox or radio button.
    Checkbox,
}

impl Projection {
    /// Its name in a template.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The name by which a browser reads it.
    #[must_use]
    pub const fn reads(self) -> &'static str {
        self.row().reads
    }

    /// The projection of a name in a template.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|projection| projection.name() == name)
    }

    /// The projection that a browser reads by a name.
    #[must_use]
    pub fn read_as(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|projection| projection.reads() == name)
    }
}

impl Decoded {
    /// The JSON that a browser sends.
    #[must_use]
    pub const fn sends(self) -> &'static str {
        match self {
            Decoded::ControlText | Decoded::Text => "string",
            Decoded::ControlTexts => "array of strings",
            Decoded::Fields => "array of `[name, value]`",
            Decoded::Truth => "boolean",
            Decoded::Pixels | Decoded::Small => "number",
            Decoded::Any => "anything",
        }
    }

    /// The types of a handler's parameter for it.
    #[must_use]
    pub const fn becomes(self) -> &'static str {
        match self {
            Decoded::ControlText => {
                "any type that serde can make of a text: `String`, numbers, enums, `Option` (`None` for an empty text); see below"
            }
            Decoded::ControlTexts => "`Vec` of the types for `event.value`",
            Decoded::Fields => "a struct that implements `serde::Deserialize`; see below",
            Decoded::Text => "`String`",
            Decoded::Truth => "`bool`",
            Decoded::Pixels => "`f64`, `f32`, or rounded to an integer",
            Decoded::Small => "an integer",
            Decoded::Any => "any type that implements `serde::Deserialize`",
        }
    }
}
