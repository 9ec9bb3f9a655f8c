//! The examples of Taut are next to this file. Here is what several of them use.

pub mod kept;
