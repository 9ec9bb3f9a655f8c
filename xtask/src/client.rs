//! Builds the client with esbuild, and checks its size.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use crate::run::{root, run};
use crate::{Result, facts};

const FOLDER: &str = "crates/taut-client";
const BUILT: &str = "dist/taut.js";

/// Another build of the client, with a source map next to it.
const AGAIN: &str = "node_modules/.taut-check.js";

/// A bundle that pages load.
struct Bundle {
    /// Its purpose.
    what: &'static str,
    source: &'static str,
    built: &'static str,
    /// The path of another build, for comparison.
    again: &'static str,
    options: &'static [&'static str],
    /// The maximum minified size in bytes.
    max_bytes: usize,
}

/// An add-on: its members have the same short names as in the client, which it is given.
const ADD_ON: &[&str] = &["--format=esm", MANGLED];

const BUNDLES: [Bundle; 7] = [
    Bundle {
        what: "before the page is shown",
        source: "ts/start.ts",
        built: "dist/start.js",
        again: "node_modules/.taut-start-check.js",
        options: &[
            "--format=esm",
            "--external:./taut.js",
            "--banner:js=(()=>{",
            "--footer:js=})()",
        ],
        max_bytes: 1_600,
    },
    Bundle {
        what: "where WebSockets are blocked",
        source: "ts/net/http.ts",
        built: "dist/http.js",
        again: "node_modules/.taut-http-check.js",
        options: &["--format=esm"],
        max_bytes: 1_600,
    },
    Bundle {
        what: "client",
        source: "ts/main.ts",
        built: BUILT,
        again: AGAIN,
        // Chromium compiles all functions while it loads the client, off the main thread, instead of
        // one by one when they are called.
        options: &[
            "--format=esm",
            "--banner:js=//# allFunctionsCalledOnLoad",
            MANGLED,
        ],
        max_bytes: 58_400,
    },
    Bundle {
        what: "with hooks",
        source: "ts/add_ons/hooks.ts",
        built: "dist/hooks.js",
        again: "node_modules/.taut-hooks-check.js",
        options: ADD_ON,
        max_bytes: 4_700,
    },
    Bundle {
        what: "with commands",
        source: "ts/add_ons/commands.ts",
        built: "dist/commands.js",
        again: "node_modules/.taut-commands-check.js",
        options: ADD_ON,
        max_bytes: 2_450,
    },
    Bundle {
        what: "with `@visible`",
        source: "ts/add_ons/visible.ts",
        built: "dist/visible.js",
        again: "node_modules/.taut-visible-check.js",
        options: ADD_ON,
        max_bytes: 2_600,
    },
    Bundle {
        what: "with predictions",
        source: "ts/add_ons/predict.ts",
        built: "dist/predict.js",
        again: "node_modules/.taut-predict-check.js",
        options: ADD_ON,
        max_bytes: 7_400,
    },
];

/// The short names that esbuild has given to members, so that all add-ons have those of the client.
const NAMES: &str = "node_modules/.taut-names.json";
const MANGLED: &str = "--mangle-cache=node_modules/.taut-names.json";

/// The files of which an add-on may have a copy: they have no state.
const STATELESS: &[&str] = &[
    "ts/add_ons/",
    "ts/facts.ts",
    "ts/kinds.ts",
    "ts/limits.ts",
    "ts/numbers.ts",
    "ts/page/dom.ts",
];

/// The maximum size of each bundle in bytes, compressed by brotli.
const MAX_BROTLI_BYTES: usize = 24_280;

/// Builds the client and writes `dist`.
pub(crate) fn build() -> Result {
    facts::write()?;
    install()?;
    forget_names()?;
    for bundle in &BUNDLES {
        bundle.build(bundle.built, &[])?;
    }
    shares()?;
    report()
}

/// Installs the Node packages in the lock file, unless they are installed.
pub(crate) fn install() -> Result {
    let installed = root().join(FOLDER).join("node_modules/.package-lock.json");
    let lock = root().join(FOLDER).join("package-lock.json");
    let is_current = || {
        Some(
            fs::metadata(&installed).ok()?.modified().ok()?
                >= fs::metadata(&lock).ok()?.modified().ok()?,
        )
    };
    if is_current() == Some(true) {
        return Ok(());
    }
    run(FOLDER, "npm", &["ci", "--no-audit", "--no-fund"])
}

/// Fails if the committed client differs from a build of the sources.
pub(crate) fn check() -> Result {
    run(FOLDER, "npx", &["tsc", "--noEmit"])?;
    let read = |file: &str| fs::read(root().join(FOLDER).join(file));
    forget_names()?;
    for bundle in &BUNDLES {
        bundle.build(bundle.again, &["--sourcemap=external"])?;
        if read(bundle.again)? != read(bundle.built)? {
            return Err(
                "the committed client differs from a build of its sources: run `cargo xtask build-client`"
                    .into(),
            );
        }
    }
    report()?;
    check_readme()
}

/// Fails if the client's sizes in README are wrong.
fn check_readme() -> Result {
    let content = |what: &str| {
        let bundle = BUNDLES
            .iter()
            .find(|bundle| bundle.what == what)
            .ok_or("no such bundle")?;
        Ok::<_, Box<dyn std::error::Error>>(fs::read(root().join(FOLDER).join(bundle.built))?)
    };
    let (client, start) = (content("client")?, content("before the page is shown")?);
    let [bytes, compressed, before] =
        [client.len(), brotli(&client)?, start.len()].map(with_commas);
    let said = format!(
        "**A client of {bytes} bytes** ({compressed} compressed; {before} before the page is shown)"
    );
    match fs::read_to_string(root().join("README.md"))?.contains(&said) {
        true => Ok(()),
        false => Err(format!("README has wrong sizes of the client; write: {said}").into()),
    }
}

/// A number with separators: `52,250`.
fn with_commas(number: usize) -> String {
    let digits = number.to_string();
    let mut written = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

/// The client with a source map next to it, after a check.
pub(crate) fn mapped() -> PathBuf {
    root().join(FOLDER).join(AGAIN)
}

/// Begins with no short names.
fn forget_names() -> Result {
    Ok(fs::write(root().join(FOLDER).join(NAMES), "{}")?)
}

impl Bundle {
    fn build(&self, to: &str, more: &[&str]) -> Result {
        let metafile = format!("--metafile={}", self.metafile());
        let to = format!("--outfile={to}");
        let shared = [
            "--bundle",
            "--minify",
            "--target=es2022",
            "--mangle-props=^_",
            "--log-level=warning",
        ];
        let options = [
            &["esbuild", self.source, &metafile, &to],
            &shared[..],
            self.options,
            more,
        ]
        .concat();
        run(FOLDER, "npx", &options)?;
        self.check_inputs()
    }

    /// esbuild's report on the size of each module.
    fn metafile(&self) -> String {
        format!("{}.json", self.again)
    }

    /// The modules of the bundle, each with its size in bytes, the largest first.
    fn modules(&self) -> Result<Vec<(u64, String)>> {
        let report = fs::read(root().join(FOLDER).join(self.metafile()))?;
        let known: serde_json::Value = serde_json::from_slice(&report)?;
        let outputs = known["outputs"].as_object().into_iter().flatten();
        let inputs = outputs.filter_map(|(_, output)| output["inputs"].as_object());
        let mut modules: Vec<_> = inputs
            .flatten()
            .map(|(name, share)| (share["bytesInOutput"].as_u64().unwrap_or(0), name.clone()))
            .collect();
        modules.sort_unstable_by(|a, b| b.cmp(a));
        Ok(modules)
    }

    /// Fails if an add-on has a copy of a module with state, which would not be the client's.
    fn check_inputs(&self) -> Result {
        if self.options != ADD_ON {
            return Ok(());
        }
        let is_copy = |name: &str| !STATELESS.iter().any(|path| name.starts_with(path));
        match self.modules()?.iter().find(|(_, name)| is_copy(name)) {
            None => Ok(()),
            Some((_, name)) => Err(format!(
                "{} has a copy of {name}, which may have state: use what `ts/add_ons.ts` gives it",
                self.built
            )
            .into()),
        }
    }
}

/// Prints the size of each module of the client.
fn shares() -> Result {
    for bundle in BUNDLES.iter().filter(|bundle| bundle.built == BUILT) {
        for (bytes, name) in bundle.modules()? {
            println!("{bytes:>6} B  {name}");
        }
    }
    Ok(())
}

fn report() -> Result {
    let mut fits = true;
    for Bundle {
        what,
        built,
        max_bytes,
        ..
    } in &BUNDLES
    {
        let content = fs::read(root().join(FOLDER).join(built))?;
        let (bytes, compressed) = (content.len(), brotli(&content)?);
        println!("{what}: {bytes} B minified (budget {max_bytes}), {compressed} B brotli");
        fits &= bytes < *max_bytes && compressed < MAX_BROTLI_BYTES;
    }
    if fits {
        Ok(())
    } else {
        Err("the client is over its budget".into())
    }
}

/// The size after the best compression of brotli.
fn brotli(content: &[u8]) -> Result<usize> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)?;
    compressed.flush()?;
    Ok(compressed.len())
}
