/** Takes over the page that the server has rendered. */
import { publish, subscribe, valueOf } from "./bus";
import { invalidate } from "./cache";
import { start } from "./connection";
import { api } from "./debug";
import { call, doc, of } from "./dom";
import { clearDraft, startDrafts } from "./draft";
import { find } from "./instance";
import { page } from "./page";
import { read } from "./templates";

const { token, templates, http, draft, saved } = call(doc, "querySelector", "script[data-token]").dataset;
const [table, options, ...handlers] = await (await fetch(templates)).json();
const template = read(table);
const root = template._html.startsWith("<!D") ? doc : of(doc, "body");
page._handlers = handlers;
page._hasMarks = options.loading;
call(root, "normalize");
page._root = find(template, of(root, "firstChild"));
(globalThis as any).taut = Object.assign(api, { publish, subscribe, value: valueOf, invalidate, clearDraft });
start(token, templates, http);
startDrafts(options.draft, draft, saved);
