#!/usr/bin/env bash
# playwright-core 1.65.1 and firefox-esr 153.8.0esr-1~deb12u1 (Debian 12).
#
# Playwright starts a Firefox as its maker builds it with `channel: "moz-firefox"`, over WebDriver BiDi. With Debian's
# ESR it starts, and then every `newContext` fails, whatever its options: Playwright sends
# `emulation.setMediaFeaturesOverride`, which that Firefox does not know, also where nothing is to be overridden.
#
# Seen:
#   started 153.8.0
#   newContext: Protocol error (emulation.setMediaFeaturesOverride): unknown command
#   newContext without overrides: Protocol error (emulation.setMediaFeaturesOverride): unknown command
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund playwright-core@1.65.1 >/dev/null
cat > finding.mjs <<'JS'
import { firefox } from "playwright-core";

const browser = await firefox.launch({
  channel: "moz-firefox",
  executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
});
console.log("started", browser.version());
const none = { colorScheme: null, reducedMotion: null, forcedColors: null, contrast: null };
let failures = 0;
for (const [what, options] of [["newContext", {}], ["newContext without overrides", none]]) {
  const problem = await browser.newContext(options).then(() => "works", ({ message }) => message.split("\n")[0]);
  console.log(`${what}: ${problem.replace(/^browser\.newContext: /, "")}`);
  failures += problem.includes("emulation.setMediaFeaturesOverride): unknown command");
}
await browser.close();
process.exit(failures == 2 ? 0 : 1);
JS
node finding.mjs
