/**
 * Standard Markdown to DOM: headings, paragraphs, lists (nested, ordered, tasks), quotes, fences, tables, rules.
 * Works on unfinished text too, because answers arrive piece by piece: an open fence runs to the end.
 */
import { h } from "./dom.js";
import { inlineMarkdown } from "./markdownInline.js";

/** @typedef {import("./types.js").Directory} Directory */

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([\w+#.-]*)\s*$/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^(\s*)([-*+•]|\d{1,9}[.)])(\s+)(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;
const TASK = /^\[([ xX])\]\s+/;

/**
 * @param {string} text
 * @param {Directory} directory
 * @returns {Node[]}
 */
export function markdown(text, directory) {
  return blocks(String(text ?? "").replace(/\r\n?/g, "\n").split("\n"), directory);
}

/** Rules in the order they are tried; each takes its rows off the front and gives a node, or leaves them. */
const RULES = [fence, heading, rule, quote, table, list];

function blocks(rows, directory) {
  const nodes = [];
  while (rows.length) {
    if (!rows[0].trim()) {
      rows.shift();
      continue;
    }
    nodes.push(firstMatch(rows, directory) ?? paragraph(rows, directory));
  }
  return nodes;
}

function firstMatch(rows, directory) {
  for (const take of RULES) {
    const node = take(rows, directory);
    if (node) return node;
  }
  return undefined;
}

function fence(rows) {
  const open = FENCE.exec(rows[0]);
  if (!open) return undefined;
  const closing = new RegExp(`^ {0,3}${open[1][0]}{${open[1].length},}\\s*$`);
  rows.shift();
  const end = rows.findIndex((row) => closing.test(row));
  const code = rows.splice(0, end < 0 ? rows.length : end);
  rows.shift();
  return h("pre", { class: "code-block", dataset: { language: open[2] } }, code.join("\n"));
}

function heading(rows, directory) {
  const match = HEADING.exec(rows[0]);
  if (!match) return undefined;
  rows.shift();
  const level = Math.min(match[1].length, 4);
  return h(
    "p",
    { class: `heading heading-${level}`, role: "heading", "aria-level": level + 2 },
    inlineMarkdown(match[2], directory),
  );
}

function rule(rows) {
  if (!RULE.test(rows[0])) return undefined;
  rows.shift();
  return h("hr");
}

function quote(rows, directory) {
  if (!QUOTE.test(rows[0])) return undefined;
  const inside = takeWhile(rows, (row) => QUOTE.test(row)).map((row) => row.replace(QUOTE, ""));
  return h("blockquote", {}, blocks(inside, directory));
}

function table(rows, directory) {
  if (!rows[0].includes("|") || !TABLE_RULE.test(rows[1] ?? "") || !rows[1].includes("-")) return undefined;
  const head = cells(rows.shift());
  const aligns = cells(rows.shift()).map(alignment);
  const body = takeWhile(rows, (row) => row.includes("|") && row.trim()).map(cells);
  const row = (tag) => (values) =>
    h("tr", {}, head.map((_, i) => h(tag, { class: aligns[i] }, inlineMarkdown(values[i] ?? "", directory))));
  return h(
    "div",
    { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", {}, h("thead", {}, row("th")(head)), h("tbody", {}, body.map(row("td")))),
  );
}

const cells = (row) => row.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map(
  (cell) => cell.trim().replaceAll("\\|", "|"),
);

function alignment(cell) {
  if (cell.endsWith(":")) return cell.startsWith(":") ? "align-center" : "align-right";
  return undefined;
}

function list(rows, directory) {
  const first = ITEM.exec(rows[0]);
  if (!first) return undefined;
  const ordered = /\d/.test(first[2]);
  const items = [];
  while (rows.length && sameList(rows[0], first, ordered)) items.push(item(rows, directory));
  return h(ordered ? "ol" : "ul", { class: "list", start: ordered ? Number.parseInt(first[2], 10) : undefined }, items);
}

function sameList(row, first, ordered) {
  const match = ITEM.exec(row);
  return match && match[1].length < first[1].length + 2 && /\d/.test(match[2]) === ordered && !RULE.test(row);
}

/** One item: its first line, and every following row that is indented under it. */
function item(rows, directory) {
  const [, indent, marker, gap, text] = ITEM.exec(rows.shift());
  const width = indent.length + marker.length + Math.min(gap.length, 4);
  const isIndented = (row) => /^\s*/.exec(row)[0].length > indent.length + 1;
  const under = (row, next) => (row.trim() ? isIndented(row) : next !== undefined && /^\s+\S/.test(next));
  let end = 0;
  while (end < rows.length && under(rows[end], rows[end + 1])) end++;
  const inside = rows.splice(0, end).map((row) => row.replace(new RegExp(`^\\s{0,${width}}`), ""));
  while (rows.length && !rows[0].trim() && ITEM.test(rows[1] ?? "")) rows.shift();
  const task = TASK.exec(text);
  const line = inlineMarkdown(text.replace(TASK, ""), directory);
  return h(
    "li",
    { class: task ? "list-task" : undefined },
    task && checkbox(task[1] !== " "),
    line,
    blocks(inside, directory),
  );
}

const checkbox = (checked) => h(
  "input",
  { type: "checkbox", checked, disabled: true, "aria-label": checked ? "Done" : "To do" },
);

/** Lines until a blank one, or until something else begins. A line break stays one, as chat is read. */
function paragraph(rows, directory) {
  const begins = (row, next) =>
    !row.trim() || FENCE.test(row) || HEADING.test(row) || QUOTE.test(row) || RULE.test(row) || ITEM.test(row) ||
    (row.includes("|") && TABLE_RULE.test(next ?? ""));
  const end = rows.findIndex((row, index) => index > 0 && begins(row, rows[index + 1]));
  const text = rows.splice(0, end < 0 ? rows.length : end).map((row) => row.trim()).join("\n");
  return h("p", {}, inlineMarkdown(text, directory));
}

function takeWhile(rows, belongs) {
  const end = rows.findIndex((row) => !belongs(row));
  return rows.splice(0, end < 0 ? rows.length : end);
}
