// Numbers that follow from a seed, so that what has failed can be tried again.

export class Random {
  constructor(seed) {
    this.state = seed;
  }

  below(most) {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  }

  pick(all) {
    return all[this.below(all.length)];
  }
}
