// How much of the client the browser tests run. Each test file notes what its pages have run; run by itself with
// a folder and a source map, this module adds that up and prints the share of each of the client's sources.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Where notes are kept; nowhere unless asked for. */
const folder = process.env.TAUT_COVERAGE;

/** No less of the features' code may run. */
const LEAST = 0.9;

/** The sources that are features: what annotations mean. */
const FEATURES = ["act", "bus", "cache", "cells", "draft", "draft_store", "gates", "loading", "optimistic"];

/** Whether each character of the client was run. */
let ran;

/** Notes from now on what a page runs. */
export const startCoverage = (page) => folder && page.coverage.startJSCoverage({ resetOnNavigation: false });

/** Adds what a page has run. */
export async function stopCoverage(page) {
  if (!folder) return;
  const scripts = await page.coverage.stopJSCoverage().catch(() => []);
  for (const { url, source, functions } of scripts) {
    // Where the page has gone to another site, a browser may have forgotten what it ran before.
    if (!source || !/\/_taut\/taut\.\w+\.js$/.test(url)) continue;
    ran ??= new Uint8Array(source.length);
    const now = new Uint8Array(source.length);
    // Inner ranges come after those around them.
    for (const { ranges } of functions) for (const range of ranges) now.fill(range.count ? 1 : 0, range.startOffset, range.endOffset);
    for (const [at, isRun] of now.entries()) if (isRun) ran[at] = 1;
  }
}

/** Keeps what the pages of this process have run. */
export function keepCoverage() {
  if (!ran) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${process.pid}.ran`), ran);
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The numbers of a segment of a source map. */
function numbers(segment) {
  const all = [];
  let [value, shift] = [0, 0];
  for (const char of segment) {
    const digit = DIGITS.indexOf(char);
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    all.push(value & 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return all;
}

/** For each source how many characters of the bundle are its own, and how many of them were run. */
function shares(bundle, { mappings, sources }, ran) {
  const shares = new Map(sources.map((source) => [path.basename(source, ".ts"), { all: 0, ran: 0 }]));
  let [start, source] = [0, 0];
  const lines = bundle.split("\n");
  for (const [at, line] of mappings.split(";").entries()) {
    let column = 0;
    const starts = [];
    for (const segment of line.split(",").filter(Boolean)) {
      const [right, other = 0] = numbers(segment);
      column += right;
      source += other;
      starts.push([column, source]);
    }
    for (const [place, [from, owner]] of starts.entries()) {
      const share = shares.get(path.basename(sources[owner], ".ts"));
      for (let char = from; char < (starts[place + 1]?.[0] ?? lines[at].length); char++) {
        share.all += 1;
        share.ran += ran[start + char];
      }
    }
    start += lines[at].length + 1;
  }
  return shares;
}

function report(folder, bundle) {
  const source = readFileSync(bundle, "utf8");
  const ran = new Uint8Array(source.length);
  for (const name of readdirSync(folder).filter((name) => name.endsWith(".ran"))) {
    for (const [at, isRun] of readFileSync(path.join(folder, name)).entries()) if (isRun) ran[at] = 1;
  }
  const all = shares(source, JSON.parse(readFileSync(`${bundle}.map`, "utf8")), ran);
  const features = { all: 0, ran: 0 };
  const percent = ({ all, ran }) => `${((100 * ran) / all).toFixed(1)} %`;
  for (const [name, share] of [...all].sort()) {
    const isFeature = FEATURES.includes(name);
    if (isFeature) (features.all += share.all), (features.ran += share.ran);
    if (share.all) console.log(`  ${(name + (isFeature ? " *" : "")).padEnd(14)} ${percent(share).padStart(8)} of ${share.all} B`);
  }
  console.log(`the browser tests run ${percent(features)} of the features' code (*), at least ${LEAST * 100} %`);
  if (features.ran < LEAST * features.all) process.exitCode = 1;
}

if (process.argv[1] == fileURLToPath(import.meta.url)) report(...process.argv.slice(2));
