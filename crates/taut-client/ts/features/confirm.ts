/** Asks the user before an event goes on its way. */
import type { Feature } from "../hooks";
import { answer, settleControls } from "../page/controls";

export const confirm: Feature = {
  _begin(pending) {
    const { confirm: question } = pending._handler;
    if (question == null || window.confirm(question)) return;
    pending._done = true;
    // What was ticked or chosen goes back, as if the server had refused it.
    pending._error = question;
    answer(pending);
    settleControls();
    return true;
  },
};
