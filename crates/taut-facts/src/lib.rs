//! The facts that the server, the macros, the client and the test double must agree on, each in one place.
//!
//! A fact is a row of a table. Rust code reads the tables; `cargo xtask build-client` generates the
//! client's types (`ts/facts.ts`) and the tables in the documents from them, and `cargo xtask tidy`
//! checks that they are up to date. This crate has no other code, and nothing depends on the order of
//! the rows.

/// Defines an enum with a row of facts for each variant. The documentation of a variant is its fact `about`.
macro_rules! table {
    (
        $(#[$meta:meta])*
        $name:ident of $row:ident {
            $($(#[doc = $about:literal])+ $variant:ident { $($field:ident: $value:expr),* $(,)? })*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[doc = $about])+ $variant,)*
        }

        impl $name {
            /// All variants, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The facts about the variant.
            #[must_use]
            pub const fn row(self) -> &'static $row {
                match self {
                    $(Self::$variant => {
                        const ROW: $row = $row { about: concat!($($about),+), $($field: $value),* };
                        &ROW
                    })*
                }
            }
        }
    };
}

pub mod add_ons;
pub mod annotations;
pub mod commands;
pub mod effects;
pub mod frames;
pub mod holes;
pub mod limits;
pub mod listeners;
pub mod operations;
pub mod options;
pub mod projections;
pub mod shape;

pub use add_ons::AddOn;
pub use annotations::Member;
pub use commands::Command;
pub use effects::Effect;
pub use frames::Frame;
pub use holes::HoleKind;
pub use listeners::Flag;
pub use operations::Operation;
pub use options::ViewOption;
pub use projections::Projection;
pub use shape::{Count, Part, Shape};

/// The names of the members of all objects in the table of templates.
#[must_use]
pub fn object_keys() -> Vec<&'static str> {
    let mut keys = vec!["name"];
    let members = Member::ALL
        .iter()
        .map(|member| (member.name(), member.row().shape));
    let options = ViewOption::ALL
        .iter()
        .map(|option| (option.name(), option.row().shape));
    for (name, shape) in members.chain(options) {
        keys.push(name);
        if let Shape::Object(parts) = shape {
            keys.extend(parts.iter().map(|Part(name, ..)| *name));
        }
    }
    keys
}
