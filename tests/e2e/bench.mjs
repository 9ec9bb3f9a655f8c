// What a page spends on each operation, beside code written by hand for the same page.
//
// The frames of one real run are recorded. Then they are played, many times each, to the client and to the
// code below, on pages of their own without a server. Only the time of the script counts: layout is done
// before, and is not asked for meanwhile.

import { performance } from "node:perf_hooks";

import { launch } from "./support/browsers/chromium.mjs";
import { measureFigures } from "./support/figures.mjs";
import { Frames } from "./support/frames.mjs";
import { serve } from "./support/server.mjs";

const ROUNDS = 15;
const WARM = 5;

/** The hole of the list in the example, and that of a row's label. */
const LIST = 6;
const LABEL = 3;

/** Replaces the socket by one that is played to, and notes when the client has taken over the page. */
function playground() {
  // When the client and its table are there, nobody else notes events any more, and the client is started.
  const { removeEventListener } = window;
  window.removeEventListener = (...call) => {
    window.isThere ??= performance.now();
    queueMicrotask(() => (window.started ??= performance.now()));
    removeEventListener(...call);
  };
  window.WebSocket = class {
    constructor() {
      window.socket = this;
      setTimeout(() => this.onopen());
    }
    /** Answers the join as the server would. */
    send() {
      const { token } = document.querySelector("script[data-token]").dataset;
      const rows = document.querySelectorAll("tbody tr").length;
      this.onmessage({ data: JSON.stringify([-1, token, 0, 0, rows]) });
      this.send = () => {};
      window.joined = true;
    }
    close() {}
  };
  /** Plays frames, the last of which says so on the document, and gives the microseconds for each. */
  window.play = async (frames) => {
    document.body.offsetHeight;
    await new Promise((resolve) => setTimeout(resolve));
    document.body.offsetHeight;
    const end = new Promise((resolve) => document.addEventListener("played", () => resolve(performance.now()), { once: true }));
    const start = performance.now();
    for (const data of frames) socket.onmessage({ data });
    return (((await end) - start) * 1000) / (frames.length - 1);
  };
}

/** What somebody would write who knows this page and nothing else. */
function byHand() {
  const table = document.querySelector("tbody");
  const blank = document.createElement("template");
  blank.innerHTML = '<tr><td> </td><td><a> </a></td><td><a aria-label="Remove">×</a></td></tr>';
  const end = table.lastChild;
  let rows = [];
  const insert = (row, at) => table.insertBefore(row, rows[at] ?? end);
  const label = (row) => row.firstChild.nextSibling.firstChild.firstChild;
  const holes = [
    (row, on) => (row.className = on ? "danger" : ""),
    (row, id) => (row.firstChild.firstChild.data = id),
    ,
    (row, text) => (label(row).data = text),
  ];
  const apply = ([, , hole, stream]) => {
    if (hole.dispatch) return document.dispatchEvent(new CustomEvent("played"));
    const made = [];
    for (let at = 0; at < stream.length; ) {
      const op = stream[at];
      const first = stream[at + 1];
      const second = stream[at + 2];
      at += 3;
      if (op >= 0) {
        holes[first](rows[op], second);
      } else if (op == -1 && first == 0 && second == rows.length) {
        table.textContent = "";
        table.append(end);
        rows = [];
      } else if (op == -1) {
        for (const row of rows.splice(first, second)) row.remove();
      } else if (op == -2) {
        at -= 1;
        for (let count = first; count--; at += 3) {
          const row = blank.content.firstChild.cloneNode(true);
          if (stream[at]) row.className = "danger";
          row.firstChild.firstChild.data = stream[at + 1];
          label(row).data = stream[at + 2];
          made.push(row);
        }
      } else if (op == -3) {
        for (const row of made) insert(row, first);
        rows.splice(first, 0, ...made);
      } else {
        const [row] = rows.splice(first, 1);
        insert(row, second);
        rows.splice(second, 0, row);
      }
    }
  };
  window.socket = { onmessage: ({ data }) => apply(JSON.parse(data)) };
}

/** Runs the example once for real, and gives the streams of its list. */
async function record(browser, url) {
  const page = await browser.newPage();
  const wire = new Frames(page);
  await page.goto(url);
  const press = async (selector) => {
    const count = wire.patches.length;
    await page.locator(selector).dispatchEvent("click");
    await wire.until(({ patches }) => patches.length > count);
    const [, , hole, stream] = wire.patches.at(-1);
    if (hole != LIST) throw new Error(`${selector} is answered with ${JSON.stringify(wire.patches.at(-1))}`);
    return stream;
  };
  const link = (at, column) => `tbody tr:nth-child(${at}) td:nth-child(${column}) a`;
  const streams = { create: await press("#run"), append: await press("#add") };
  streams.updates = [await press("#update"), await press("#update")];
  await press(link(5, 2));
  streams.selects = [await press(link(500, 2)), await press(link(5, 2))];
  streams.swap = await press("#swaprows");
  streams.remove = await press(link(100, 3));
  streams.clear = await press("#clear");
  await page.close();
  return streams;
}

/** A page without a server: its HTML, isolated so that its clock is fine, and its assets. */
async function offline(browser, { html, assets }, client) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on("pageerror", (error) => console.error(error));
  const headers = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };
  await page.route("**/*", (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname == "/") return route.fulfill({ body: html, contentType: "text/html", headers });
    if (!client && pathname.endsWith(".js")) return route.fulfill({ body: "", contentType: "text/javascript" });
    const asset = assets.get(pathname);
    return asset ? route.fulfill({ ...asset, headers }) : route.fulfill({ status: 404 });
  });
  await page.addInitScript(playground);
  await page.goto("http://localhost/");
  if (client) await page.waitForFunction(() => window.joined);
  else await page.evaluate(byHand);
  return { page, close: () => context.close() };
}

/** The frames of a page are numbered, for the client. */
class Player {
  number = 0;

  constructor(page) {
    this.page = page;
  }

  async play(...streams) {
    const frames = streams.map((stream) => JSON.stringify([++this.number % 10, 0, LIST, stream]));
    frames.push(JSON.stringify([++this.number % 10, 0, { dispatch: [["played", null]] }]));
    return this.page.evaluate((frames) => window.play(frames), frames);
  }
}

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];
const repeat = (count, ...streams) => Array.from({ length: count }, () => streams).flat();

/** The times of each operation on each of the pages, which take turns, in microseconds. */
async function operations(pages, { create, append, updates, selects, swap, remove, clear }) {
  const players = pages.map((page) => new Player(page));
  const all = async (...streams) => {
    const taken = [];
    for (const player of players) taken.push(await player.play(...streams));
    return taken;
  };
  const times = {};
  const time = async (name, ...streams) => (times[name] ??= []).push(await all(...streams));
  for (let round = 0; round < WARM + ROUNDS; round++) {
    if (round == WARM) for (const name of Object.keys(times)) delete times[name];
    await time("create 1,000", create);
    await time("append 1,000", append);
    await all([-1, 1000, 1000]);
    await time("update every 10th", ...repeat(5, ...updates.map((stream) => stream.slice(0, 300))));
    await time("select", ...repeat(50, ...selects));
    await time("swap", ...repeat(100, swap));
    await time("change one text", ...repeat(50, [500, LABEL, "one text"], [500, LABEL, "another text"]));
    await time("remove", ...repeat(100, remove));
    await all([-1, 0, 900]);
    await all(create);
    await time("clear", clear.with(2, 1000));
  }
  return times;
}

/** The page with 1,000 rows in its first HTML, as the server would have written it. */
function filled(html, [, count, ...values]) {
  const rows = Array.from({ length: count }, (_, at) => {
    const [, , id, label] = values.slice(4 * at);
    return `<tr><td>${id}</td><td><a>${label}</a></td><td><a aria-label="Remove">×</a></td></tr>`;
  });
  const keys = rows.map((_, at) => values[4 * at]);
  return html.replace("<!/>", `${rows.join("")}<!/>`).replace(" data-token=", ` data-keys=${keys} data-token=`);
}

/** How long the client takes to find the nodes of a page's holes, in milliseconds. */
async function hydration(browser, site) {
  const times = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { page, close } = await offline(browser, site, true);
    times.push(await page.evaluate(() => window.started - window.isThere));
    await close();
  }
  return median(times);
}

async function fetchSite(url) {
  const page = await fetch(url);
  const html = await page.text();
  const assets = new Map();
  // The client itself is named ahead of the page.
  const linked = page.headers.get("link").match(/<(\/[^>]+)>/)[1];
  const paths = [...html.matchAll(/(?:src|href|data-templates)="(\/[^"]+)"/g)].map(([, path]) => path);
  for (const path of [linked, ...paths]) {
    const response = await fetch(url + path);
    assets.set(path, { body: await response.text(), contentType: response.headers.get("content-type") });
  }
  return { html, assets };
}

const server = await serve("rows", { profile: "release" });
const views = await serve("e2e-server");
const browser = await launch();
try {
  const began = performance.now();
  const streams = await record(browser, server.url);
  const site = await fetchSite(server.url);
  const both = [await offline(browser, site, true), await offline(browser, site, false)];
  const times = await operations(both.map(({ page }) => page), streams);
  for (const { close } of both) await close();
  for (const [name, rounds] of Object.entries(times)) {
    const [ours, hand] = [0, 1].map((at) => median(rounds.map((round) => round[at])).toFixed(1).padStart(9));
    const ratio = median(rounds.map(([ours, hand]) => ours / hand)).toFixed(2);
    console.log(`${name.padEnd(20)} ${ours} us, by hand ${hand} us: ${ratio} x   (goal: 1.3)`);
  }
  const taken = await hydration(browser, { ...site, html: filled(site.html, streams.create) });
  console.log(`hydration of 1,000 rows: ${taken.toFixed(2)} ms   (goal: 6)`);
  for (const { name, value, bound } of await measureFigures(browser, views.url)) {
    console.log(`${name.padEnd(24)} ${value.toFixed(2).padStart(6)} ms   (goal: ${bound})`);
    if (value > bound) process.exitCode = 1;
  }
  console.log(`measured in ${((performance.now() - began) / 1000).toFixed(0)} s`);
} finally {
  await browser.close();
  await server.kill();
  await views.kill();
}
