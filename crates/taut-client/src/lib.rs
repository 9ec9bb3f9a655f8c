//! The built client and its style sheet, as bytes. `cargo xtask build-client` builds the client from
//! `ts/`; no other build needs Node.

/// The script that a page runs before it is shown. It loads the client as `./taut.js` from the same folder.
pub const START: &[u8] = include_bytes!("../dist/start.js");

/// The client: a module.
pub const CLIENT: &[u8] = include_bytes!("../dist/taut.js");

/// The module that the client loads where WebSockets are blocked.
pub const HTTP: &[u8] = include_bytes!("../dist/http.js");

/// The add-ons of the client, with the names by which it loads them from its own folder: `./hooks.js`.
pub const ADD_ONS: &[(&str, &[u8])] = &[
    ("hooks", include_bytes!("../dist/hooks.js")),
    ("commands", include_bytes!("../dist/commands.js")),
    ("visible", include_bytes!("../dist/visible.js")),
    ("predict", include_bytes!("../dist/predict.js")),
];

/// The style sheet for the client's marks and questions.
pub const STYLESHEET: &[u8] = include_bytes!("../css/taut.css");
