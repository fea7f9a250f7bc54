/** Tables whose cells are raw text, numbers, or rich text. */
import { h } from "../dom.js";
import { richTextBlock } from "./richtext.js";

/** @param {any} block @param {import("./context.js").BlockContext} context */
export function tableBlock(block, context) {
  const [head = [], ...body] = block.rows ?? [];
  const settings = block.column_settings ?? [];
  const row = (tag) => (cells) => h(
    "tr",
    {},
    cells.map((cell, index) => h(
      tag,
      { class: look(settings[index], cell), scope: tag === "th" ? "col" : undefined },
      content(cell, context),
    )),
  );
  return h(
    "div",
    { class: "table-scroll", tabindex: "0", role: "region", "aria-label": block.caption || "Table" },
    h(
      "table",
      {},
      block.caption && h("caption", {}, block.caption),
      h("thead", {}, row("th")(head)),
      h("tbody", {}, body.map(row("td"))),
    ),
  );
}

function look(setting, cell) {
  const align = setting?.align ?? (cell?.type === "raw_number" ? "right" : "left");
  return align === "left" ? undefined : `align-${align === "center" ? "center" : "right"}`;
}

function content(cell, context) {
  if (cell?.type === "rich_text") return richTextBlock(cell, context);
  return String(cell?.text ?? cell?.value ?? cell?.number ?? "");
}
