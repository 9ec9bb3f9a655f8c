// Asks a server outside a browser.

/**
 * `fetch` over a connection of its own. One that is kept may be closed by the server just when it is used again; a browser
 * then asks again, Node's `fetch` fails.
 */
export const fetch = (url, options = {}) => globalThis.fetch(url, { ...options, headers: { ...options.headers, connection: "close" } });
