// Everything that is written into a page: changes of its nodes, and the properties that no observer sees.

/** Loads this into a page before anything else, so that `record` and `written` know of properties. */
export const watchWrites = (page) =>
  page.addInitScript(() => {
    window.written = [];
    const properties = [
      [HTMLInputElement, "checked"],
      [HTMLInputElement, "value"],
      [HTMLInputElement, "disabled"],
      [HTMLTextAreaElement, "value"],
      [HTMLSelectElement, "value"],
      [HTMLOptionElement, "selected"],
      [CharacterData, "data"],
    ];
    for (const [{ prototype }, name] of properties) {
      const { get, set } = Object.getOwnPropertyDescriptor(prototype, name);
      Object.defineProperty(prototype, name, {
        configurable: true,
        get,
        set(value) {
          if (this.isConnected) window.written.push(`${this.id || this.nodeName} ${name}`);
          set.call(this, value);
        },
      });
    }
    window.observer = new MutationObserver((records) => window.keepRecords(records));
    window.keepRecords = (records) => {
      for (const { type, target, attributeName, addedNodes, removedNodes } of records) {
        if (type == "attributes") window.written.push(`${target.id || target.nodeName} @${attributeName}`);
        if (type == "characterData") window.written.push(`${target.parentNode?.id ?? ""} text`);
        for (const node of addedNodes) window.written.push(`${node.id || node.nodeName} added`);
        for (const node of removedNodes) window.written.push(`${node.id || node.nodeName} removed`);
      }
    };
  });

/** Notes what is written from now on. */
export const startWrites = (page) =>
  page.evaluate(() => {
    window.observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    window.observer.takeRecords();
    window.written.length = 0;
  });

/** What was written since, in its order; without the marks that say that something is on its way. */
export const writes = (page, marks = /@(class|aria-busy)$/) =>
  page
    .evaluate(() => {
      window.keepRecords(window.observer.takeRecords());
      window.observer.disconnect();
      return window.written.splice(0);
    })
    .then((written) => written.filter((write) => !marks.test(write)));
