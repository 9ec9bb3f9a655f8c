//! The add-ons of the client: features in files of their own, which a page loads if its templates need them.

table! {
    /// A feature of the client in a file of its own.
    AddOn of Row {
        /// hooks of elements: `@mount={hook("name")}`
        Hooks { name: "hooks", bit: 1 }
        /// commands of listeners: `@click={toggle_class("open")}`
        Commands { name: "commands", bit: 2 }
        /// listeners that hear when their element comes near the viewport: `@visible={more()}`
        Visible { name: "visible", bit: 4 }
        /// predictions from the body of a handler with `#[optimistic]`
        Predict { name: "predict", bit: 8 }
    }
}

/// The facts about an add-on.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What it adds.
    pub about: &'static str,
    /// Its name, which is also that of its file: `hooks.js`.
    pub name: &'static str,
    /// Its bit among those that a template needs.
    pub bit: u8,
}

impl AddOn {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// Its bit among those that a template needs.
    #[must_use]
    pub const fn bit(self) -> u8 {
        self.row().bit
    }
}

/// The attribute of an element whose content belongs to other scripts.
pub const IGNORE: &str = "data-taut-ignore";

/// The attribute of an element that has hooks: their names.
pub const HOOK: &str = "data-taut-hook";

/// The event of an element that comes near the viewport, which the client makes.
pub const VISIBLE: &str = "visible";
