/**
 * Slack's own text format ("mrkdwn") to DOM: *bold* _italic_ ~strike~ `code` ```fences``` > quotes, bullets,
 * <links|with labels>, mentions, dates, emoji. Unclosed marks stay as typed.
 */
import { fragment, h } from "./dom.js";
import { angle, decode, emojiNode, withBareLinks } from "./inline.js";

/** @typedef {import("./types.js").Directory} Directory */

/**
 * @param {string} text
 * @param {Directory} directory
 * @param {{verbatim?: boolean}} [options] verbatim: bare addresses stay text
 * @returns {DocumentFragment}
 */
export function mrkdwn(text, directory, options = {}) {
  const out = fragment();
  const context = { directory, verbatim: Boolean(options.verbatim) };
  String(text ?? "").split("```").forEach((part, index, parts) => {
    const closed = index < parts.length - 1;
    if (index % 2 === 1 && closed) out.append(h("pre", { class: "code-block" }, decode(part.replace(/^\n|\n$/g, ""))));
    else out.append(...paragraphs((index % 2 === 1 ? "```" : "") + trimAround(part, index, parts.length), context));
  });
  return out;
}

/** A fence is a block: the line breaks touching it are not extra lines. */
function trimAround(part, index, count) {
  const head = index > 0 ? part.replace(/^\n/, "") : part;
  return index < count - 1 ? head.replace(/\n$/, "") : head;
}

const QUOTE = /^(?:>|&gt;) ?/;
const QUOTE_REST = /^(?:>>>|&gt;&gt;&gt;) ?/;
const BULLET = /^(\s*)[•◦▪‣]\s+/;

function paragraphs(text, context) {
  if (!text) return [];
  const nodes = [];
  const rows = text.split("\n");
  while (rows.length) nodes.push(...takeGroup(rows, context));
  return nodes;
}

/** Take the rows that belong together (a quote, a list, or plain lines) off the front of `rows`. */
function takeGroup(rows, context) {
  if (QUOTE_REST.test(rows[0])) {
    const rest = rows.splice(0).join("\n").replace(QUOTE_REST, "");
    return [h("blockquote", {}, plainLines(rest.split("\n"), context))];
  }
  if (QUOTE.test(rows[0])) {
    return [h(
      "blockquote",
      {},
      plainLines(takeWhile(rows, (row) => QUOTE.test(row)).map((row) => row.replace(QUOTE, "")), context),
    )];
  }
  if (BULLET.test(rows[0])) {
    return [h("ul", { class: "list" }, takeWhile(rows, (row) => BULLET.test(row)).map((row) => bullet(row, context)))];
  }
  const plain = takeWhile(rows, (row) => !QUOTE.test(row) && !BULLET.test(row));
  const nodes = plainLines(plain, context);
  return rows.length && plain.at(-1) === "" ? nodes.slice(0, -1) : nodes;
}

function bullet(row, context) {
  const depth = Math.min(3, Math.floor(BULLET.exec(row)[1].length / 2));
  return h("li", { class: depth ? `list-depth-${depth}` : undefined }, inline(row.replace(BULLET, ""), context));
}

function takeWhile(rows, belongs) {
  const end = rows.findIndex((row) => !belongs(row));
  return rows.splice(0, end < 0 ? rows.length : end);
}

function plainLines(rows, context) {
  return rows.flatMap((row, index) => [...(index ? [h("br")] : []), ...inline(row, context)]);
}

const STYLES = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;
const SHORTCODE = /^:([a-z0-9+_'-]+(?:::skin-tone-\d)?):/;

/** One line to nodes: marks first, what is left as text with bare links. */
function inline(line, context) {
  const nodes = [];
  let plain = "";
  let at = 0;
  const flush = () => {
    if (plain) nodes.push(...(context.verbatim ? [decode(plain)] : withBareLinks(decode(plain))));
    plain = "";
  };
  while (at < line.length) {
    const found = mark(line, at, context);
    if (found) {
      flush();
      nodes.push(found.node);
      at = found.end;
    } else {
      plain += line[at++];
    }
  }
  flush();
  return nodes;
}

/** The mark that begins at `at`, if one does: its node and where it ends. */
function mark(line, at, context) {
  const char = line[at];
  if (char === "`") return span(line, at, (inside) => h("code", {}, decode(inside)));
  if (char === "<") return angleMark(line, at, context);
  if (char === ":") return shortcode(line, at);
  if (char in STYLES && !WORD.test(line[at - 1] ?? "")) return styled(line, at, context);
  return undefined;
}

function span(line, at, build) {
  const end = line.indexOf("`", at + 1);
  return end > at + 1 ? { node: build(line.slice(at + 1, end)), end: end + 1 } : undefined;
}

function angleMark(line, at, context) {
  const end = line.indexOf(">", at);
  const node = end < 0 ? undefined : angle(
    line.slice(at + 1, end),
    context.directory,
    (label) => inline(label, { ...context, verbatim: true }),
  );
  return node && { node, end: end + 1 };
}

function shortcode(line, at) {
  const match = SHORTCODE.exec(line.slice(at));
  return match ? { node: fragment(emojiNode(match[1])), end: at + match[0].length } : undefined;
}

/** *bold*: no space just inside, and no word character just outside. */
function styled(line, at, context) {
  const char = line[at];
  for (let end = line.indexOf(char, at + 1); end > 0; end = line.indexOf(char, end + 1)) {
    const inside = line.slice(at + 1, end);
    const closes = inside && !/^\s|\s$/.test(inside) && !WORD.test(line[end + 1] ?? "");
    if (closes) return { node: h(STYLES[char], {}, inline(inside, context)), end: end + 1 };
  }
  return undefined;
}
