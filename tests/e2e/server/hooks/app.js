// The application's script: hooks that write what they see into the window, and two that come later.

const log = (window.told = []);

/** Notes what a hook is told, with what it finds in its element. */
const note = (hook, what) => log.push(`${what} ${hook.el.id} ${hook.el.dataset.sum ?? ""}`.trim());

taut.hook("sum", {
  mounted() {
    this.count = 0;
    this.el.append(Object.assign(document.createElement("i"), { textContent: this.el.dataset.sum }));
    note(this, "mounted");
  },
  updated() {
    this.count++;
    this.el.querySelector("i").textContent = `${this.el.dataset.sum} after ${this.count}`;
    note(this, "updated");
  },
  destroyed() {
    note(this, "destroyed");
  },
  disconnected() {
    note(this, "disconnected");
  },
  reconnected() {
    note(this, "reconnected");
  },
});

taut.hook(
  "row",
  class {
    mounted() {
      note(this, "mounted");
    }
    updated() {
      note(this, "updated");
    }
    destroyed() {
      note(this, "destroyed");
    }
  },
);

taut.hook("sends", {
  mounted() {
    window.sends = this;
    this.on("doubled", (number) => log.push(`doubled ${number}`));
  },
  destroyed() {
    this.on("doubled", () => log.push("never"));
  },
});

taut.hook("lazy", () => import("/hooks/lazy.js"));

addEventListener("late", () => taut.hook("late", { mounted: function () { note(this, "mounted"); } }));
