/** Says that the connection is gone, and that it is being tried again. */
import { h } from "./dom.js";
import { icon } from "./icons.js";

/** @param {import("./store.js").Store} store @param {() => void} retry */
export function createBanner(store, retry) {
  const node = h(
    "div",
    { class: "banner", role: "status", hidden: true },
    icon("refresh"),
    h("span", {}, "The workspace server is not answering. Trying again…"),
    h("button", { type: "button", class: "button button-small", on: { click: retry } }, "Try Now"),
  );
  store.on("connection", () => (node.hidden = store.state.connection !== "lost"));
  return node;
}
