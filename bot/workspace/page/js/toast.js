/** Short notes at the edge of the page, for what went wrong or was done. */
import { h } from "./dom.js";
import { icon } from "./icons.js";

const SHOWN_MS = 6000;

export function createToasts() {
  const node = h("div", { class: "toasts", role: "status", "aria-live": "polite" });

  function show(message, tone = "error") {
    const close = () => toast.remove();
    const toast = h(
      "div",
      { class: `toast toast-${tone}` },
      icon(tone === "error" ? "alert" : "check"),
      h("p", {}, message),
      h(
        "button",
        { type: "button", class: "icon-button", "aria-label": "Dismiss", on: { click: close } },
        icon("close"),
      ),
    );
    node.append(toast);
    while (node.children.length > 3) node.firstChild.remove();
    setTimeout(close, SHOWN_MS);
  }

  return { node, show, error: (error) => show(error.message) };
}
