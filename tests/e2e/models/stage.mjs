// Runs in a page before all else. Its time and its network are those of a script, so that a script takes no time of its own and
// happens in the same way again.

import { withGlobal } from "@sinonjs/fake-timers";

import { Random } from "../support/random.mjs";

/** When it is as the first page begins; the next one in the tab goes on from there. */
const START = Date.parse("2030-01-01T00:00:00Z");
/** What time goes on by, in ms. */
const STEP = 10;
const LONG_STEP = 50;
/** When nothing was on its way for so long, nothing comes any more, in ms: longer than the waits of handlers and reconnections. */
const CALM = 1000;
/** How much of the real time the server may take for an answer, in ms. */
const PATIENCE = 120_000;
/** How the server begins what it says of a session that goes on, and of one that is new to the page. */
const JOINED = -1;
const MOUNTED = -3;

const { WebSocket: Real, setTimeout: afterwards, clearTimeout: forget } = window;

const clock = withGlobal(window).install({
  now: Number(sessionStorage.now ?? START),
  toFake: ["Date", "setTimeout", "clearTimeout", "setInterval", "clearInterval"],
  ignoreMissingTimers: true,
});

addEventListener("pagehide", () => (sessionStorage.now = Date.now()));

/** Lets the browser do what it has to do. */
const { port1, port2 } = new MessageChannel();
const tasks = [];
port1.onmessage = () => tasks.shift()();
const task = () => new Promise((done) => tasks.push(done) && port2.postMessage(0));

class Stage {
  /** How long a frame takes each way, how much longer at most, and how long the server takes for an answer at most. */
  latency = 0;
  jitter = 0;
  slow = 0;
  random = new Random(0);
  /** What really goes on. */
  busy = new Set();
  sockets = new Set();
  /** How many frames are on their way, and the number of the last event that the server has answered. */
  under = 0;
  answered = 0;

  /** What has happened. */
  log = [];

  note(...words) {
    this.log.push(words.join(" "));
  }

  delay() {
    return this.latency + (this.jitter && this.random.below(this.jitter));
  }

  /** How long an event and its answer take at most, unless there is no connection. */
  longest() {
    return 2 * (this.latency + this.jitter) + this.slow + 2 * STEP;
  }

  /** Lets time pass. */
  async pass(time, step = STEP) {
    for (let left = time; left > 0; left -= step) {
      clock.tick(Math.min(step, left));
      await task();
      while (this.busy.size) await Promise.all(this.busy).then(task);
    }
  }

  /** Waits until nothing comes any more. */
  async quiet() {
    for (let calm = 0; calm < CALM; calm = this.under || this.isOffline() ? 0 : calm + LONG_STEP) await this.pass(LONG_STEP, LONG_STEP);
  }

  /** Whether the page has no connection: none yet, or none any more. */
  isOffline() {
    return ![...this.sockets].some(({ isJoined }) => isJoined);
  }

  /** Ends all connections; nothing that is on its way arrives. If the page `asksForAll`, it is told all with the next one. */
  cut(asksForAll = false) {
    for (const socket of this.sockets) socket.cut();
    this.asksForAll ||= asksForAll;
  }

  /** Ends all connections, and with them the session: the page is given another one. */
  lose() {
    this.cut();
    this.isLost = true;
  }

  /** Waits for something that really takes its time. */
  wait(something) {
    const late = new Promise((_, fail) => {
      const timer = afterwards(() => fail(new Error("the server has not answered")), PATIENCE);
      something.then(() => forget(timer));
    });
    const both = Promise.race([something, late]).finally(() => this.busy.delete(both));
    this.busy.add(both);
  }
}

export const stage = new Stage();

// How long the client waits before it connects again is random, too.
Math.random = () => stage.random.below(1000) / 1000;

/** A frame as it was written. */
const textOf = (data) =>
  typeof data == "string" ? data : new Response(data.stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();

/** A socket whose frames take as long as the script says. */
class Socket {
  readyState = 0;
  isJoined = false;
  /** What is on its way, in order, and when the last of it arrives. */
  #ways = { up: { queue: [], end: 0 }, down: { queue: [], end: 0 } };
  #isCut = false;
  /** What the server is asked and what it has said, one after the other, and what waits for that. */
  #asked = Promise.resolve();
  #said = Promise.resolve();
  #waiting = () => {};

  constructor(address) {
    stage.sockets.add(this);
    const real = (this.real = new Real(address));
    stage.wait(new Promise((done) => ["open", "close"].forEach((type) => real.addEventListener(type, done))));
    real.onopen = () => this.#later("up", 0, () => this.#later("down", 0, () => ((this.readyState = 1), this.onopen?.())));
    real.onmessage = ({ data }) => stage.wait((this.#said = this.#said.then(() => this.#hear(data))));
    real.onclose = ({ code, reason }) => {
      this.#later("down", 0, () => this.#end(code, reason));
      this.#waiting(Infinity);
    };
  }

  /** Takes what the server says, which arrives when it has had its time. */
  async #hear(data) {
    const text = await textOf(data);
    stage.note("down", text);
    const frame = JSON.parse(text);
    const [kind, count, , event] = Array.isArray(frame) ? frame : [];
    if (kind == JOINED || kind == MOUNTED) stage.answered = event;
    else if (kind >= 0) stage.answered += count;
    this.#later("down", stage.slow && stage.random.below(stage.slow), () => {
      this.isJoined = true;
      this.onmessage?.({ data });
    });
    this.#waiting(kind >= 0 ? stage.answered : 0);
  }

  send(text) {
    this.#later("up", 0, () => {
      const frame = JSON.parse(text);
      if (typeof frame[0] == "string" && stage.asksForAll) {
        frame[1] = -1;
        stage.asksForAll = false;
      }
      if (typeof frame[0] == "string" && stage.isLost) {
        frame[0] = "0".repeat(frame[0].length);
        stage.isLost = false;
      }
      stage.wait((this.#asked = this.#asked.then(() => this.#ask(frame))));
    });
  }

  /** Asks the server, and waits for its answer. What it has answered before, it does not answer again. */
  #ask(frame) {
    if (this.real.readyState != 1) return;
    stage.note("up", JSON.stringify(frame));
    this.real.send(JSON.stringify(frame));
    const number = typeof frame[0] == "number" ? frame[0] : 0;
    if (number && number <= stage.answered) return;
    return new Promise((done) => (this.#waiting = (answered) => answered >= number && done()));
  }

  close() {
    this.#later("up", 0, () => this.real.close());
    stage.sockets.delete(this);
  }

  cut() {
    this.#isCut = true;
    this.real.close();
    this.#end(1006, "");
  }

  /** Does something when it arrives, after what is on its way before it. */
  #later(name, more, arrive) {
    const way = this.#ways[name];
    way.end = Math.max(way.end, Date.now() + stage.delay() + more);
    way.queue.push(arrive);
    stage.under++;
    setTimeout(() => {
      stage.under--;
      const first = way.queue.shift();
      if (!this.#isCut) first();
    }, way.end - Date.now());
  }

  #end(code, reason) {
    if (this.readyState == 3) return;
    this.readyState = 3;
    stage.sockets.delete(this);
    this.onclose?.({ code, reason });
  }
}

window.WebSocket = Socket;

/** An attribute as a text, without the mark that stays for a while after an event was refused. */
function withoutMark({ name, value }) {
  if (name != "class") return `${name}=${value}`;
  const classes = value.split(" ").filter((one) => one != "optimistic-error");
  return classes[0] && `class=${classes.sort().join(" ")}`;
}

/** What the page shows, element by element. */
const shown = () =>
  [...document.body.querySelectorAll("*")].map((element) => {
    const { localName, attributes, childNodes, value, checked, selected, disabled } = element;
    const texts = [...childNodes].filter(({ nodeType }) => nodeType == Node.TEXT_NODE).map(({ data }) => data);
    return JSON.stringify([localName, [...attributes].map(withoutMark).filter(Boolean).sort(), texts.join(""), value, checked, selected, disabled]);
  });

/** Where the page is not what it is when the server says all of it again. */
async function stale() {
  const before = shown();
  stage.cut(true);
  await stage.quiet();
  const after = shown();
  const at = before.findIndex((one, at) => one != after[at]);
  if (before.length == after.length && at < 0) return [];
  return [`the page shows ${before[at]} instead of ${after[at]}, and ${before.length} instead of ${after.length} elements`];
}

/**
 * Offers a model to the driver. Its `actions` are what a user may do, each a function of the random numbers that says what it has done;
 * `isOver` says whether the last one has ended the script, and `check` what is wrong when all is quiet. If that gives what is to be
 * remembered as `next`, the page is loaded again and the script goes on there.
 */
export function offer({ begin = () => {}, actions, most = 16, isOver = () => false, end = () => {}, check }) {
  const all = Object.entries(actions);
  window.play = async (seed, memory) => {
    const random = new Random(seed + (memory ? 1e6 * memory.reloads + 1e6 : 0));
    stage.random = new Random(~seed);
    await stage.quiet();
    [stage.latency, stage.jitter, stage.slow] = random.pick([[0, 0, 0], [20, 0, 0], [80, 0, 0], [20, 60, 0], [20, 0, 100], [150, 60, 200]]);
    stage.note(`latency ${stage.latency} to ${stage.latency + stage.jitter} ms, slow ${stage.slow}`);
    await begin(random, memory);
    for (let steps = 3 + random.below(most); steps-- && !isOver(); ) {
      const [name, act] = random.pick(all);
      stage.note("user:", name, (await act(random)) ?? "");
      // People act at once, or wait a little.
      await stage.pass(random.pick([0, 0, STEP, 5 * STEP, 20 * STEP]));
    }
    await end();
    await stage.quiet();
    const { wrongs, next } = await check();
    return { wrongs: [...wrongs, ...(wrongs[0] ? [] : await stale())], next, log: stage.log };
  };
}

/** What every user may do besides. */
export const always = {
  wait: (random) => {
    const time = random.pick([50, 200, 700]);
    return stage.pass(time).then(() => time);
  },
  cut: () => stage.cut(),
};
