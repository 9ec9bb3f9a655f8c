#!/usr/bin/env bash
# playwright-core 1.65.1, with chromium 156.0.8078.108-1~deb12u1 (Debian 12).
#
# `getByRole` asks code of Playwright's own, and not the accessibility tree of the browser that it drives. They disagree where a page
# shuts users out or names things for them: Playwright finds buttons that are `inert` or behind a modal dialog, takes the name of a
# field from a label that is hidden, and the level of an `<h2 aria-level="5">` from its tag; and it finds nothing of a role that a
# custom element has by `ElementInternals`. So a test by roles passes for a page that a screen reader can't use, and fails for one
# that it can. (The guess was that both agree in all of these.)
#
# Seen:
#   inert: playwright 1, chromium 0
#   behind a modal dialog: playwright 1, chromium 0
#   named by a hidden label: playwright 1, chromium 0
#   heading of level 5: playwright 0, chromium 1
#   role by ElementInternals: playwright 0, chromium 1
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund playwright-core@1.65.1 >/dev/null
cat > finding.mjs <<'JS'
import { chromium } from "playwright-core";

const ELEMENT = `<x-box></x-box><script>
customElements.define("x-box", class extends HTMLElement {
  constructor() {
    super();
    const internals = this.attachInternals();
    internals.role = "checkbox";
    internals.ariaLabel = "Send";
  }
});
</script>`;
const DIALOG = `<button>Send</button><dialog>Sure?</dialog><script>document.querySelector("dialog").showModal()</script>`;

const CASES = {
  inert: ["button", {}, `<div inert><button>Send</button></div>`],
  "behind a modal dialog": ["button", {}, DIALOG],
  "named by a hidden label": ["textbox", {}, `<label for="field" hidden>Send</label><input id="field">`],
  "heading of level 5": ["heading", { level: 5 }, `<h2 aria-level="5">Send</h2>`],
  "role by ElementInternals": ["checkbox", {}, ELEMENT],
};

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const lines = [];
for (const [name, [role, options, html]] of Object.entries(CASES)) {
  const page = await browser.newPage();
  await page.setContent(`<!DOCTYPE html><html lang="en"><title>Roles</title><body>${html}</body></html>`);
  const found = await page.getByRole(role, { name: "Send", ...options }).count();
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const hasLevel = (node) => node.properties?.some((one) => one.name == "level" && one.value.value == options.level);
  const isMeant = (node) => !node.ignored && node.role.value == role && node.name?.value == "Send";
  const exposed = nodes.filter((node) => isMeant(node) && (!options.level || hasLevel(node))).length;
  lines.push(`${name}: playwright ${found}, chromium ${exposed}`);
  await page.close();
}
await browser.close();
console.log(lines.join("\n"));
const expected = [
  "inert: playwright 1, chromium 0",
  "behind a modal dialog: playwright 1, chromium 0",
  "named by a hidden label: playwright 1, chromium 0",
  "heading of level 5: playwright 0, chromium 1",
  "role by ElementInternals: playwright 0, chromium 1",
];
process.exit(lines.join() == expected.join() ? 0 : 1);
JS
node finding.mjs
