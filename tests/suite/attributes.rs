//! What the macro and the server must both know of attributes.

#[path = "../../crates/taut-macros/src/html/attributes.rs"]
#[allow(dead_code, reason = "only what holds addresses is looked at")]
mod table;

use std::collections::BTreeSet;

use table::{Kind, OBSOLETE, OWN, SVG};
use taut_core::{SOURCE_SET_ATTRIBUTES, URL_ATTRIBUTES};

fn names(is_it: impl Fn(Kind) -> bool) -> BTreeSet<&'static str> {
    let all = OWN
        .iter()
        .map(|own| (own.name, own.kind))
        .chain(SVG.iter().copied());
    all.filter(|(_, kind)| is_it(*kind))
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn a_spread_checks_each_attribute_that_holds_an_address() {
    let mut expected = names(|kind| matches!(kind, Kind::Url | Kind::Image | Kind::Media));
    // A spread may have names that a template may not.
    let known: BTreeSet<_> = URL_ATTRIBUTES.iter().copied().collect();
    let obsolete = OBSOLETE
        .iter()
        .map(|(name, ..)| *name)
        .filter(|name| known.contains(name));
    expected.extend(obsolete);
    assert_eq!(known, expected);
    assert_eq!(
        SOURCE_SET_ATTRIBUTES
            .iter()
            .copied()
            .collect::<BTreeSet<_>>(),
        names(|kind| kind == Kind::SourceSet)
    );
}
