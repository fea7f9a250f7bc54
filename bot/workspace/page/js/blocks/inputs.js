/** An input block: label, the input, a hint, and what is wrong with it. */
import { h } from "../dom.js";
import { plain, textNodes } from "./context.js";
import { renderElement } from "./elements.js";

const GROUPS = new Set(["checkboxes", "radio_buttons"]);

/** @param {any} block @param {import("./context.js").BlockContext} context */
export function inputBlock(block, context) {
  const element = block.element ?? {};
  const id = `${context.scope ?? "input"}-${block.block_id ?? ""}-${element.action_id ?? ""}`;
  const error = context.errors?.[block.block_id];
  const label = [textNodes(block.label, context), block.optional && h("span", { class: "muted" }, " (optional)")];
  const control = renderElement(element, block, context);
  if (GROUPS.has(element.type)) control.setAttribute("aria-label", plain(block.label));
  return h(
    "div",
    { class: `input${error ? " input-wrong" : ""}` },
    GROUPS.has(element.type) ? h("span", { class: "input-label" }, label) : h(
      "label",
      { class: "input-label", for: id },
      label,
    ),
    control,
    h(
      "p",
      { class: "input-note", id: `${id}-note` },
      error ? h("span", { class: "input-error", role: "alert" }, error) : textNodes(block.hint, context),
    ),
  );
}
