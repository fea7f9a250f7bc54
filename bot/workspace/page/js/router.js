/** Where one is, in the address: `?user=U1#/C1/p1700000000000100` is a channel with a thread open; `/home` a tab. */

/** "p1700000000000100" or "p1700000000.000100" → "1700000000.000100"; anything else → "". */
export function tsFromSlug(slug = "") {
  const digits = /^p(\d{10})\.?(\d{6})$/.exec(slug);
  return digits ? `${digits[1]}.${digits[2]}` : "";
}

/** @param {string} hash @returns {import("./types.js").Route} */
export function parseRoute(hash) {
  const [channel = "", rest = ""] = hash.replace(/^#\/?/, "").split("/").map(decodePart);
  return { channel, tab: rest === "home" ? "home" : "messages", thread: tsFromSlug(rest) };
}

function decodePart(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

/** @param {import("./types.js").Route} route */
export function formatRoute({ channel, tab, thread }) {
  const rest = thread ? `/p${thread.replace(".", "")}` : tab === "home" ? "/home" : "";
  return `#/${encodeURIComponent(channel)}${rest}`;
}

export const personInAddress = () => new URLSearchParams(location.search).get("user") ?? "";

/** Show `user` and `route` in the address bar; `replace` leaves no step in the history. */
export function showInAddress(user, route, replace = false) {
  const address = `${location.pathname}?user=${encodeURIComponent(user)}${formatRoute(route)}`;
  if (address === location.pathname + location.search + location.hash) return;
  history[replace ? "replaceState" : "pushState"](null, "", address);
}

/** Call `listener` when the person goes back or forward, or edits the address. */
export function onNavigate(listener) {
  addEventListener("popstate", () => listener(parseRoute(location.hash)));
}
