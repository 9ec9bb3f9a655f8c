/** The features of the client, in the order in which they take part in a step. */
import { clientState } from "./features/client_state";
import { cache } from "./features/cache";
import { drafts } from "./features/drafts";
import type { Feature } from "./hooks";
import { loading } from "./features/loading";
import { optimistic } from "./features/optimistic";

export const all: Feature[] = [clientState, drafts, cache, optimistic, loading];
