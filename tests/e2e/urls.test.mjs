// The server's verdict on a URL, beside what the browser makes of it: what is let through goes nowhere where script could run.

import { readFileSync, readdirSync } from "node:fs";

import { assert, serveForAll, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

const CORPUS = new URL("../fuzz/corpus/url/", import.meta.url);
const ALLOWED = ["http:", "https:", "mailto:", "tel:", "sms:"];

for (const name of readdirSync(CORPUS)) {
  test(`no URL of "${name}" is let through that could run script`, async (scene) => {
    const corpus = readFileSync(new URL(name, CORPUS), "utf8");
    const page = await scene.open(`${server.url}/urls`);
    await page.fill("#corpus", corpus);
    const count = corpus.trimEnd().split("\n").length;
    await page.waitForFunction((count) => document.querySelectorAll("a").length == count, count);
    const links = await page.evaluate(() =>
      Array.from(document.querySelectorAll("a"), (link) => {
        const attribute = link.getAttribute("href");
        const resolved = (url, base) => URL.canParse(url, base) && new URL(url, base).protocol;
        const bases = [document.baseURI, "https://[::1]/a/b?c#d"];
        const { action } = link.nextElementSibling;
        return { spelled: link.textContent, attribute, goes: link.protocol, action, schemes: bases.map((base) => resolved(attribute, base)) };
      }),
    );
    assert.equal(links.length, count);
    for (const { spelled, attribute, goes, action, schemes } of links) {
      if (attribute == "about:invalid") continue;
      for (const scheme of schemes) assert.ok(!scheme || ALLOWED.includes(scheme), `${spelled} has the scheme ${scheme}`);
      // A link whose URL cannot be parsed says ":".
      assert.ok(goes == ":" || ALLOWED.includes(goes), `${spelled} goes to ${goes}`);
      assert.ok(!/^\s*(javascript|data|vbscript|blob|file):/i.test(action), `${spelled} is sent to ${action}`);
    }
    const refused = links.filter(({ attribute }) => attribute == "about:invalid").length;
    assert.ok(name == "script" ? refused > 0 : refused < count, `${refused} of ${count} are refused`);
  });
}
