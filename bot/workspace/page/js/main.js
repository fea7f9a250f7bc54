/** Starts the page. */
import { startApp } from "./app.js";
import { h } from "./dom.js";
import { applyTheme } from "./theme.js";

applyTheme();
const root = document.getElementById("workspace");
startApp(root, document.getElementById("announcer")).catch((error) => {
  const again = h(
    "button",
    { type: "button", class: "button button-primary", on: { click: () => location.reload() } },
    "Try Again",
  );
  root.replaceChildren(h("div", { class: "boot-note", role: "alert" }, h("p", {}, error.message), again));
  root.removeAttribute("aria-busy");
});
