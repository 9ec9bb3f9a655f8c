// Pages whose time the test decides, and which note when they send what.

/** Where a page's time stands when the test begins. */
const START = new Date("2030-01-01T00:00:00Z");

/** Opens a page in which no time passes but by `page.pass(milliseconds)`. */
export async function openStopped(scene, url, options = {}) {
  const page = await scene.blank(options);
  return stop(page, url);
}

/** Loads an address in a page, and stops its time. */
export async function stop(page, url) {
  await page.clock.install({ time: START.getTime() - 60_000 });
  await page.addInitScript(noteSends);
  const { length } = page.wire.joins;
  await page.goto(url);
  await page.live(length + 1);
  await page.waitForFunction(() => window.isOnline);
  await page.clock.pauseAt(START);
  page.pass = (time) => page.clock.runFor(time);
  await page.evaluate(() => (window.began = Date.now()));
  return page;
}

/** Runs in the page: notes each event that is sent, and when, and lets the connection alone. */
function noteSends() {
  const { setTimeout: later } = window;
  // The server's time goes on, so that no time in which it is silent can pass here.
  window.setTimeout = (run, time, ...rest) => later(run, time == 20_000 ? 2 ** 31 - 1 : time, ...rest);
  window.sends = [];
  document.addEventListener("taut:online", () => (window.isOnline = true));
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (text) {
    const frame = JSON.parse(text);
    if (typeof frame[0] == "number") window.sends.push([Date.now() - (window.began ?? 0), frame.slice(3).at(-1)]);
    return send.call(this, text);
  };
}

/** What the page has sent: for each event when (from the start of the test on), and its last value. */
export const sends = (page) => page.evaluate(() => window.sends);

/** Lets a page note what it sends, with its own time going on. */
export const note = (page) => page.addInitScript(noteSends);

/** Types a text into a control, in one event. */
export const enter = (page, selector, value) =>
  page.evaluate(
    ([selector, value]) => {
      const control = document.querySelector(selector);
      control.value = value;
      control.dispatchEvent(new InputEvent("input", { bubbles: true }));
    },
    [selector, String(value)],
  );

/** Types texts at given times, and lets time pass until the end; a text is the time at which it was typed. */
export async function enterAt(page, selector, times, end) {
  let now = 0;
  for (const time of times) {
    if (time > now) await page.pass(time - now);
    now = time;
    await enter(page, selector, time);
  }
  if (end > now) await page.pass(end - now);
}

/** Runs in the page: notes the status of the last answer to what is posted. */
export function noteAnswers() {
  const { fetch } = window;
  window.fetch = async (...call) => {
    const answer = await fetch(...call);
    window.answered = answer.status;
    return answer;
  };
}
