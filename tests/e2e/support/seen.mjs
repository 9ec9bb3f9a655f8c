// Compares what two pages show.

/** What a user can see of a page, and the state of its controls; comments and texts' seams are left out. */
const seen = () => {
  // The first HTML says by attributes and content what is a property later.
  const behind = { input: ["checked", "value"], option: ["selected"], textarea: ["value"] };
  const spelled = { class: (node) => [...node.classList].sort().join(" "), style: (node) => node.style.cssText };
  const shown = (node) => {
    if (node.nodeType == 3) return node.data;
    if (node.nodeType != 1 || node.localName == "script") return "";
    const properties = behind[node.localName] ?? [];
    const attributes = [...node.attributes]
      .filter(({ name }) => !properties.includes(name))
      .map(({ name, value }) => [name, spelled[name] ? spelled[name](node) : value])
      .filter(([name, value]) => value || !spelled[name]);
    const state = properties.map((name) => [`.${name}`, node[name]]);
    const inner = node.localName == "textarea" ? "" : [...node.childNodes].map(shown).join("");
    return `<${node.localName} ${JSON.stringify([...attributes.sort(), ...state])}>${inner}</>\n`;
  };
  return shown(document.documentElement);
};

/** The same, in lines that are easy to compare. */
export const lines = async (page) => (await page.evaluate(seen)).split("\n");
