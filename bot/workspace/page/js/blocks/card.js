/** Cards, carousels, containers and alerts. */
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { textNodes } from "./context.js";
import { renderElement } from "./elements.js";
import { renderBlock } from "./index.js";
import { imageElement } from "./media.js";
import { richTextBlock } from "./richtext.js";

/** @typedef {import("./context.js").BlockContext} BlockContext */

export function cardBlock(block, context) {
  const actions = block.actions?.length && h(
    "div",
    { class: "actions" },
    block.actions.map((element) => renderElement(element, block, context)),
  );
  return h(
    "article",
    { class: "card" },
    block.hero_image && imageElement(block.hero_image, "card-hero"),
    heading(block, context),
    block.body && h("div", { class: "prose" }, textNodes(block.body, context)),
    actions,
  );
}

function heading(block, context, title = textNodes(block.title, context)) {
  if (!block.title && !block.subtitle && !block.rich_text_title) return undefined;
  return h(
    "div",
    { class: "card-heading" },
    block.icon && imageElement(block.icon, "card-icon"),
    h(
      "div",
      {},
      h("div", { class: "card-title" }, title),
      block.subtitle && h("div", { class: "muted" }, textNodes(block.subtitle, context)),
    ),
  );
}

export const carouselBlock = (block, context) =>
  h(
    "div",
    { class: "carousel", tabindex: "0", role: "region", "aria-label": "Cards" },
    (block.elements ?? []).map((card) => cardBlock(card, context)),
  );

/** @param {any} block @param {BlockContext} context */
export function containerBlock(block, context) {
  const title = block.rich_text_title ? richTextBlock(block.rich_text_title, context) : undefined;
  const children = (block.child_blocks ?? []).map((child) => renderBlock(child, context));
  const head = heading(block, context, title);
  const divided = block.has_header_divider ? " container-divided" : "";
  const className = `container container-${block.width ?? "standard"}${divided}`;
  if (!block.is_collapsible) return h(
    "div",
    { class: className },
    head,
    h("div", { class: "container-body" }, children),
  );
  return h(
    "details",
    { class: className, open: !block.default_collapsed },
    h("summary", {}, head, icon("down")),
    h("div", { class: "container-body" }, children),
  );
}

const LEVEL_ICONS = { warning: "alert", error: "alert", success: "check" };

export const alertBlock = (block, context) =>
  h(
    "div",
    { class: `alert alert-${block.level ?? "default"}`, role: "note" },
    icon(LEVEL_ICONS[block.level] ?? "info"),
    h("div", { class: "prose" }, textNodes(block.text, context)),
  );
