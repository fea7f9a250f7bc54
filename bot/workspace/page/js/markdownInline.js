/** What stands inside a line of standard Markdown: emphasis, code, links, mentions, emoji. */
import { fragment, h, link } from "./dom.js";
import { angle, emojiNode, lines, withBareLinks } from "./inline.js";

const WORD = /[\p{L}\p{N}]/u;
const ESCAPABLE = /[\\`*_{}[\]()#+\-.!|~<>"'&:]/;
const SHORTCODE = /^:([a-z0-9+_'-]+):/;
const AUTOLINK = /^<([a-z][a-z0-9+.-]*:[^\s<>|]*|[@#!][^<>\n]+)(\|[^<>\n]*)?>/i;
const ENTITY = /^&(amp|lt|gt|quot|#39|nbsp);/;
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: "\u00a0" };

/**
 * @param {string} text may hold line breaks
 * @param {import("./types.js").Directory} directory
 * @param {boolean} [inLink] links do not nest
 * @returns {Node[]}
 */
export function inlineMarkdown(text, directory, inLink = false) {
  const out = fragment();
  const context = { directory, inLink };
  let plain = "";
  let at = 0;
  const flush = () => {
    out.append(
      ...lines(plain).flatMap((piece) => (typeof piece === "string" && !inLink ? withBareLinks(piece) : [piece])),
    );
    plain = "";
  };
  while (at < text.length) {
    const found = mark(text, at, context);
    if (found?.node) flush();
    if (found?.node) out.append(found.node);
    plain += found ? (found.text ?? "") : text[at];
    at = found?.end ?? at + 1;
  }
  flush();
  return [...out.childNodes];
}

/** What begins at `at`: `{node, end}`, `{text, end}` for an escape, or nothing. */
function mark(text, at, context) {
  const char = text[at];
  if (char === "\\" && ESCAPABLE.test(text[at + 1] ?? "")) return { text: text[at + 1], end: at + 2 };
  if (char === "`") return code(text, at);
  if (char === "[" || (char === "!" && text[at + 1] === "[")) return linkMark(text, at, context);
  if (char === "<") return autolink(text, at, context);
  if (char === "&") return entity(text, at);
  if (char === ":") return shortcode(text, at);
  if (char === "h" && !context.inLink) return bareAddress(text, at);
  if ("*_~".includes(char)) return emphasis(text, at, context);
  return undefined;
}

function code(text, at) {
  const ticks = /^`+/.exec(text.slice(at))[0];
  const end = text.indexOf(ticks, at + ticks.length);
  if (end < 0) return { text: ticks, end: at + ticks.length };
  const inside = text.slice(at + ticks.length, end).replace(/^ (.*\S.*) $/s, "$1");
  return { node: h("code", {}, inside), end: end + ticks.length };
}

/** `[label](address "title")`; an image becomes a link with its description, as in Slack. */
function linkMark(text, at, context) {
  const open = text[at] === "!" ? at + 1 : at;
  const close = matching(text, open, "[", "]");
  if (close < 0 || text[close + 1] !== "(" || context.inLink) return undefined;
  const end = matching(text, close + 1, "(", ")");
  if (end < 0) return undefined;
  const address = /^\s*<?(\S*?)>?(?:\s+["'(].*)?\s*$/s.exec(text.slice(close + 2, end))?.[1] ?? "";
  const label = text.slice(open + 1, close) || address;
  return { node: link(address, inlineMarkdown(label, context.directory, true)), end: end + 1 };
}

function matching(text, from, open, close) {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === open) depth++;
    else if (text[at] === close && --depth === 0) return at;
  }
  return -1;
}

function autolink(text, at, context) {
  const match = AUTOLINK.exec(text.slice(at));
  const node = match && angle(match[0].slice(1, -1), context.directory, (label) => [label]);
  return node ? { node, end: at + match[0].length } : undefined;
}

function entity(text, at) {
  const match = ENTITY.exec(text.slice(at, at + 8));
  return match ? { text: ENTITIES[match[1]], end: at + match[0].length } : undefined;
}

function shortcode(text, at) {
  const match = SHORTCODE.exec(text.slice(at, at + 60));
  return match ? { node: fragment(emojiNode(match[1])), end: at + match[0].length } : undefined;
}

/** A bare address is taken whole, so that an underscore in it is no emphasis. */
function bareAddress(text, at) {
  const match = /^https?:\/\/[^\s<>|"'`]+/.exec(text.slice(at));
  return match && !WORD.test(text[at - 1] ?? "") ? {
    node: fragment(withBareLinks(match[0])),
    end: at + match[0].length,
  } : undefined;
}

const MARKS = [["***", (n) => h("strong", {}, h("em", {}, n))], ["**", (n) => h("strong", {}, n)], [
  "__",
  (n) => h("strong", {}, n),
],
  ["~~", (n) => h("s", {}, n)], ["*", (n) => h("em", {}, n)], ["_", (n) => h("em", {}, n)]];

function emphasis(text, at, context) {
  for (const [sign, build] of MARKS) {
    if (!text.startsWith(sign, at)) continue;
    const end = closing(text, at, sign);
    if (end > 0) return {
      node: build(inlineMarkdown(text.slice(at + sign.length, end), context.directory, context.inLink)),
      end: end + sign.length,
    };
  }
  const run = /^(\*+|_+|~+)/.exec(text.slice(at))[0];
  return { text: run, end: at + run.length };
}

/** Where the emphasis opened at `at` closes, or -1: no space just inside, and `_` not inside a word. */
function closing(text, at, sign) {
  const start = at + sign.length;
  const inWord = (index) => sign[0] === "_" && WORD.test(text[index] ?? "");
  if (/\s/.test(text[start] ?? " ") || inWord(at - 1)) return -1;
  for (let end = text.indexOf(sign, start + 1); end > 0; end = text.indexOf(sign, end)) {
    const run = runLength(text, end, sign[0]);
    const nested = sign.length === 1 && run === 2; // the ** inside *…**…**…* belongs to what is inside
    if (!nested && !/\s/.test(text[end - 1]) && !inWord(end + run)) return end + run - sign.length;
    end += run;
  }
  return -1;
}

function runLength(text, at, char) {
  let end = at;
  while (text[end] === char) end++;
  return end - at;
}
