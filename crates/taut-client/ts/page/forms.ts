/** Forms whose elements are disabled only while they are marked. */
import { said } from "./cells";
import { elementsOf } from "./dom";

/** Whether an element is disabled only while it is marked. */
const isHeld = (element: any): boolean => element.disabled && !said(element, "?disabled");

/** The elements of a form that are disabled only while they are marked. */
export const heldIn = (form: any): any[] => elementsOf(form).filter(isHeld);

/** Reads a form as if nothing in it were marked. */
export const unmarked = <T>(form: any, read: () => T): T => {
  const held = heldIn(form);
  for (const element of held) element.disabled = false;
  try {
    return read();
  } finally {
    for (const element of held) element.disabled = true;
  }
};
