//! The projections: values that a listener reads from an event, such as `event.value`.

/// Passes the table of projections to a macro: for each one its description, its variant, `name in a
/// template => name in the browser`, how it is decoded, and which events have it.
///
/// If the name in the browser is not a member of the event, the client has a reader for it (`projections.ts`).
#[macro_export]
macro_rules! projections {
    ($then:ident) => {
        $then! {
            /// the control's value
            Value: "value" => "value", ControlText, Anything;
            /// the control's name, or an empty text
            Name: "name" => "name", ControlText, Anything;
            /// whether the control is checked
            Checked: "checked" => "checked", Truth, Checkbox;
            /// the fields of the form, without files
            Form: "form" => "form", Fields, Anything;
            /// the key's name
            Key: "key" => "key", Text, Keyboard;
            /// the key's position on the keyboard
            Code: "code" => "code", Text, Keyboard;
            /// whether the event repeats because the key is held
            Repeat: "repeat" => "repeat", Truth, Keyboard;
            /// whether Control is held
            Ctrl: "ctrl" => "ctrlKey", Truth, Anything;
            /// whether Shift is held
            Shift: "shift" => "shiftKey", Truth, Anything;
            /// whether Alt is held
            Alt: "alt" => "altKey", Truth, Anything;
            /// whether Meta is held
            Meta: "meta" => "metaKey", Truth, Anything;
            /// pixels from the left edge of the viewport
            X: "x" => "clientX", Pixels, Anything;
            /// pixels from the top edge of the viewport
            Y: "y" => "clientY", Pixels, Anything;
            /// pixels from the left edge of the element
            OffsetX: "offset_x" => "x", Pixels, Anything;
            /// pixels from the top edge of the element
            OffsetY: "offset_y" => "y", Pixels, Anything;
            /// the mouse button
            Button: "button" => "button", Small, Anything;
            /// the values of all selected options
            Values: "values" => "selectedOptions", ControlTexts, Anything;
            /// the detail of a custom event
            Detail: "detail" => "detail", Any, Anything;
            /// the text of the editable element, or else of the listener's element
            Text: "text" => "textContent", Text, Anything;
            /// how far the element is scrolled, in pixels
            ScrollTop: "scroll_top" => "scrollTop", Pixels, Anything;
            /// whether a `<details>`, a `<dialog>` or a popover is open
            Open: "open" => "open", Truth, Anything;
            /// the vertical scroll amount of the wheel
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
    /// The value that it reads.
    pub about: &'static str,
    /// The name of the variant, which is also that of the marker type in `taut_core::event`.
    pub variant: &'static str,
    /// Its name in a template: `event.name`.
    pub name: &'static str,
    /// What a browser reads: a member of the event, or a name for which the client has a reader.
    pub reads: &'static str,
    /// How it is decoded.
    pub decoded: Decoded,
    /// Which events have it.
    pub of: Of,
}

/// How the value of a projection is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoded {
    /// The text of a control, parsed as the parameter's type.
    ControlText,
    /// The texts of a control, each parsed.
    ControlTexts,
    /// The fields of a form.
    Fields,
    /// A text.
    Text,
    /// A boolean.
    Truth,
    /// A number of pixels.
    Pixels,
    /// A small integer.
    Small,
    /// Any JSON.
    Any,
}

/// Which events have a projection.
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

    /// The projection with a name in a template.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|projection| projection.name() == name)
    }

    /// The projection with a name in the browser.
    #[must_use]
    pub fn read_as(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|projection| projection.reads() == name)
    }
}

impl Decoded {
    /// The type of JSON that a browser sends.
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

    /// The types of handler parameters that it can be decoded to.
    #[must_use]
    pub const fn becomes(self) -> &'static str {
        match self {
            Decoded::ControlText => {
                "any type that serde can read from a text: `String`, numbers, enums, `Option` (`None` for an empty text); see below"
            }
            Decoded::ControlTexts => "`Vec` of the types for `event.value`",
            Decoded::Fields => {
                "a struct that implements `serde::Deserialize`, see below, or `FormInput`, see [forms](crate::forms)"
            }
            Decoded::Text => "`String`",
            Decoded::Truth => "`bool`",
            Decoded::Pixels => "`f64`, `f32`, or an integer (rounded)",
            Decoded::Small => "an integer",
            Decoded::Any => "any type that implements `serde::Deserialize`",
        }
    }
}
