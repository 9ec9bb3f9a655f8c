/** The way of an event begins: features take part in their order, and its gate lets it through. */
import { log } from "../debug";
import { gate } from "./gates";
import { features } from "../hooks";
import type { PendingEvent } from "../types";

/** Takes up what the user did. */
export const begin = (pending: PendingEvent): void => {
  log("event", pending, pending._values);
  if (!features._begin?.(pending)) gate(pending);
};
