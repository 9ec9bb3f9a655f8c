/** Tells of each step of an event in one line, if `taut.debug` is set. */
import type { Act } from "./types";

export const api: any = { debug: /[?&]taut-debug\b/.test(location.search) };

export const log = (step: string, act?: Act, detail: unknown = ""): void =>
  api.debug && console.debug("taut", step, act?._handler.name ?? "", detail);
