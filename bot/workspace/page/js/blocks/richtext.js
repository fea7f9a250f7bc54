/** Rich text: sections, lists, quotes and preformatted text made of styled pieces. */
import { h, link } from "../dom.js";
import { broadcastMention, channelMention, emojiNode, lines, userMention } from "../inline.js";
import { formatSlackDate } from "../time.js";

/** @typedef {import("./context.js").BlockContext} BlockContext */

/** @param {any} block @param {BlockContext} context */
export function richTextBlock(block, context) {
  return h("div", { class: "prose rich-text" }, (block.elements ?? []).map((element) => part(element, context)));
}

function part(element, context) {
  const inside = () => (element.elements ?? []).map((piece) => leaf(piece, context));
  if (element.type === "rich_text_list") return richList(element, context);
  if (element.type === "rich_text_quote") return h("blockquote", {}, inside());
  if (element.type === "rich_text_preformatted") return h(
    "pre",
    { class: "code-block" },
    (element.elements ?? []).map((piece) => piece.text ?? piece.url ?? ""),
  );
  return h("div", { class: "rich-section" }, inside());
}

function richList(element, context) {
  const items = (element.elements ?? []).map(
    (item) => h("li", {}, (item.elements ?? []).map((piece) => leaf(piece, context))),
  );
  const depth = Math.min(element.indent ?? 0, 3);
  const start = element.offset ? element.offset + 1 : undefined;
  return h(
    element.style === "ordered" ? "ol" : "ul",
    { class: `list${depth ? ` list-depth-${depth}` : ""}`, start },
    items,
  );
}

const LEAVES = {
  text: (piece) => lines(piece.text ?? ""),
  link: (piece) => link(piece.url, piece.text || piece.url),
  user: (piece, { directory }) => userMention(directory, piece.user_id),
  channel: (piece, { directory }) => channelMention(directory, piece.channel_id),
  broadcast: (piece) => broadcastMention(piece.range),
  usergroup: (piece) => h("span", { class: "mention" }, `@${piece.usergroup_id}`),
  emoji: (piece) => emojiNode(piece.name ?? ""),
  date: (piece) => h(
    "time",
    { title: piece.fallback },
    formatSlackDate(piece.timestamp, piece.format ?? "{date}") || piece.fallback,
  ),
  color: (piece) => h("code", {}, piece.value),
};

const STYLES = [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"]];

function leaf(piece, context) {
  const bare = LEAVES[piece.type]?.(piece, context) ?? piece.text ?? "";
  return STYLES.filter(([style]) => piece.style?.[style]).reduce((inside, [, tag]) => h(tag, {}, inside), bare);
}
