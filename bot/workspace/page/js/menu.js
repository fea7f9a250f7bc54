/** Small menus and panels that float beside the button that opened them. */
import { h } from "./dom.js";

let closeCurrent = () => {};

/**
 * Open `panel` next to `anchor`; it closes on Esc, on a click elsewhere, and when another one opens.
 *
 * @param {HTMLElement} anchor
 * @param {HTMLElement} panel
 * @returns {() => void} closes it
 */
export function openPopover(anchor, panel) {
  closeCurrent();
  const host = anchor.closest("dialog") ?? document.body;
  panel.classList.add("popover");
  host.append(panel);
  place(anchor, panel);
  anchor.setAttribute("aria-expanded", "true");

  const onPointer = (event) => !panel.contains(event.target) && !anchor.contains(event.target) && close();
  const onKey = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
    anchor.focus();
  };
  function close() {
    panel.remove();
    anchor.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", onPointer, true);
    document.removeEventListener("keydown", onKey, true);
    removeEventListener("resize", close);
    closeCurrent = () => {};
  }
  document.addEventListener("pointerdown", onPointer, true);
  document.addEventListener("keydown", onKey, true);
  addEventListener("resize", close);
  closeCurrent = close;
  return close;
}

const GAP = 6;

/** Below the anchor when there is room, otherwise above; never outside the window. */
function place(anchor, panel) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = at.bottom + GAP + height < innerHeight;
  const top = below ? at.bottom + GAP : Math.max(GAP, at.top - GAP - height);
  const left = at.left + width + GAP < innerWidth ? at.left : Math.max(GAP, at.right - width);
  panel.style.top = `${top}px`;
  panel.style.left = `${left}px`;
}

/**
 * A menu of choices, moved through with the arrow keys.
 *
 * @param {HTMLElement} anchor
 * @param {{label: any, hint?: string, lead?: Node, tone?: "danger", checked?: boolean, run: () => void}[]} items
 * @param {string} label what the menu is, for assistive technology
 */
export function openMenu(anchor, items, label) {
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label });
  for (const item of items) menu.append(menuItem(item, () => close()));
  const close = openPopover(anchor, menu);
  menu.addEventListener("keydown", (event) => moveFocus(event, menu));
  (menu.querySelector('[aria-checked="true"]') ?? menu.firstElementChild)?.focus();
}

function menuItem({ label, hint, lead, tone, checked, run }, close) {
  const choose = () => {
    close();
    run();
  };
  return h(
    "button",
    {
      type: "button",
      class: `menu-item${tone ? ` menu-item-${tone}` : ""}`,
      role: checked === undefined ? "menuitem" : "menuitemradio",
      "aria-checked": checked === undefined ? undefined : String(checked),
      on: { click: choose },
    },
    lead,
    h(
      "span",
      { class: "menu-words" },
      h("span", { class: "menu-label" }, label),
      hint && h("span", { class: "menu-hint" }, hint),
    ),
  );
}

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Arrow keys move between the buttons of `panel`; Home and End go to its ends. */
export function moveFocus(event, panel) {
  const items = [...panel.querySelectorAll("button")];
  const ends = { Home: 0, End: items.length - 1 };
  if (!(event.key in STEPS) && !(event.key in ends)) return;
  event.preventDefault();
  const from = items.indexOf(/** @type {any} */ (document.activeElement));
  items[ends[event.key] ?? (from + STEPS[event.key] + items.length) % items.length]?.focus();
}
