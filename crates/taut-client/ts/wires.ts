/** Remembers for an element which listeners of which instances it has. */
import type { Instance, Wire } from "./types";

/** A symbol, because any other name could be that of a form's control. */
const WIRES = Symbol();

/** The wires of an element. */
export const wiresOf = (target: any): Wire[] => target[WIRES] ?? [];

/** Remembers a wire. */
export const wire = (instance: Instance, hole: number): void =>
  void (instance._at[hole][WIRES] ||= []).push([instance, hole]);
