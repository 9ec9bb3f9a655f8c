/** Features in files of their own: a page loads those that its templates need, before the client takes it over. */
import { api } from "./debug";
import type { Table } from "./event/table";
import { ADD_ONS } from "./facts";
import { add, type Feature, features } from "./hooks";
import { parameterOf } from "./event/pending_event";
import { cell, detach, lay, showLater, showNow } from "./page/cells";
import { valueAt } from "./page/holes";
import { each, viewOf } from "./page/instance";
import { asOthers } from "./page/others";
import { page } from "./page/page";
import { overlay } from "./page/regions";

/** What add-ons use of the client. What has no state they bring along. */
const client = {
  _add: add,
  _api: api,
  _asOthers: asOthers,
  _cell: cell,
  _detach: detach,
  _each: each,
  _features: features,
  _lay: lay,
  _overlay: overlay,
  _page: page,
  _parameterOf: parameterOf,
  _showLater: showLater,
  _showNow: showNow,
  _valueAt: valueAt,
  _viewOf: viewOf,
};

/** Makes the feature of an add-on, which its file exports by default. */
export type AddOn = (client: Client) => Feature;
export type Client = typeof client;

const loaded = new Set<string>();

/** Loads what a table of templates needs. A browser would remember that an address had nothing. */
export const provide = ([, options]: Table, failures?: number): Promise<unknown> =>
  Promise.all((options.needs ?? []).map(async (name) => {
    const { default: make } = await import(ADD_ONS[name] + (failures ? "?" + failures : ""));
    if (!loaded.has(name)) add((make as AddOn)(client));
    loaded.add(name);
  }));
