/** Legacy attachments: a coloured bar beside a title, text, fields or blocks. */
import { renderBlocks } from "./blocks/index.js";
import { h, link } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";

/** @param {any} attachment @param {import("./blocks/context.js").BlockContext} context */
export function attachmentNode(attachment, context) {
  const { directory } = context;
  const prose = (text) => text && h("div", { class: "prose" }, mrkdwn(text, directory));
  const title = attachment.title && h(
    "p",
    { class: "attachment-title" },
    attachment.title_link ? link(attachment.title_link, attachment.title) : attachment.title,
  );
  const fields = (attachment.fields ?? []).map(
    (field) => h("div", { class: "field" }, h("strong", {}, field.title), prose(field.value)),
  );
  const node = h(
    "div",
    { class: "attachment" },
    prose(attachment.pretext),
    title,
    prose(attachment.text),
    fields.length > 0 && h("div", { class: "fields" }, fields),
  );
  if (/^#[0-9a-f]{6}$/i.test(attachment.color ?? "")) node.style.setProperty("--bar", attachment.color);
  if (attachment.blocks?.length) {
    const blocks = h("div", { class: "blocks" });
    renderBlocks(blocks, attachment.blocks, context);
    node.append(blocks);
  }
  return node;
}
