//! The built client, as bytes. `cargo xtask build-client` makes it from `ts/`; no other build needs Node.

/// The module that a page loads.
pub const CLIENT: &[u8] = include_bytes!("../dist/taut.js");
