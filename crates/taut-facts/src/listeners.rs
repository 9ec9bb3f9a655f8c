//! The flags of a listener, or-ed together in one number.

table! {
    /// A flag of a listener.
    Flag of Row {
        /// prevent what the browser itself would do
        Prevent { constant: "PREVENT", bit: 1, modifier: Some("prevent") }
        /// keep the event from listeners further out
        Stop { constant: "STOP", bit: 2, modifier: Some("stop") }
        /// listen on the window, wherever it happens
        Window { constant: "WINDOW", bit: 4, modifier: Some("window") }
        /// listen for what happens outside the element
        Outside { constant: "OUTSIDE", bit: 8, modifier: Some("outside") }
        /// only if it happens on the element itself, not in it
        Itself { constant: "ITSELF", bit: 16, modifier: Some("self") }
        /// once for each element
        Once { constant: "ONCE", bit: 32, modifier: Some("once") }
        /// it is bound to what may change while its element stays, which only the server knows
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
    /// The modifier of a listener that sets it; the macro sets others itself.
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
