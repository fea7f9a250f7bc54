/** Light, dark, or as the system says; the choice is remembered in this browser. */
import { h } from "./dom.js";
import { icon } from "./icons.js";

const KEY = "workspace.theme";
const NEXT = { auto: "light", light: "dark", dark: "auto" };
const LOOK = { auto: ["auto", "As the system"], light: ["sun", "Light"], dark: ["moon", "Dark"] };

/** Put the remembered theme on the page. @returns {"auto"|"light"|"dark"} */
export function applyTheme() {
  const stored = localStorage.getItem(KEY);
  const theme = stored && stored in NEXT ? stored : "auto";
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  return /** @type {any} */ (theme);
}

/** A button that goes through the themes. */
export function themeButton() {
  const button = h("button", { type: "button", class: "icon-button", on: { click: next } });
  function show() {
    const [drawing, words] = LOOK[applyTheme()];
    button.replaceChildren(icon(drawing));
    button.setAttribute("aria-label", `Colours: ${words}. Change`);
    button.title = `Colours: ${words}`;
  }
  function next() {
    localStorage.setItem(KEY, NEXT[applyTheme()]);
    show();
  }
  show();
  return button;
}
