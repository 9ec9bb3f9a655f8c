//! Lists that record their edits: a page shows the same as with any other list, and passes visit only what was edited.

#[path = "keyed/cases.rs"]
mod cases;
#[path = "keyed/unseen.rs"]
mod unseen;
