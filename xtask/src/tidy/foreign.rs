//! Third-party code: each crate has an allowed licence, comes from the registry, and is not banned.

use std::fs;
use std::process::Command;

use serde::Deserialize;
use spdx::{Expression, LicenseItem, ParseMode};

use crate::Result;
use crate::run::root;

/// Our policy, in the file that `cargo deny` also reads.
const POLICY: &str = ".cargo/deny.toml";

#[derive(Deserialize)]
struct Policy {
    licenses: Licenses,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Banned>,
}

#[derive(Deserialize)]
struct Banned {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

/// The part of `cargo metadata` that matters here.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    license: Option<String>,
    /// Nothing for our own crates.
    source: Option<String>,
}

pub(super) fn refused() -> Result<Vec<String>> {
    let policy: Policy = toml::from_str(&fs::read_to_string(root().join(POLICY))?)?;
    let metadata = Command::new("cargo")
        .args(["metadata", "--format-version=1", "--locked"])
        .current_dir(root())
        .output()?;
    if !metadata.status.success() {
        return Err(String::from_utf8_lossy(&metadata.stderr).into());
    }
    let Metadata { packages } = serde_json::from_slice(&metadata.stdout)?;
    Ok(packages
        .iter()
        .flat_map(|package| complaints(package, &policy))
        .collect())
}

fn complaints(package: &Package, policy: &Policy) -> Vec<String> {
    let Package {
        name,
        license,
        source,
    } = package;
    let license = license.as_deref().unwrap_or_default();
    let mut complaints = Vec::new();
    if let Some(Banned { reason, .. }) = policy.bans.deny.iter().find(|banned| banned.name == *name)
    {
        complaints.push(format!("{name}: must not be used: {reason}"));
    }
    if !is_allowed(license, &policy.licenses.allow) {
        complaints.push(format!(
            "{name}: its licence `{license}` is not allowed by {POLICY}"
        ));
    }
    if source
        .as_ref()
        .is_some_and(|source| !source.starts_with("registry+"))
    {
        complaints.push(format!("{name}: does not come from the registry"));
    }
    complaints
}

fn is_allowed(license: &str, allowed: &[String]) -> bool {
    Expression::parse_mode(license, ParseMode::LAX).is_ok_and(|expression| {
        expression.evaluate(|required| match &required.license {
            LicenseItem::Spdx { id, .. } => {
                required.addition.is_none() && allowed.iter().any(|one| one == id.name)
            }
            LicenseItem::Other { .. } => false,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_is_named() -> Result {
        let policy = "licenses.allow = ['MIT', 'Zlib']\nbans.deny = [{ crate = 'old', reason = 'nobody maintains it' }]";
        let policy: Policy = toml::from_str(policy)?;
        let check = |name: &str, license: &str, source: Option<&str>, expected: &[&str]| {
            let (license, source) = (Some(license.to_owned()), source.map(str::to_owned));
            let package = Package {
                name: name.to_owned(),
                license,
                source,
            };
            assert_eq!(complaints(&package, &policy), expected);
        };
        check("ours", "MIT OR Apache-2.0", None, &[]);
        check("slashed", "GPL-3.0-only/MIT", Some("registry+index"), &[]);
        let refused = "both: its licence `MIT AND GPL-3.0-only` is not allowed by .cargo/deny.toml";
        check(
            "both",
            "MIT AND GPL-3.0-only",
            Some("registry+index"),
            &[refused],
        );
        check(
            "none",
            "",
            None,
            &["none: its licence `` is not allowed by .cargo/deny.toml"],
        );
        check(
            "old",
            "Zlib",
            Some("git+https"),
            &[
                "old: must not be used: nobody maintains it",
                "old: does not come from the registry",
            ],
        );
        Ok(())
    }
}
