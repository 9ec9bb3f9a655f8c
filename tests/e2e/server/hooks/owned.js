// Scripts that own elements of the page: a map that replaces what is in its element, and an element that is defined here.

const map = document.querySelector("#map");

/** Draws the map anew, as libraries do: all is taken out, and something else is there. */
window.draw = () => map.replaceChildren("Zoom ", Object.assign(document.createElement("b"), { textContent: map.dataset.zoom }), document.createElement("div"));

draw();

new MutationObserver(draw).observe(map, { attributes: true });

customElements.define(
  "x-meter",
  class extends HTMLElement {
    static observedAttributes = ["level"];

    connectedCallback() {
      this.setAttribute("role", "meter");
      this.classList.add("ready");
      this.connections = (this.connections ?? 0) + 1;
      this.style.setProperty("--size", "4px");
      this.querySelector("i") ?? this.append(document.createElement("i"));
    }

    attributeChangedCallback(_, __, level) {
      this.setAttribute("aria-valuenow", level);
    }
  },
);
