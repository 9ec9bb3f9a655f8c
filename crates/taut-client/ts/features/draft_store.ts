/** Where drafts are kept: in the browser's storage, as one record by field. Storage that is missing, full or damaged has none. */
import { recall, remember } from "../memory";
import { json, parseJson, time } from "../page/dom";

/** By field, all its values. */
export type Fields = Map<string, string[]>;

export interface Draft {
  at: number;
  fields: Fields;
  /** What the server said of them when the user began. */
  begun: Fields;
  /** Fields that were taken out when it was written. */
  forgets: string[];
}

/** The name of the record, while one is kept, and for how long that is offered. */
export let key: string | undefined;
let ttl: number;

/** Keeps the draft under a name from now on, or keeps none. */
export const keepAs = (name: string | undefined, time = ttl): void => {
  key = name;
  ttl = time;
};

/** Whether a name in the storage is that of a user's draft: it begins with 16 digits that tell who it is. */
export const isOfUser = (name: string): boolean => /^taut:\w/.test(name);

/** Takes away the records of all users, but of one. */
export const forgetOthers = (own?: string): void => {
  try {
    for (const name of Object.keys(localStorage)) if (isOfUser(name) && !(own && name.startsWith(own))) localStorage.removeItem(name);
  } catch {}
};

/** Reads a draft; none if it is damaged or too old. */
export const read = (text: string | null | undefined): Draft | undefined => {
  try {
    const { at, fields, base, forgets = [] } = parseJson(text!);
    const age = time() - at;
    // Clocks of a browser and its server differ.
    if (age < ttl && age > -ttl && Object.values(fields).every(Array.isArray))
      return { at, fields: new Map(Object.entries<any>(fields)), begun: new Map(Object.entries<any>(parseJson(base ?? "{}"))), forgets };
  } catch {}
};

/** What is in the storage, be it of this tab or another. */
export const stored = (): Draft | undefined => read(recall(key!, "localStorage"));

/** How a draft is written. Users and programs may name a field as a member of all objects. */
export const written = ({ at, fields, begun }: Draft): any => ({ at, fields: Object.fromEntries(fields), base: json(Object.fromEntries(begun)) });

/** Writes a draft, and which fields it has no more: others may be missing because another tab has not seen them. Takes an empty one away. */
export const write = (draft?: Draft, forgets?: string[]): void =>
  remember(key!, draft?.fields.size ? json({ ...written(draft), forgets }) : undefined, "localStorage");
