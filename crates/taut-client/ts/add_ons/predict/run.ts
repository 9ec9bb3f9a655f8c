/** Runs operations: those of a handler's body, or of the expression in a hole. */
import type { Operation } from "../../facts";
import { alike, as, attempt, fit, of, panic, shown, text, truth, unknown, type Value, wrap } from "./values";

export { attempt };

export type Tree = string | boolean | number | null | [Operation, ...Tree[]];

/** What operations are about. */
export interface World {
  /** The value of a field: of the view (`0`), of a row so many loops further out, or of a row. */
  _get(of: any, field: number): Value;
  _set(of: any, field: number, value?: Value): void;
  _forget(field: number): void;
  /** The row that the listener is in. */
  _find(key: number, parameter: number): Value;
  /** The parameters and the variables. */
  _locals: (Value | undefined)[];
}

/** Ends a handler before its last statement. */
const RETURN = {};

type Act = (...values: Value[]) => Value;

/** An operation on two numbers of one kind. */
const compute = (act: (one: any, other: any) => any): Act => (one, other) => {
  const [kind, left, right] = alike(one, other);
  return fit(kind, act(left, right));
};

/** A comparison; texts are compared as UTF-8, which has the order of code points. */
const compare = (act: (order: number) => boolean): Act => (one, other) => {
  const [kind, left, right] = alike(one, other);
  const [first, second] = kind == "str" ? pointsAt(left, right) : [left, right];
  return truth(act(first < second ? -1 : first > second ? 1 : first == second ? 0 : NaN));
};

/** The code points at which two texts begin to differ. */
const pointsAt = (one: string, other: string): [number, number] => {
  let at = 0;
  while (at < one.length && one[at] == other[at]) at++;
  if (/[\uDC00-\uDFFF]/.test(one[at] ?? other[at] ?? "")) at -= one.charCodeAt(at - 1) >> 10 == 54 ? 1 : 0;
  return [one.codePointAt(at) ?? -1, other.codePointAt(at) ?? -1];
};

/** A shift; the number of bits may have another kind. */
const shift = (act: (value: bigint, by: bigint) => bigint): Act => ({ _kind, _value }, { _value: by }) =>
  typeof _value != "bigint" || !_kind[1] ? unknown() : by >= 0n && by < +_kind.slice(1) ? of(_kind, wrap(_kind, act(_value, by))) : panic();

/** What is not of two integers of a kind is not known. */
const integers = (act: (one: bigint, other: bigint, kind: string) => bigint): Act => (one, other) => {
  const [kind, left, right] = alike(one, other);
  return kind[1] && typeof left == "bigint" ? of(kind, act(left, right, kind)) : unknown();
};

const wrapping = (act: (one: bigint, other: bigint) => bigint): Act => integers((one, other, kind) => wrap(kind, act(one, other)));
const saturating = (act: (one: bigint, other: bigint) => bigint): Act => integers((one, other, kind) => clamp(kind, act(one, other)));

/** The nearest integer that a kind has. */
const clamp = (kind: string, value: bigint): bigint => {
  const isSigned = kind[0] == "i";
  const most = (1n << (BigInt(kind.slice(1)) - (isSigned ? 1n : 0n))) - 1n;
  const least = isSigned ? ~most : 0n;
  return value < least ? least : value > most ? most : value;
};

const ofText = (act: (text: any) => Value): Act => ({ _kind, _value }) => (_kind == "str" ? act(_value) : unknown());
const ofTexts = (act: (text: string, other: string) => boolean): Act => (one, other) =>
  one._kind == "str" && other._kind == "str" ? truth(act(one._value, other._value)) : unknown();

const cast = (value: Value, { _value: kind }: Value): Value => {
  const { _kind } = value;
  let _value: any = value._value;
  if (_kind == "i" || _kind == "f") return as(kind, value);
  if (_kind == "bool") _value = BigInt(_value);
  const isFloat = kind[0] == "f";
  if (typeof _value == "bigint") {
    // Rounded twice, it could be another one.
    if (isFloat) return kind == "f64" || Number.isSafeInteger(Number(_value)) ? fit(kind, Number(_value)) : unknown();
    return of(kind, wrap(kind, _value));
  }
  if (typeof _value != "number") unknown();
  if (isFloat) return fit(kind, _value);
  if (!Number.isFinite(_value)) _value = _value ? (_value < 0 ? -1e40 : 1e40) : 0;
  return of(kind, clamp(kind, BigInt(Math.trunc(_value))));
};

const SPACE = /^\p{White_Space}+|\p{White_Space}+$/gu;

/** What is done with the values of all parts. */
const acts: Partial<Record<Operation, (...values: any[]) => any>> = {
  int: ({ _value }, kind) => (kind ? fit(kind._value, BigInt(_value)) : of("i", BigInt(_value))),
  float: ({ _value }, kind) => (kind ? fit(kind._value, +_value) : of("f", +_value)),
  "?": unknown,
  fail: panic,
  return() {
    throw RETURN;
  },
  do: (...values) => values.at(-1),
  "+": compute((one, other) => one + other),
  "-": compute((one, other) => one - other),
  "*": compute((one, other) => one * other),
  "/": compute((one, other) => one / other),
  "%": (one, other) => (typeof one._value == "bigint" && acts["/"]!(one, other), compute((one, other) => one % other)(one, other)),
  "&": (one, other) => bitwise(one, other, (one, other) => one & other),
  "|": (one, other) => bitwise(one, other, (one, other) => one | other),
  "^": (one, other) => bitwise(one, other, (one, other) => one ^ other),
  "<<": shift((value, by) => value << by),
  ">>": shift((value, by) => value >> by),
  "!": ({ _kind, _value }) => (_kind == "bool" ? truth(!_value) : _kind[1] ? of(_kind, wrap(_kind, ~_value as any)) : unknown()),
  neg: ({ _kind, _value }) => fit(_kind, -_value),
  "==": compare((order) => order == 0),
  "!=": compare((order) => order != 0),
  "<": compare((order) => order < 0),
  "<=": compare((order) => order <= 0),
  ">": compare((order) => order > 0),
  ">=": compare((order) => order >= 0),
  as: cast,
  min: integers((one, other) => (one < other ? one : other)),
  max: integers((one, other) => (one > other ? one : other)),
  saturating_add: saturating((one, other) => one + other),
  saturating_sub: saturating((one, other) => one - other),
  saturating_mul: saturating((one, other) => one * other),
  wrapping_add: wrapping((one, other) => one + other),
  wrapping_sub: wrapping((one, other) => one - other),
  wrapping_mul: wrapping((one, other) => one * other),
  text: (...values) => text(values.map(shown).join("")),
  len: ofText((value) => of("u64", BigInt(new TextEncoder().encode(value).length))),
  is_empty: ofText((value) => truth(!value)),
  trim: ofText((value) => text(value.replace(SPACE, ""))),
  to_lowercase: ofText((value) => text(value.toLowerCase())),
  to_uppercase: ofText((value) => text(value.toUpperCase())),
  contains: ofTexts((value, other) => value.includes(other)),
  starts_with: ofTexts((value, other) => value.startsWith(other)),
  ends_with: ofTexts((value, other) => value.endsWith(other)),
};

const bitwise = (one: Value, other: Value, act: (one: any, other: any) => any): Value => {
  const [kind, left, right] = alike(one, other);
  const value = act(left, right);
  return kind == "bool" ? truth(!!value) : kind[1] ? fit(kind, value) : unknown();
};

/** Evaluates a tree: what has parts that may not be, or that are no values, and all else with the values of its parts. */
export const evaluate = (world: World, tree: any): any => {
  if (!Array.isArray(tree)) return typeof tree == "string" ? text(tree) : typeof tree == "boolean" ? truth(tree) : tree;
  const [op, one, other, third] = tree;
  const value = (part: any): any => evaluate(world, part);
  const owner = (part: any): any => (typeof part == "number" ? part : value(part)._value);
  switch (op as Operation) {
    case "get":
      return world._get(owner(one), other);
    case "set":
      return world._set(owner(one), other, attempt(() => value(third)));
    case "forget":
      return world._forget(one);
    case "find":
      return world._find(one, other);
    case "local":
      return world._locals[one] ?? unknown();
    case "let":
      world._locals[one] = attempt(() => (third ? as(third, value(other)) : value(other)));
      return;
    case "if":
      return value(conditionOf(value(one)) ? other : third);
    case "&&":
      return truth(conditionOf(value(one)) && conditionOf(value(other)));
    case "||":
      return truth(conditionOf(value(one)) || conditionOf(value(other)));
  }
  return acts[op as Operation]!(...tree.slice(1).map(value));
};

const conditionOf = ({ _kind, _value }: Value): boolean => (_kind == "bool" ? _value : unknown());

/** Runs a handler's body; tells whether that is what the handler does, as far as it is known. */
export const run = (world: World, body: Tree): boolean => {
  try {
    evaluate(world, body);
  } catch (error) {
    return error == RETURN;
  }
  return true;
};
