/** Runs operations: those of a handler's body, or of the expression in a hole. */
import type { Operation } from "../../facts";
import { alike, as, attempt, fit, of, panic, shown, text, truth, unknown, type Value, wrap } from "./values";

export type Tree = string | boolean | number | null | [Operation, ...Tree[]];

/** The value of a field: of the view (`0`), of a row so many loops further out, or of a row. */
type Get = (of: any, field: number) => Value;
type Set = (of: any, field: number, value?: Value) => void;
/** The row that the listener is in. */
type Find = (key: number, parameter: number) => Value;

/** Ends a handler before its last statement. */
const RETURN = {};

type Act = (...values: Value[]) => Value;

/** An operation on two values of one kind. */
const compute = (act: (one: any, other: any, kind: string) => any, make = fit): Act => (one, other) => {
  const [kind, left, right] = alike(one, other);
  return make(kind, act(left, right, kind));
};

const isInteger = (value: any): boolean => typeof value == "bigint";

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
  !isInteger(_value) || !_kind[1] ? unknown() : by >= 0n && by < +_kind.slice(1) ? of(_kind, wrap(_kind, act(_value, by))) : panic();

/** An operation on two integers of a kind. */
const integers = (act: (one: bigint, other: bigint) => bigint, fix = (_: string, value: bigint) => value): Act =>
  compute((one, other, kind) => (kind[1] && isInteger(one) ? fix(kind, act(one, other)) : unknown()), of);

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
  if (isInteger(_value)) {
    // Rounded twice, it could be another one.
    if (isFloat) return kind == "f64" || Number.isSafeInteger(Number(_value)) ? fit(kind, Number(_value)) : unknown();
    return of(kind, wrap(kind, _value));
  }
  if (typeof _value != "number") unknown();
  if (isFloat) return fit(kind, _value);
  if (!Number.isFinite(_value)) _value = _value ? (_value < 0 ? -1e40 : 1e40) : 0;
  return of(kind, clamp(kind, BigInt(Math.trunc(_value))));
};

const isSpace = (char?: string): boolean => /\p{White_Space}/u.test(char ?? "");

/** Without the white space around it; one expression for its end would look at each run of spaces again and again. */
const trim = (value: string): string => {
  let [from, to] = [0, value.length];
  while (isSpace(value[from])) from++;
  while (to > from && isSpace(value[to - 1])) to--;
  return value.slice(from, to);
};

/** What is bitwise, but of booleans. */
const bits = (kind: string, value: any): Value => (kind == "bool" ? truth(!!value) : fit(kind, value));

const sum = (one: any, other: any): any => one + other;
const difference = (one: any, other: any): any => one - other;
const product = (one: any, other: any): any => one * other;

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
  "+": compute(sum),
  "-": compute(difference),
  "*": compute(product),
  "/": compute((one, other) => one / other),
  "%": (one, other) => (isInteger(one._value) && acts["/"]!(one, other), compute((one, other) => one % other)(one, other)),
  "&": compute((one, other) => one & other, bits),
  "|": compute((one, other) => one | other, bits),
  "^": compute((one, other) => one ^ other, bits),
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
  saturating_add: integers(sum, clamp),
  saturating_sub: integers(difference, clamp),
  saturating_mul: integers(product, clamp),
  wrapping_add: integers(sum, wrap),
  wrapping_sub: integers(difference, wrap),
  wrapping_mul: integers(product, wrap),
  text: (...values) => text(values.map(shown).join("")),
  len: ofText((value) => of("u64", BigInt(new TextEncoder().encode(value).length))),
  is_empty: ofText((value) => truth(!value)),
  trim: ofText((value) => text(trim(value))),
  to_lowercase: ofText((value) => text(value.toLowerCase())),
  to_uppercase: ofText((value) => text(value.toUpperCase())),
  contains: ofTexts((value, other) => value.includes(other)),
  starts_with: ofTexts((value, other) => value.startsWith(other)),
  ends_with: ofTexts((value, other) => value.endsWith(other)),
};

const conditionOf = ({ _kind, _value }: Value): boolean => (_kind == "bool" ? _value : unknown());

/** What evaluates trees: what has parts that may not be, or that are no values, and all else with the values of its parts. */
export const evaluator = (get: Get, set: Set, forget: (field: number) => void, find: Find, locals: (Value | undefined)[]) => {
  const owner = (part: any): any => (typeof part == "number" ? part : evaluate(part)._value);
  const lazy: Partial<Record<Operation, (...parts: any[]) => any>> = {
    get: (of, field) => get(owner(of), field),
    set: (of, field, value) => set(owner(of), field, attempt(() => evaluate(value))),
    forget,
    find,
    local: (number) => locals[number] ?? unknown(),
    let(number, value, kind) {
      locals[number] = attempt(() => (kind ? as(kind, evaluate(value)) : evaluate(value)));
    },
    if: (condition, then, otherwise) => evaluate(conditionOf(evaluate(condition)) ? then : otherwise),
    "&&": (one, other) => truth(conditionOf(evaluate(one)) && conditionOf(evaluate(other))),
    "||": (one, other) => truth(conditionOf(evaluate(one)) || conditionOf(evaluate(other))),
  };
  const evaluate = (tree: any): any => {
    if (typeof tree == "string") return text(tree);
    if (typeof tree == "boolean") return truth(tree);
    if (!Array.isArray(tree)) return tree;
    const [op, ...parts] = tree as [Operation, ...any];
    return lazy[op] ? lazy[op](...parts) : acts[op]!(...parts.map(evaluate));
  };
  return evaluate;
};

/** Runs a handler's body; tells whether that is what the handler does, as far as it is known. */
export const run = (evaluate: (body: Tree) => unknown, body: Tree): boolean => {
  try {
    evaluate(body);
  } catch (error) {
    return error == RETURN;
  }
  return true;
};
