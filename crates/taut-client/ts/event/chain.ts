/** The order of events, and values of the client state that lead to each other. */
import type { Chain } from "../types";

/** Counts events. */
export let count = 0;
export const nextOrder = (): number => ++count;

/** The values that have led to each other, while views are told of one. */
export let chain: Chain | undefined;

/** Does what follows from values before it, if any. */
export const inChain = (links: Chain | undefined, run: () => void): void => {
  const outer = chain;
  chain = links;
  try {
    run();
  } finally {
    chain = outer;
  }
};
