// What a field of the model may show, when all is quiet.

/** The kinds of fields that are typed into, and what is typed into a number. */
export const TEXTS = ["Text", "Area", "Later", "Silent", "Free", "Edited", "Mask", "Number"];
export const NUMBERS = ["1.05", "10.00", "-5", "0.50", "7", "1e1", "63", "-0.0", "20.5"];

/** Whether a field's handler hears of it at all. */
const isHeard = ({ kind, heard }) => {
  if (kind == "Silent" || kind == "Free") return false;
  if (kind == "Edited") return heard == "Input";
  if (kind == "Later") return true;
  return heard != "Form" || ["Text", "Area", "Mask", "Select"].includes(kind);
};

/** What is wrong with what a field shows. */
export function mistake(field, isAtOnce) {
  const { kind, mode, heard, form, around, shown, said, typed, saidBefore, isFree } = field;
  const isNumber = kind == "Number" || kind == "Range";
  const isSaid = isNumber ? Number(shown) == Number(said) : shown == said;
  if (isFree) return shown == (typed ?? "") ? "" : "a control without a hole was written to";
  if (typed === undefined) return isSaid ? "" : "it does not show what the server says";
  // What was predicted gives way to what the server says, also if that has refused or ignored it.
  if (isAtOnce && kind != "Silent") return isSaid || (heard == "Form" && shown == typed) ? "" : "a prediction stays";
  if (!isHeard(field) || mode == "Ignore") return shown == typed ? "" : "what was typed was taken away";
  // A form hears what happens in it, so of a control elsewhere only with what happens next to that.
  if (heard == "Form" && form != around) return isSaid || shown == typed ? "" : "it shows neither what the user nor what the server has";
  const isChoice = ["Check", "Radio", "Select", "Many"].includes(kind);
  const isRefused = mode == "Refuse" && (isChoice || (isNumber ? Number(typed) > 50 : typed.includes("q")));
  if (isRefused && (heard != "Form" || kind == "Later")) {
    if (isChoice) return isSaid ? "" : "what was refused did not go back";
    return shown == typed ? "" : "a text that was refused was taken away";
  }
  const changes = isRefused || (["Trim", "Upper"].includes(mode) && !isChoice) || kind == "Mask";
  if (changes) return isSaid || (said == saidBefore && shown == typed) ? "" : "it does not show what the server made of it";
  return isSaid && (shown == typed || kind == "Range") ? "" : "page and server do not agree";
}
