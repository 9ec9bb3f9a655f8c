/** The features of the client, in the order in which they take part in a step. */
import { clientState } from "./bus";
import { cache } from "./cache";
import { drafts } from "./draft";
import type { Feature } from "./hooks";
import { loading } from "./loading";
import { optimistic } from "./optimistic";

export const all: Feature[] = [clientState, drafts, cache, optimistic, loading];
