/** What a browser says of an element because the server has opened or closed it waits until no other event is on its way, which may do the opposite. */
import type { Feature } from "../hooks";
import { isSettled } from "../net/connection";
import { isOpen, written } from "../page/control";

type Echo = [element: any, isOpen: boolean, hear: () => void];

let waiting: Echo[] = [];

export const echoes: Feature = {
  _hear({ type, target }, hear) {
    if (!/^(close|toggle)$/.test(type)) return;
    const now = isOpen(target);
    // What has become of it since is said by another event.
    waiting = waiting.filter(([element, then]) => element != target || then == now);
    if (written.get(target) != now) return void written.delete(target);
    return !isSettled() && !!waiting.push([target, now, hear]);
  },
  _resumed() {
    if (isSettled()) for (const [element, then, hear] of waiting.splice(0)) if (isOpen(element) == then) hear();
  },
};
