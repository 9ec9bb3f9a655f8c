// The server's verdict on a URL, beside what the browser makes of it: what is let through goes nowhere where script could run, and
// shows its image where it is one.

import { readFileSync, readdirSync } from "node:fs";

import { assert, serveForAll, test } from "./support/scene.mjs";

const server = await serveForAll("e2e-server");

const CORPUS = new URL("../fuzz/corpus/url/", import.meta.url);
const ALLOWED = ["http:", "https:", "mailto:", "tel:", "sms:"];

/** What the policy keeps from being loaded, addresses that nobody answers, and what is no list of sources. */
const NOT_LOADED = /srcset|Content Security Policy|net::ERR_|Failed to load|Not allowed to (load|launch)|scheme does not have a registered handler/;

const read = (name) => readFileSync(new URL(name, CORPUS), "utf8");

/** Opens the page with the URLs of a corpus; each of them stands before whatever else holds it. */
async function open(scene, corpus) {
  scene.expect(NOT_LOADED);
  const page = await scene.open(`${server.url}/urls`);
  await page.fill("#corpus", corpus);
  const count = corpus.trimEnd().split("\n").length;
  await page.waitForFunction((count) => document.querySelectorAll("a").length == count, count);
  return { page, count };
}

for (const name of readdirSync(CORPUS)) {
  test(`no URL of "${name}" is let through that could run script`, async (scene) => {
    const { page, count } = await open(scene, read(name));
    const links = await page.evaluate(() =>
      Array.from(document.querySelectorAll("a"), (link) => {
        const attribute = link.getAttribute("href");
        const resolved = (url, base) => URL.canParse(url, base) && new URL(url, base).protocol;
        const bases = [document.baseURI, "https://[::1]/a/b?c#d"];
        const form = link.nextElementSibling;
        const embedded = [...form.nextElementSibling.children].map((element) => element.getAttribute("src") ?? element.getAttribute("data"));
        const same = [form.getAttribute("action"), ...embedded];
        return { spelled: link.textContent, attribute, same, goes: link.protocol, action: form.action, schemes: bases.map((base) => resolved(attribute, base)) };
      }),
    );
    assert.equal(links.length, count);
    for (const { spelled, attribute, same, goes, action, schemes } of links) {
      for (const other of same) assert.equal(other, attribute, `${spelled} is judged in two ways`);
      if (attribute == "about:invalid") continue;
      for (const scheme of schemes) assert.ok(!scheme || ALLOWED.includes(scheme), `${spelled} has the scheme ${scheme}`);
      // A link whose URL cannot be parsed says ":".
      assert.ok(goes == ":" || ALLOWED.includes(goes), `${spelled} goes to ${goes}`);
      assert.ok(!/^\s*(javascript|data|vbscript|blob|file):/i.test(action), `${spelled} is sent to ${action}`);
    }
    const refused = links.filter(({ attribute }) => attribute == "about:invalid").length;
    const hasScript = ["data", "script"].includes(name);
    assert.ok(hasScript ? refused > 0 : refused < count, `${refused} of ${count} are refused`);
  });

  test(`nothing of "${name}" that is let through as an image or a sound is anything else, or runs`, async (scene) => {
    const { page } = await open(scene, read(name));
    const held = await page.evaluate(async () => {
      const about = (element, attribute, property) => {
        // What the browser itself makes of the URL, whatever is written.
        const { protocol, pathname } = new URL(URL.canParse(property) ? property : "about:blank");
        return { attribute, protocol, type: pathname.split(/[,;]/)[0].trim().toLowerCase(), place: element.localName };
      };
      const images = [...document.querySelectorAll(".images")].flatMap((place) => {
        const [img, set, input, video, svg, link] = place.children;
        const image = svg.firstElementChild;
        const href = image.getAttribute("href");
        const resolved = URL.canParse(href, document.baseURI) ? new URL(href, document.baseURI).href : "";
        return [
          about(img, img.getAttribute("src"), img.src),
          about(set, set.getAttribute("srcset"), set.currentSrc),
          about(input, input.getAttribute("src"), input.src),
          about(video, video.getAttribute("poster"), video.poster),
          about(image, href, resolved),
          about(link, link.getAttribute("href"), link.href),
        ];
      });
      const sounds = Array.from(document.querySelectorAll("audio"), (audio) => about(audio, audio.getAttribute("src"), audio.src));
      const all = [...document.querySelectorAll(".images img")];
      await Promise.all(all.map((img) => img.decode().catch(() => {})));
      return { images, sounds, ran: window.ran };
    });
    const check = (all, types) => {
      for (const { attribute, protocol, type, place } of all) {
        const isData = protocol == "data:" && types.some((allowed) => type.startsWith(allowed));
        const isRefused = attribute == null || attribute == "about:invalid";
        const isOther = ["about:", ...ALLOWED].includes(protocol);
        assert.ok(isRefused || isData || isOther, `${attribute} in <${place}> is ${protocol}${type}`);
      }
    };
    check(held.images, ["image/"]);
    check(held.sounds, ["audio/", "video/"]);
    assert.equal(held.ran, undefined, "nothing runs");
  });
}

test("an image or a sound in a URL is shown and played, when it is new and after a patch", async (scene) => {
  const [png, gif, svg] = read("data").split("\n");
  const wav = read("data").split("\n").find((line) => line.startsWith("data:audio/wav"));
  const { page } = await open(scene, [gif, svg, png].join("\n"));
  const shown = () =>
    page.evaluate(() =>
      Promise.all(
        Array.from(document.querySelectorAll(".images"), async (place) => {
          const [img, set] = place.children;
          for (const image of [img, set]) await image.decode().catch(() => {});
          return [img.naturalWidth, set.naturalWidth];
        }),
      ),
    );
  // Spaces end a URL of a `srcset`.
  assert.deepEqual(await shown(), [[1, 1], [1, 0], [1, 1]]);
  await page.fill("#corpus", [png, gif, wav].join("\n"));
  await page.waitForFunction((wav) => document.querySelectorAll("audio")[2].getAttribute("src") == wav, wav);
  assert.deepEqual(await shown(), [[1, 1], [1, 1], [0, 0]]);
  await page.waitForFunction(() => document.querySelectorAll("audio")[2].readyState >= 1);
});
