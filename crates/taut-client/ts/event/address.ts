/** Where in the page an event has happened, and whether that may be another place by now. */
import { type EventHole, VARIES } from "../facts";
import { each } from "../page/instance";
import { page } from "../page/page";
import type { PendingEvent, Instance } from "../types";

/** Whether an event's listener is bound to what may change while its element stays. */
export const varies = ({ _instance, _hole }: PendingEvent): boolean => {
  const hole = _instance._template._holes[_hole] as EventHole | undefined;
  return !!hole && !!(hole[3] & VARIES);
};

/** Whether an event is that the page is at another address. */
export const isVisit = ({ _hole }: PendingEvent): boolean => Number.isNaN(_hole);

/** Finds the listener of an event that waits where it is by now; tells whether it is still there. */
export const findAgain = (pending: PendingEvent): boolean => {
  let isThere = isVisit(pending);
  each(page._root, pending._type, (instance, hole) => {
    if (instance._template != pending._instance._template || hole != pending._hole || instance._at[hole] != pending._element) return;
    pending._instance = instance;
    isThere = true;
  });
  return isThere;
};

/**
 * The way to a hole: pairs of a hole and the arm or row in it, then the hole. None to what is gone, and with
 * something that is no number to what the server does not know of yet.
 */
export const addressOf = (instance: Instance, hole: number): number | number[] | undefined => {
  const address = [hole];
  for (let region; (region = instance._region); instance = region._owner) {
    const isKnown = region._base.includes(instance);
    if (!isKnown && !region._shown?.includes(instance)) return;
    address.unshift(region._hole, isKnown ? instance._key : NaN);
  }
  return address.length > 1 ? address : hole;
};
