// The keyboard and the mouse of a tab, as the input actions of WebDriver.

/** What WebDriver calls the keys that are no characters. */
const KEYS = {
  ...{ Backspace: "\ue003", Tab: "\ue004", Enter: "\ue007", Shift: "\ue008", Control: "\ue009", Alt: "\ue00a" },
  ...{ Escape: "\ue00c", Space: " ", PageUp: "\ue00e", PageDown: "\ue00f", End: "\ue010", Home: "\ue011" },
  ...{ ArrowLeft: "\ue012", ArrowUp: "\ue013", ArrowRight: "\ue014", ArrowDown: "\ue015", Delete: "\ue017", Meta: "\ue03d" },
};

/** How long after a click the next one is no longer counted with it, in milliseconds. */
const APART = 1000;

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

export class Keyboard {
  #tab;

  constructor(tab) {
    this.#tab = tab;
  }

  #perform(actions) {
    return this.#tab.perform([{ type: "key", id: "keyboard", actions }]);
  }

  /** Types a text, key by key. */
  async type(text, { delay = 0 } = {}) {
    for (const char of text) {
      const value = char == "\n" ? KEYS.Enter : char;
      await this.#perform([{ type: "keyDown", value }, { type: "keyUp", value }]);
      if (delay) await pause(delay);
    }
  }

  /**
   * Presses a key, or several together, such as `Control+k`. With Control or Alt, WebKit gives the character that a keyboard would:
   * `/` for `Control+?`, and `?` for `Control+Shift+?`.
   */
  press(name) {
    const keys = name.split("+").map((key) => KEYS[key] ?? key);
    const down = keys.map((value) => ({ type: "keyDown", value }));
    return this.#perform([...down, ...keys.reverse().map((value) => ({ type: "keyUp", value }))]);
  }
}

export class Mouse {
  #tab;
  #at = { x: 0, y: 0 };
  #clicked = 0;

  constructor(tab) {
    this.#tab = tab;
  }

  #perform(actions) {
    return this.#tab.perform([{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }]);
  }

  async move(x, y, { steps = 1 } = {}) {
    const from = this.#at;
    const to = (step) => ({
      x: Math.round(from.x + ((x - from.x) * step) / steps),
      y: Math.round(from.y + ((y - from.y) * step) / steps),
    });
    const moves = Array.from({ length: steps }, (_, at) => ({ type: "pointerMove", duration: 0, ...to(at + 1) }));
    this.#at = { x, y };
    await this.#perform(moves);
  }

  /** Goes somewhere, and clicks so many times there. */
  async point({ x, y }, clicks) {
    const click = [{ type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }];
    this.#at = { x, y };
    // A double click soon after another click would be a third and a fourth one.
    if (clicks > 1) await pause(Math.max(0, this.#clicked + APART - Date.now()));
    await this.#perform([{ type: "pointerMove", duration: 0, x, y }, ...Array(clicks).fill(click).flat()]);
    if (clicks) this.#clicked = Date.now();
  }

  down() {
    return this.#perform([{ type: "pointerDown", button: 0 }]);
  }

  up() {
    return this.#perform([{ type: "pointerUp", button: 0 }]);
  }

  /** Turns the wheel over what the mouse is at. */
  wheel(deltaX, deltaY) {
    const scroll = { type: "scroll", ...this.#at, deltaX, deltaY, duration: 0 };
    return this.#tab.perform([{ type: "wheel", id: "wheel", actions: [scroll] }]);
  }
}
