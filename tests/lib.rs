//! The tests stand beside this file.
