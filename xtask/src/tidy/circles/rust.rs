//! The imports between the files of a Rust crate by `use`, without those of tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use syn::{Attribute, Item, ItemMod, UseTree};

use super::Imports;
use crate::Result;
use crate::run::root;

/// The name of the crate's root file.
const FIRST: &str = "lib";

/// Reads the imports of all files below a folder.
pub(super) fn imports(folder: &str) -> Result<Imports> {
    let start = root().join(folder);
    let sources: Vec<(String, String)> = super::super::files(folder, "rs")
        .filter_map(|path| {
            Some((
                name_of(path.strip_prefix(&start).ok()?)?,
                fs::read_to_string(&path).ok()?,
            ))
        })
        .collect();
    let known: BTreeSet<String> = sources.iter().map(|(name, _)| name.clone()).collect();
    let mut imports = Imports::new();
    for (name, source) in &sources {
        let file =
            syn::parse_file(source).map_err(|error| format!("{folder}/{name}.rs: {error}"))?;
        imports.insert(name.clone(), imported(name, &file.items, &known));
    }
    Ok(imports)
}

/// The name of a file; nothing if it contains tests.
fn name_of(path: &Path) -> Option<String> {
    let name = path.with_extension("").to_string_lossy().replace('\\', "/");
    let is_test = name.split('/').any(|part| part == "tests");
    (!is_test).then(|| {
        if name == "main" {
            FIRST.to_owned()
        } else {
            name
        }
    })
}

/// The files that the items of a file import.
fn imported(name: &str, items: &[Item], known: &BTreeSet<String>) -> BTreeSet<String> {
    let module: Vec<String> = if name == FIRST {
        Vec::new()
    } else {
        name.split('/').map(str::to_owned).collect()
    };
    let mut paths = Vec::new();
    collect(items, &module, &mut paths);
    paths
        .iter()
        .filter_map(|path| file_of(path, known))
        .collect()
}

/// Collects what is imported, as paths from the root of the crate.
fn collect(items: &[Item], module: &[String], paths: &mut Vec<Vec<String>>) {
    for item in items {
        match item {
            Item::Use(item) if !is_test(&item.attrs) => {
                leaves(&item.tree, &mut Vec::new(), &mut |path| {
                    paths.extend(from_root(path, module));
                })
            }
            Item::Mod(ItemMod {
                attrs,
                content: Some((_, items)),
                ident,
                ..
            }) if !is_test(attrs) => {
                let inner = [module, &[ident.to_string()]].concat();
                collect(items, &inner, paths);
            }
            _ => {}
        }
    }
}

fn is_test(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| {
        attr.path().is_ident("cfg")
            && attr
                .parse_args::<syn::Path>()
                .is_ok_and(|path| path.is_ident("test"))
    })
}

/// Visits each path in a tree of imports.
fn leaves(tree: &UseTree, path: &mut Vec<String>, visit: &mut impl FnMut(&[String])) {
    match tree {
        UseTree::Path(tree) => {
            path.push(tree.ident.to_string());
            leaves(&tree.tree, path, visit);
            path.pop();
        }
        UseTree::Group(group) => group
            .items
            .iter()
            .for_each(|tree| leaves(tree, path, visit)),
        UseTree::Name(name) => visit(&[path, &[name.ident.to_string()][..]].concat()),
        UseTree::Rename(name) => visit(&[path, &[name.ident.to_string()][..]].concat()),
        UseTree::Glob(_) => visit(path),
    }
}

/// A path from the root of the crate. A name without a prefix may be a module of this file, or another crate.
fn from_root(path: &[String], module: &[String]) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => Some(rest.to_vec()),
        "self" => Some([module, rest].concat()),
        "super" => {
            let supers = path.iter().take_while(|part| *part == "super").count();
            let kept = module.len().checked_sub(supers)?;
            Some([module.get(..kept)?, path.get(supers..)?].concat())
        }
        _ => None,
    }
}

/// The file that a path leads to.
fn file_of(path: &[String], known: &BTreeSet<String>) -> Option<String> {
    let names = (1..=path.len())
        .rev()
        .filter_map(|length| Some(path.get(..length)?.join("/")));
    names
        .chain([FIRST.to_owned()])
        .find(|name| known.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, source: &str, expected: &[&str]) {
        let known = ["lib", "session", "session/listener", "wire"]
            .map(str::to_owned)
            .into();
        let items = syn::parse_file(source)
            .map(|file| file.items)
            .unwrap_or_default();
        let found: Vec<String> = imported(name, &items, &known).into_iter().collect();
        assert_eq!(found, expected, "{source}");
    }

    #[test]
    fn imports_lead_to_files() {
        check(
            "session",
            "use crate::wire::Frame; use std::fmt;",
            &["wire"],
        );
        check(
            "session/listener",
            "use super::{Session, super::wire};",
            &["session", "wire"],
        );
        check(
            "wire",
            "use crate::{session::listener::{self, Listener}, Name};",
            &["lib", "session/listener"],
        );
        check(
            "session",
            "use self::listener as other; mod inner { use super::super::wire::*; }",
            &["session/listener", "wire"],
        );
    }

    #[test]
    fn tests_import_what_they_like() {
        check(
            "wire",
            "#[cfg(test)] use crate::session::Session; #[cfg(test)] mod tests { use crate::session::Session; }",
            &[],
        );
    }
}
