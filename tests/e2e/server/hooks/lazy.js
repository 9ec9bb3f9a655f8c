// A hook that is loaded where an element has it.

export default {
  mounted() {
    window.told.push(`loaded ${this.el.id}`);
  },
};
