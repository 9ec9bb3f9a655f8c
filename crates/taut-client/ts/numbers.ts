/** Numbers as Rust has them: read from texts, and shown with all their digits. */

const INTEGER = 1;
const SINGLE = 3;

/** What is too long for a number here stays a text. */
const exact = (integer: bigint): number | string => (Number.isSafeInteger(Number(integer)) ? Number(integer) : integer + "");

/** The number of a kind that Rust makes of a value; nothing if it makes none. Of no kind, it is the value. */
export const numberFrom = (value: any, kind?: number): any => {
  if (!kind || value == null) return value;
  if (kind == INTEGER && /^-?\d+$/.test(value)) return exact(BigInt(value));
  const number = /^-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(value) || typeof value == "number" ? +value : NaN;
  if (kind == INTEGER) return Number.isInteger(number) ? exact(BigInt(number)) : undefined;
  return Number.isFinite(number) ? (kind == SINGLE ? single(number) : number) : undefined;
};

/** The number with the fewest digits that is the same in single precision. */
const single = (number: number): number | undefined => {
  const near = Math.fround(number);
  if (!near) return near;
  for (let digits = 1; digits <= 9; digits++) if (Math.fround(+near.toPrecision(digits)) == near) return +near.toPrecision(digits);
};

/**
 * A value as Rust shows it: numbers have no exponent, and zero may have a sign. Of two texts that are as short and as near, Rust shows
 * the one further from zero; here, what is told how many digits to write does so.
 */
export const shownAs = (value: any): any => {
  if (typeof value != "number") return value;
  const digitsOf = (text: string): string => text.replace(/e.*|\D/g, "");
  const written = value.toExponential(Math.max(0, digitsOf(value.toExponential()).length - 1));
  const [digits, point] = [digitsOf(written), 1 + +written.split("e")[1]!];
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (!digits) return value + "";
  if (point < 1) return sign + "0." + digits.padStart(digits.length - point, "0");
  return sign + digits.slice(0, point).padEnd(point, "0") + (digits[point] ? "." + digits.slice(point) : "");
};

/** Whether two values are the same number or text. */
export const areEqual = (one: any, other: any): boolean => one === other || shownAs(one) + "" === shownAs(other) + "";

/** JSON, in which an integer may have more digits than a number here. */
export const parseExact = (json: string): any => (/^-?\d{16,}$/.test(json) ? exact(BigInt(json)) : JSON.parse(json));
