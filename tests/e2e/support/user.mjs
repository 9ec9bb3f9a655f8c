// Watches what a user does in the page of the model, and that nothing else is done under the caret.

/** Loads this into a page before anything else. */
export const watchUser = (page) => page.addInitScript(watch);

/** Runs in the page. */
export function watch() {
  const fieldOf = (node) => node?.closest?.(".field");
  const idOf = (node) => fieldOf(node)?.dataset.id;
  const isText = ({ dataset }) => !["Check", "Radio", "Select", "Many", "Range"].includes(dataset.kind);

  /** The form that a field belongs to. */
  const formOf = (field) => (field.dataset.kind == "Edited" ? field.closest("form").id : field.dataset.form);

  /** What a field shows. */
  const shown = (field) => {
    const { kind, id } = field.dataset;
    const control = field.querySelector(`#f${id}`);
    if (kind == "Check") return String(control.checked);
    if (kind == "Radio") return field.querySelector(":checked")?.value.split("-")[1] ?? "";
    if (kind == "Many") return [...control.selectedOptions].map(({ value }) => value).join(",");
    return kind == "Edited" ? control.textContent.replaceAll("\u00a0", " ") : control.value;
  };

  /** Where the caret is, if there is one and the control tells: in a mask, behind how many digits. */
  const caret = (field) => {
    const { kind, id } = field.dataset;
    const control = field.querySelector(`#f${id}`);
    const { anchorNode, anchorOffset } = getSelection();
    if (kind == "Edited") return anchorNode && (anchorNode == control ? 0 : anchorOffset);
    if (kind == "Mask") return control.value.slice(0, control.selectionStart).replaceAll(" ", "").length;
    return control.selectionStart;
  };

  /** What of a text has to stay while it is edited. */
  const kept = (field) => (field.dataset.kind == "Mask" ? shown(field).replaceAll(" ", "") : shown(field));

  const user = (window.user = {
    mistakes: [],
    sent: [],
    /** By field, what the user has made of it, and what the server said when that began. */
    typed: {},
    saidBefore: {},
    /** By field, whether the user has had it reset since. */
    isReset: {},
    /** The field that is being edited, and how the user has left it. */
    editing: undefined,

    fields: () => [...document.querySelectorAll(".field")].map(({ dataset }) => ({ ...dataset })),
    said: (id) => document.querySelector(`[data-id="${id}"] .said`).textContent,
    forget: (id) => delete user.typed[id],
    /** The server has changed a field by itself; of one without a hole, the page cannot show it. */
    forgetOther(id, before) {
      const { kind } = document.querySelector(`[data-id="${id}"]`).dataset;
      if (kind != "Free" && user.said(id) != before) user.forget(id);
    },
    forgetForm(form, isReset) {
      for (const field of document.querySelectorAll(".field")) {
        const { kind, id } = field.dataset;
        if (formOf(field) == form && (kind != "Free" || isReset)) user.forget(id);
      }
    },
    /** Of the forms that were sent since, those that were accepted show what the server says. */
    forgetSent(count) {
      if (document.querySelector("#refusing").checked) return;
      for (const sent of user.sent.slice(count)) user.forgetForm(`form-${JSON.parse(sent)[0]}`);
    },
    report: () => ({
      mistakes: user.mistakes,
      sent: user.sent,
      heard: [...document.querySelectorAll("#sent li")].map((line) => line.textContent),
      fields: [...document.querySelectorAll(".field")].map((field) => ({
        ...field.dataset,
        around: field.closest("form").id,
        shown: shown(field),
        said: user.said(field.dataset.id),
        typed: user.typed[field.dataset.id],
        saidBefore: user.saidBefore[field.dataset.id],
        isFree: field.dataset.kind == "Free",
      })),
    }),
  });

  /** Nothing has happened to what is being edited since the user's last stroke. */
  const compare = (when) => {
    const { field, text, at } = user.editing ?? {};
    if (!field) return;
    const now = [kept(field), caret(field)];
    // WebKit takes the caret out of a text before it tells that the focus goes.
    const isLeft = when == "at the end" && now[1] === null && field.dataset.kind == "Edited";
    if (now[0] == text && (now[1] == at || isLeft)) return;
    user.mistakes.push(`${when}: field ${field.dataset.id} (${field.dataset.kind}) was ${text}|${at} and is ${now.join("|")}`);
  };

  const remember = (field) => (user.editing = { field, text: kept(field), at: caret(field) });

  /** Whether two values of a kind are the same. */
  const areSame = (kind, one, other) => one === other || (/Number|Range/.test(kind) && one && other && Number(one) == Number(other));

  /** A control shows what the user has made of it or what the server says; while a prediction is on its way, the former. */
  const look = () => {
    for (const field of document.querySelectorAll(".field")) {
      const { kind, id } = field.dataset;
      const rest = kind == "Free" ? [""] : [user.said(id)];
      const [now, typed] = [shown(field), user.typed[id]];
      const isPending = kind != "Mask" && typed !== undefined && !user.isReset[id] && field.querySelector(".optimistic-pending");
      // A text that the server has trimmed is shown so when the user has left it, and told so.
      const isLeft = isText(field) && !field.contains(document.activeElement);
      if ([typed, ...(isPending && !isLeft ? [] : rest)].some((value) => areSame(kind, now, value))) continue;
      const mistake = `field ${id} (${kind}) shows ${now}, the user ${typed}, the server ${rest}${isPending ? ", pending" : ""}`;
      if (user.mistakes.at(-1) != mistake) user.mistakes.push(mistake);
    }
  };
  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    setInterval(look, 10);
  });

  const on = (type, hear) => addEventListener(type, hear, true);
  on("beforeinput", ({ target }) => idOf(target) && isText(fieldOf(target)) && compare("before a key"));
  on("input", ({ target }) => {
    const field = fieldOf(target);
    if (!field) return;
    const { id } = field.dataset;
    if (user.editing?.field != field) user.saidBefore[id] = user.said(id);
    user.typed[id] = shown(field);
    user.isReset[id] = false;
    if (isText(field)) remember(field);
  });
  on("keyup", ({ key, target }) => {
    if (user.editing?.field != fieldOf(target) || !user.editing) return;
    if (/Arrow|Home|End/.test(key)) remember(user.editing.field);
    else compare("after a key");
  });
  // A click puts the caret elsewhere.
  on("click", ({ target }) => user.editing && user.editing.field == fieldOf(target) && remember(user.editing.field));
  on("change", () => (user.editing = undefined));
  on("focusout", () => {
    compare("at the end");
    user.editing = undefined;
  });
  on("reset", ({ target }) => {
    // It ends the edits in its form, wherever the focus is.
    if (user.editing && formOf(user.editing.field) == target.id) user.editing = undefined;
    for (const field of document.querySelectorAll(".field")) user.isReset[field.dataset.id] ||= formOf(field) == target.id;
  });
  on("submit", ({ target, submitter }) => {
    // It ends the edits in its form, and what is sent is what was typed last.
    if (user.editing && formOf(user.editing.field) == target.id) {
      compare("when it is sent");
      user.editing = undefined;
    }
    user.sent.push(JSON.stringify([Number(target.id.slice(5)), [...new FormData(target, submitter)]]));
  });
}
