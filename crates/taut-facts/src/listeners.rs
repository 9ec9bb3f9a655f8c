//! The flags of a listener, combined into one number.

table! {
    /// A flag of a listener.
    Flag of Row {
        /// prevent the browser's default action
        Prevent { constant: "PREVENT", bit: 1, modifier: Some("prevent") }
        /// don't pass the event on to outer listeners
        Stop { constant: "STOP", bit: 2, modifier: Some("stop") }
        /// listen on the window, for events anywhere on the page
        Window { constant: "WINDOW", bit: 4, modifier: Some("window") }
        /// listen for events outside the element
        Outside { constant: "OUTSIDE", bit: 8, modifier: Some("outside") }
        /// only events on the element itself, not inside it
        Itself { constant: "ITSELF", bit: 16, modifier: Some("self") }
        /// once for each element
        Once { constant: "ONCE", bit: 32, modifier: Some("once") }
        /// the listener is bound to a value that may change while its element exists, which only the server knows
        Varies { constant: "VARIES", bit: 64, modifier: None }
    }
}

/// The facts about a flag.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What it means.
    pub about: &'static str,
    /// The name of its constant in the client.
    pub constant: &'static str,
    /// The flag.
    pub bit: u8,
    /// The modifier of a listener that sets it; the macro sets the others itself.
    pub modifier: Option<&'static str>,
}

impl Flag {
    /// The flag as a number.
    #[must_use]
    pub const fn bit(self) -> u8 {
        self.row().bit
    }

    /// The flag that a modifier sets.
    #[must_use]
    pub fn of_modifier(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|flag| flag.row().modifier == Some(name))
    }
}
