// Records every change of a page's nodes.

/** Records from now on. */
export const record = (page) =>
  page.evaluate(() => {
    window.changes = [];
    const keep = (records) => window.changes.push(...records);
    window.recorder = new MutationObserver(keep);
    window.stopRecording = () => {
      keep(window.recorder.takeRecords());
      window.recorder.disconnect();
      const kinds = { texts: new Set(), attributes: new Set(), added: new Set(), removed: new Set() };
      for (const { type, target, addedNodes, removedNodes, attributeName } of window.changes) {
        if (type == "characterData") kinds.texts.add(target);
        if (type == "attributes") kinds.attributes.add(`${target.localName} ${attributeName}`);
        addedNodes.forEach((node) => kinds.added.add(node));
        removedNodes.forEach((node) => kinds.removed.add(node));
      }
      const moved = [...kinds.added].filter((node) => kinds.removed.has(node));
      return {
        texts: kinds.texts.size,
        attributes: [...kinds.attributes],
        moved: moved.length,
        added: kinds.added.size - moved.length,
        removed: kinds.removed.size - moved.length,
        records: window.changes.length,
      };
    };
    window.recorder.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  });

/** Ends the recording: how many nodes were changed, and how. */
export const changes = (page) => page.evaluate(() => window.stopRecording());
