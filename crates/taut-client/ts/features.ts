/** The features of the client, in the order in which they take part in a step. */
import { cache } from "./features/cache";
import { clientState } from "./features/client_state";
import { confirm } from "./features/confirm";
import { drafts } from "./features/drafts";
import { echoes } from "./features/echoes";
import { flash } from "./features/flash";
import { loading } from "./features/loading";
import { optimistic } from "./features/optimistic";
import { pages } from "./features/pages";
import type { Feature } from "./hooks";

export const all: Feature[] = [echoes, confirm, clientState, drafts, cache, optimistic, loading, pages, flash];
