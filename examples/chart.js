// A chart on a canvas, without a library: a line through the points of `data-points`. Dragging zooms.

taut.hook("chart", {
  mounted() {
    this.pen = this.el.getContext("2d");
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.el);
    this.el.addEventListener("pointerdown", ({ offsetX }) => (this.from = offsetX));
    this.el.addEventListener("pointerup", ({ offsetX }) => this.zoom(offsetX));
  },

  updated() {
    this.draw();
  },

  destroyed() {
    this.resized.disconnect();
  },

  disconnected() {
    this.el.style.opacity = 0.5;
  },

  reconnected() {
    this.el.style.opacity = "";
  },

  /** Asks for what is between two places of the canvas; a click asks for everything. */
  async zoom(to) {
    const share = (x) => Math.min(1, Math.max(0, x / this.el.clientWidth));
    const [from, until] = [share(this.from), share(to)].sort((one, other) => one - other);
    try {
      const { points } = await this.send("chart-zoomed", { from, until });
      this.el.title = `${points} points`;
    } catch (error) {
      this.el.title = error.message;
    }
  },

  draw() {
    const points = JSON.parse(this.el.dataset.points);
    const { clientWidth: width, clientHeight: height } = this.el;
    const scale = devicePixelRatio;
    Object.assign(this.el, { width: width * scale, height: height * scale });
    const most = Math.max(...points, 1);
    const place = (point, at) => [(at / Math.max(1, points.length - 1)) * width, height - 2 - (point / most) * (height - 4)];
    this.pen.scale(scale, scale);
    this.pen.lineWidth = 2;
    this.pen.strokeStyle = getComputedStyle(this.el).color;
    this.pen.beginPath();
    points.forEach((point, at) => this.pen.lineTo(...place(point, at)));
    this.pen.stroke();
  },
});
