//! The examples of Taut are next to this file.
