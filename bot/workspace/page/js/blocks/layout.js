/** The everyday blocks: section, header, divider, context, actions. */
import { h } from "../dom.js";
import { textNodes } from "./context.js";
import { renderElement } from "./elements.js";
import { imageElement } from "./media.js";

/** @typedef {import("./context.js").BlockContext} BlockContext */

export function sectionBlock(block, context) {
  const words = h("div", { class: "section-words" });
  if (block.text) words.append(h("div", { class: "prose" }, textNodes(block.text, context)));
  if (block.fields) words.append(
    h(
      "div",
      { class: "fields" },
      block.fields.map((field) => h("div", { class: "field prose" }, textNodes(field, context))),
    ),
  );
  const accessory = block.accessory && h(
    "div",
    { class: "section-accessory" },
    renderElement(block.accessory, block, context),
  );
  return h("div", { class: "section" }, words, accessory);
}

export const headerBlock = (block, context) => h("h3", { class: "block-title" }, textNodes(block.text, context));

export const dividerBlock = () => h("hr");

/** @param {any} block @param {BlockContext} context */
export function contextBlock(block, context) {
  const piece = (element) =>
    element.type === "image" ? imageElement(element, "context-image") : h(
      "span",
      { class: "prose" },
      textNodes(element, context),
    );
  return h("div", { class: "context" }, (block.elements ?? []).map(piece));
}

export const actionsBlock = (block, context) =>
  h("div", { class: "actions" }, (block.elements ?? []).map((element) => renderElement(element, block, context)));
