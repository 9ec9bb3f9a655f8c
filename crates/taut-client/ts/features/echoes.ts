/** What a browser says of an element because the server has opened or closed it waits until no other event is on its way, which may do the opposite. */
import type { Feature } from "../hooks";
import { isSettled } from "../net/connection";
import { isOpen, written } from "../page/control";

type Echo = [element: any, isOpen: boolean, hear: () => void];

let waiting: Echo[] = [];

/** The last event that says again what the server has done: all of its listeners hear it as that. */
let last: Event;

const forget = (): void => void (waiting = []);

export const echoes: Feature = {
  _hear(event, hear) {
    const { type, target } = event;
    const own = written[type];
    if (!own) return;
    const now = isOpen(target);
    // What has become of it since is said by another event.
    waiting = waiting.filter(([element, then]) => element != target || then == now);
    if (own.get(target) === !!now) last = event;
    own.delete(target);
    return event == last && !isSettled() && !!waiting.push([target, now, hear]);
  },
  _resumed() {
    if (isSettled()) for (const [element, then, hear] of waiting.splice(0)) if (isOpen(element) == then) hear();
  },
  _forget: forget,
  _lift: forget,
};
