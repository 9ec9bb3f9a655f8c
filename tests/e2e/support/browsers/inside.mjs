// What pages do for the tests in browsers that Playwright does not drive; each function runs in the document.

/** Whether an element is there, and is to be seen; `attached` if it need not be. */
export const isShown = ([selector, state]) => {
  const element = document.querySelector(selector);
  if (!element || state == "attached") return !!element;
  return element.getClientRects().length > 0 && getComputedStyle(element).visibility == "visible";
};

/** Where to point at an element: nowhere until it can be seen, is enabled, and is not covered. */
export const aim = ([selector, { position, force }]) => {
  const element = document.querySelector(selector);
  if (!element?.getClientRects().length || (!force && element.matches(":disabled"))) return;
  const isInView = ({ top, bottom }) => top >= 0 && bottom <= innerHeight;
  if (!isInView(element.getBoundingClientRect())) element.scrollIntoView({ block: "center", behavior: "instant" });
  // An inline element may be in several lines.
  const { left, top, width, height } = element.getClientRects()[0];
  const x = Math.round(left + (position ? position.x : width / 2));
  const y = Math.round(top + (position ? position.y : height / 2));
  const hit = document.elementFromPoint(x, y);
  const isHit = (hit) => element.contains(hit) || [...(element.labels ?? [])].some((label) => label.contains(hit));
  if (!force && !isHit(hit)) return;
  window.aimed = { isHit: force ? () => true : isHit };
  return { x, y };
};

/** Whether what was aimed at is no longer where it was when the mouse came. */
export const hasMissed = () => !!window.aimed?.hasMissed;

/** Puts a value into a control, as one edit of the user. */
export const put = ([selector, value]) => {
  const control = document.querySelector(selector);
  // A range has no `readonly`, and is `:read-only` in Firefox.
  const isPicked = ["color", "date", "datetime-local", "month", "range", "time", "week"].includes(control?.type);
  if (!control?.getClientRects().length || control.matches(isPicked ? ":disabled" : ":disabled, :read-only")) return;
  control.focus();
  if (isPicked) {
    control.value = value;
    for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
    return true;
  }
  if (control.select) control.select();
  else getSelection().selectAllChildren(control);
  document.execCommand(value ? "insertText" : "delete", false, value);
  return true;
};

/** Selects options, by their values or labels. */
export const select = ([selector, values]) => {
  const control = document.querySelector(selector);
  if (!control || control.matches(":disabled")) return;
  control.focus();
  for (const option of control.options) option.selected = values.includes(option.value) || values.includes(option.label);
  for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  return true;
};

/** Keeps the page from clicks that miss what was aimed at, because that has moved meanwhile: a user would have looked again. */
const keepAim = () => {
  for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click", "dblclick"]) {
    const check = (event) => {
      if (!event.isTrusted || !window.aimed) return;
      if (type == "pointerdown") window.aimed.hasMissed = !window.aimed.isHit(event.composedPath()[0]);
      if (!window.aimed.hasMissed) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    addEventListener(type, check, true);
  }
};

/** Tells of all that a document complains of, and of each frame of its sockets, as texts of JSON. */
const tellAll = (tell) => {
  const waiting = [];
  const flush = () => {
    while (waiting[0]?.message) tell(JSON.stringify(waiting.shift().message));
  };
  const say = (...message) => {
    waiting.push({ message });
    flush();
  };
  addEventListener("error", ({ message }) => message && say("error", message));
  addEventListener("unhandledrejection", ({ isTrusted, reason }) => isTrusted && say("error", String(reason?.message ?? reason)));
  addEventListener("securitypolicyviolation", ({ isTrusted, violatedDirective, blockedURI }) => {
    // Firefox asks for an icon by itself.
    if (isTrusted && new URL(blockedURI, location).pathname != "/favicon.ico") say("console", "error", `Content Security Policy: ${violatedDirective} ${blockedURI}`);
  });
  for (const [method, kind] of [["error", "error"], ["warn", "warning"]]) {
    const own = console[method];
    console[method] = (...parts) => {
      say("console", kind, parts.map(String).join(" "));
      own.apply(console, parts);
    };
  }
  /** What has come, also if it must be read first; what is said later waits for it. */
  const hear = async (number, data) => {
    if (typeof data == "string") return say("received", number, data);
    const place = {};
    waiting.push(place);
    const bytes = new Uint8Array(await new Response(data).arrayBuffer());
    const packed = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    place.message = ["received", number, packed, true];
    flush();
  };
  const numbers = new WeakMap();
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (text) {
    say("sent", numbers.get(this), text);
    return send.call(this, text);
  };
  let count = 0;
  window.WebSocket = new Proxy(WebSocket, {
    construct(...call) {
      const socket = Reflect.construct(...call);
      numbers.set(socket, ++count);
      say("socket", count);
      socket.addEventListener("message", ({ data }) => hear(numbers.get(socket), data));
      return socket;
    },
  });
};

/** What runs at the start of each document, and is given how to tell. */
export const watch = `(tell) => { (${keepAim})(); (${tellAll})(tell); }`;
