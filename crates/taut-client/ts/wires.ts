/** Remembers for an element which listeners and properties of which instances it has. */
import { ANYWHERE, EVENT, OUTSIDE } from "./kinds";
import type { Instance, Wire } from "./types";

/** A symbol, because any other name could be that of a form's control. */
const WIRES = Symbol();

/** The listeners for what happens anywhere. */
export const everywhere = new Set<Wire>();

/** The wires of an element. */
export const wiresOf = (target: any): Wire[] => target[WIRES] ?? [];

/** Remembers a wire. */
export function wire(instance: Instance, hole: number): void {
  const node = instance._at[hole];
  const [kind, , , flags] = instance._template._holes[hole]!;
  if (kind == EVENT && flags & (ANYWHERE | OUTSIDE)) everywhere.add([instance, hole]);
  else (node[WIRES] ||= []).push([instance, hole]);
}
