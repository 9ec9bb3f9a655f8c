//! The template language: parse -> check -> lower -> expand, one module for each step.

pub(crate) mod ast;
pub(crate) mod check;
pub(crate) mod editor;
pub(crate) mod expand;
pub(crate) mod lower;
pub(crate) mod parse;
mod target;
