/** The way of an event begins: features take part in their order, and its gate lets it through. */
import { log } from "../debug";
import { gate } from "./gates";
import { features } from "../hooks";
import type { Act } from "../types";

/** Takes up what the user did. */
export const begin = (act: Act): void => {
  log("event", act, act._values);
  if (!features._begin?.(act)) gate(act);
};
