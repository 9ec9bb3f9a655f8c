//! Builds the client with esbuild, and holds it to its budget.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use crate::Result;
use crate::run::{root, run};

const FOLDER: &str = "crates/taut-client";
const BUILT: &str = "dist/taut.js";
const SOURCE: &str = "ts/main.ts";

/// What the client loads where WebSockets are blocked.
const HTTP: &str = "dist/http.js";
const HTTP_SOURCE: &str = "ts/http.ts";

/// A bundle to compare with, which has a source map beside it.
const AGAIN: &str = "node_modules/.taut-check.js";

/// The module for HTTP once more, to compare with.
const HTTP_AGAIN: &str = "node_modules/.taut-http-check.js";

/// Where esbuild says which module takes how much.
const METAFILE: &str = "node_modules/.taut-meta.json";

/// The client is smaller than this, minified.
const MAX_BYTES: usize = 28_000;
/// The client is smaller than this, compressed by brotli.
const MAX_BROTLI_BYTES: usize = 12_000;

/// The module for HTTP is smaller than this, minified.
const MAX_HTTP_BYTES: usize = 1_400;

/// Builds the client and writes `dist`.
pub(crate) fn build() -> Result {
    install()?;
    bundle(HTTP_SOURCE, HTTP, None)?;
    bundle(SOURCE, BUILT, None)?;
    shares()?;
    report()
}

/// Installs the Node packages that the lock file names, unless they are there.
pub(crate) fn install() -> Result {
    let installed = root().join(FOLDER).join("node_modules/.package-lock.json");
    let lock = root().join(FOLDER).join("package-lock.json");
    let is_current =
        || Some(fs::metadata(&installed).ok()?.modified().ok()? >= fs::metadata(&lock).ok()?.modified().ok()?);
    if is_current() == Some(true) {
        return Ok(());
    }
    run(FOLDER, "npm", &["ci", "--no-audit", "--no-fund"])
}

/// Fails if the committed client is not what the sources make.
pub(crate) fn check() -> Result {
    run(FOLDER, "npx", &["tsc", "--noEmit"])?;
    bundle(HTTP_SOURCE, HTTP_AGAIN, None)?;
    bundle(SOURCE, AGAIN, Some("--sourcemap=external"))?;
    let read = |file: &str| fs::read(root().join(FOLDER).join(file));
    if read(AGAIN)? != read(BUILT)? || read(HTTP_AGAIN)? != read(HTTP)? {
        return Err("the committed client is not what its sources make: run `cargo xtask build-client`".into());
    }
    report()
}

/// The client with a source map beside it, once it was checked.
pub(crate) fn mapped() -> PathBuf {
    root().join(FOLDER).join(AGAIN)
}

fn bundle(from: &str, to: &str, more: Option<&str>) -> Result {
    let (to, metafile) = (format!("--outfile={to}"), format!("--metafile={METAFILE}"));
    let mut options = vec![
        "esbuild",
        from,
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2022",
        "--mangle-props=^_",
        "--log-level=warning",
        &metafile,
        &to,
    ];
    options.extend(more);
    run(FOLDER, "npx", &options)
}

/// Prints how many bytes of the client each of its modules takes.
fn shares() -> Result {
    let known: serde_json::Value = serde_json::from_slice(&fs::read(root().join(FOLDER).join(METAFILE))?)?;
    let modules = known["outputs"][BUILT]["inputs"].as_object().into_iter().flatten();
    let mut shares: Vec<_> =
        modules.map(|(name, share)| (share["bytesInOutput"].as_u64().unwrap_or(0), name.as_str())).collect();
    shares.sort_unstable_by(|a, b| b.cmp(a));
    for (bytes, name) in shares {
        println!("{bytes:>6} B  {name}");
    }
    Ok(())
}

fn report() -> Result {
    let client = fs::read(root().join(FOLDER).join(BUILT))?;
    let compressed = brotli(&client)?;
    println!(
        "client: {} B minified (budget {MAX_BYTES}), {compressed} B brotli (budget {MAX_BROTLI_BYTES})",
        client.len()
    );
    let http = fs::metadata(root().join(FOLDER).join(HTTP))?.len();
    println!("where WebSockets are blocked: {http} B more (budget {MAX_HTTP_BYTES})");
    if client.len() >= MAX_BYTES || compressed >= MAX_BROTLI_BYTES || http >= MAX_HTTP_BYTES as u64 {
        return Err("the client is over its budget".into());
    }
    Ok(())
}

/// How small brotli makes it at its best.
fn brotli(content: &[u8]) -> Result<usize> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)?;
    compressed.flush()?;
    Ok(compressed.len())
}
