//! Finds the programs that the tests need: browsers, a server of Valkey, and a proxy. Installs Debian's packages where possible.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::Result;
use crate::run::answers;

/// A program that tests need.
pub(crate) struct Program {
    /// The name that the tests use for it.
    pub(crate) name: &'static str,
    /// The environment variable with the path of its executable, if it has one.
    pub(crate) variable: Option<&'static str>,
    /// The names of its executable.
    commands: &'static [&'static str],
    /// Further commands that must work.
    answering: &'static [&'static [&'static str]],
    packages: &'static [&'static str],
}

/// The browser that runs every test.
pub(crate) const CHROMIUM: Program = Program {
    name: "chromium",
    variable: Some("CHROMIUM"),
    commands: &[
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ],
    answering: &[],
    packages: &["chromium"],
};

/// The browsers that run at least a core set of the tests.
pub(crate) const OTHERS: &[Program] = &[
    Program {
        name: "firefox",
        variable: Some("FIREFOX"),
        commands: &["firefox-esr", "firefox"],
        answering: &[],
        packages: &["firefox-esr"],
    },
    Program {
        name: "webkit",
        variable: None,
        commands: &["WebKitWebDriver"],
        answering: &[
            &["Xvfb", "-help"],
            &[
                "gjs",
                "-c",
                "imports.gi.versions.WebKit2 = '4.1'; imports.gi.WebKit2",
            ],
        ],
        packages: &["webkit2gtk-driver", "xvfb", "gjs", "gir1.2-webkit2-4.1"],
    },
];

/// The engine of a cluster: Valkey, or Redis, which speaks the same protocol.
pub(crate) const VALKEY: Program = Program {
    name: "valkey",
    variable: Some("VALKEY"),
    commands: &["valkey-server", "redis-server"],
    answering: &[],
    packages: &["redis-server"],
};

/// The proxy in front of a cluster, as the guide sets it up.
pub(crate) const NGINX: Program = Program {
    name: "nginx",
    variable: Some("NGINX"),
    commands: &["nginx"],
    answering: &[],
    packages: &["nginx-light"],
};

impl Program {
    /// The path of the program, or of a browser's driver; installs it if possible.
    pub(crate) fn ready(&self) -> Result<PathBuf> {
        if self.find().is_none() && on_path("apt-get").is_some() {
            apt_get(&["update", "-qq"]);
            let install = ["install", "-y", "-qq", "--no-install-recommends"];
            apt_get(&[&install, self.packages].concat());
        }
        self.find().ok_or_else(|| self.complaint().into())
    }

    fn find(&self) -> Option<PathBuf> {
        let named = self.variable.and_then(std::env::var_os).map(PathBuf::from);
        let on_path = self.commands.iter().filter_map(|name| on_path(name));
        let found = named
            .into_iter()
            .chain(on_path)
            .find(|file| file.exists())?;
        let is_complete = self.answering.iter().all(|command| match command {
            [program, arguments @ ..] => answers(program, arguments),
            [] => true,
        });
        is_complete.then_some(found)
    }

    /// What is missing, and how to fix it.
    fn complaint(&self) -> String {
        let (name, packages) = (self.name, self.packages.join(" "));
        let variable = self
            .variable
            .map(|variable| format!(", or set the environment variable {variable} to its path"));
        let without = OTHERS.iter().any(|other| other.name == name).then(|| {
            format!("; `cargo xtask test --without {name}` leaves it out, but CI doesn't")
        });
        format!(
            "{name} is missing, and could not be installed: install it (Debian's packages: {packages}){}{}",
            variable.unwrap_or_default(),
            without.unwrap_or_default()
        )
    }
}

/// Runs apt without questions. The result is checked by looking for the program afterwards.
fn apt_get(arguments: &[&str]) {
    let mut command = Command::new("apt-get");
    command
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null());
    if let Err(error) = command.status() {
        eprintln!("cannot run apt-get: {error}");
    }
}

/// The path of a command.
fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}
