/** Values as Rust has them: each with its kind. Whatever Rust would panic at, or what is not known, is thrown. */
import { numberFrom, shownAs } from "../../numbers";

/** A value. A literal without a suffix has the kind `i` or `f` until it meets another one; a row has none. */
export interface Value {
  _kind: string;
  _value: any;
}

export const of = (_kind: string, _value: any): Value => ({ _kind, _value });
export const truth = (value: boolean): Value => of("bool", value);
export const text = (value: string): Value => of("str", value);

/** A row of a list. */
export const row = (_value: unknown): Value => of("row", _value);

/** What is not known: whatever is made of it is not known, either. */
export const unknown = (): never => {
  throw unknown;
};

/** Rust would panic, or the handler refuses: there is no prediction. */
export const panic = (): never => {
  throw panic;
};

/** A value, if it is known. */
export const attempt = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch (error) {
    if (error != unknown) throw error;
  }
};

const isInteger = (kind: string): boolean => /^[iu]/.test(kind);

/** An integer, wrapped into its kind. */
export const wrap = (kind: string, value: bigint): bigint => BigInt[kind[0] == "i" ? "asIntN" : "asUintN"](+kind.slice(1), value);

/** A number of a kind; Rust would panic at an integer that does not fit. Without a kind, only what fits into all of them is known. */
export const fit = (kind: string, value: any): Value => {
  if (kind == "f" || (kind == "i" && (value < 0n || value > 127n))) unknown();
  if (kind[1] && isInteger(kind) && wrap(kind, value) != value) panic();
  return of(kind, kind == "f32" ? Math.fround(value) : value);
};

/** A value as one of a kind: only literals have any. */
export const as = (kind: any, value: Value): Value => {
  const { _kind, _value } = value;
  if (_kind == kind) return value;
  return kind && ((_kind == "i" && isInteger(kind)) || (_kind == "f" && /^f\d/.test(kind))) ? fit(kind, _value) : unknown();
};

/** Two values of one kind. */
export const alike = (one: Value, other: Value): [kind: string, one: any, other: any] => {
  const kind = one._kind[1] ? one._kind : other._kind;
  return [kind, as(kind, one)._value, as(kind, other)._value];
};

/** What a boolean is written as, or read from. */
const TRUTHS = new Map([["true", true], ["1", true], ["false", false], ["0", false]]);
const SPECIAL = new Map([["NaN", NaN], ["inf", Infinity], ["-inf", -Infinity]]);

/** The value of a kind in a text, or in what a frame or an event has. A text that is none of the kind is refused by the server. */
export const parse = (kind: any, given: any): Value => {
  if (kind == "str") return typeof given == "string" ? text(given) : unknown();
  if (kind == "bool") return truth(TRUTHS.get(given + "") ?? panic());
  if (!kind || given == null) unknown();
  if (isInteger(kind)) return /^-?\d+$/.test(given) ? fit(kind, BigInt(given)) : panic();
  return fit(kind, SPECIAL.get(given) ?? numberFrom(given, 2) ?? panic());
};

/** The text that Rust shows. */
export const shown = ({ _kind, _value }: Value): string => {
  if (typeof _value != "number") return _value + "";
  return shownAs((_kind == "f32" && numberFrom(_value, 3)) || _value).replace("Infinity", "inf");
};
