// Pages that a function touches before their client starts, as extensions do.

/** What browsers say of the styles that others add to a page, whose policy is against it. */
export const STYLES = /inline style|style-src(-elem|-attr)? inline/;

/** Opens a page that a function has touched when it was parsed, and waits until it is live. */
export async function openTouched(scene, url, touch) {
  const page = await scene.blank();
  await page.addInitScript({ content: `document.addEventListener("DOMContentLoaded", ${touch}, { once: true })` });
  scene.expect(STYLES, /others have changed the page/);
  await page.goto(url);
  await page.live();
  return page;
}

/** Runs in the page: puts a node and an attribute of a password manager next to and on each field. */
export function fillForms() {
  for (const field of document.querySelectorAll("input")) {
    field.setAttribute("data-manager", "");
    const button = document.createElement("div");
    button.style.position = "absolute";
    button.append(document.createElement("button"));
    field.after(button);
  }
}

/** Runs in the page: puts other words into the place of each text, now and whenever there are new ones. */
export function translate() {
  const walk = (node) => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      if (!text.data.trim() || text.parentElement.closest("font,script,style")) continue;
      const [outer, inner] = [document.createElement("font"), document.createElement("font")];
      inner.append(text.data.toUpperCase());
      outer.append(inner);
      text.replaceWith(outer);
    }
  };
  walk(document.body);
  new MutationObserver((records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) if (node.isConnected) walk(node.nodeType == 1 ? node : node.parentNode);
  }).observe(document.body, { childList: true, subtree: true });
}
