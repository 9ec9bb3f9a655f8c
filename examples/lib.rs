//! The examples of Taut stand beside this file.
