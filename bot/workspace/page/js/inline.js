/** Inline pieces that both kinds of text share: mentions, emoji, dates, links without markup. */
import { h, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { formatSlackDate } from "./time.js";

/** @typedef {import("./types.js").Directory} Directory */

const BROADCASTS = new Set(["channel", "here", "everyone"]);

/** @param {Directory} directory */
export function userMention(directory, id, label) {
  const user = directory.user(id);
  return h("span", { class: "mention", dataset: { user: id } }, `@${user?.real_name || user?.name || label || id}`);
}

export function channelMention(directory, id, label) {
  const channel = directory.channel(id);
  const name = `#${channel?.name ?? (label || "private-channel")}`;
  return channel ? h("a", { class: "mention", href: `#/${id}` }, name) : h("span", { class: "mention" }, name);
}

export const broadcastMention = (range) => h("span", { class: "mention mention-broadcast" }, `@${range}`);

/** An emoji with its name for assistive technology, or the shortcode as typed when it is not known. */
export function emojiNode(name) {
  const character = emoji(name);
  return character ? h(
    "span",
    { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` },
    character,
  ) : `:${name}:`;
}

/**
 * What stands between `<` and `>` in mrkdwn: a mention, a date, or a link. Undefined when it is none of them,
 * so that the caller shows it as typed.
 *
 * @param {string} inside without the angle brackets, entities not yet decoded
 * @param {Directory} directory
 * @param {(label: string) => any} render how a label becomes nodes
 */
export function angle(inside, directory, render) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : inside.slice(bar + 1);
  const id = /^([@#])([A-Z0-9]+)$/.exec(target);
  if (id) return (id[1] === "@" ? userMention : channelMention)(directory, id[2], decode(label));
  if (target.startsWith("!")) return special(target.slice(1), decode(label));
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return link(decode(target), render(label || target.replace(/^mailto:/, "")));
  return undefined;
}

function special(target, label) {
  const [name, seconds, format, address] = target.split("^");
  if (BROADCASTS.has(name)) return broadcastMention(name);
  if (name === "subteam") return h("span", { class: "mention" }, label || `@${seconds}`);
  if (name !== "date") return undefined;
  const text = formatSlackDate(Number(seconds), format ?? "") || label;
  return address ? link(address, text) : h("time", { title: label || text }, text);
}

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** Slack escapes exactly these three. */
export const decode = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

const BARE_URL = /https?:\/\/[^\s<>|"'`]+/g;

/** Text with bare web addresses as links; punctuation that ends a sentence is not part of the address. */
export function withBareLinks(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(BARE_URL)) {
    const address = trimAddress(match[0]);
    parts.push(text.slice(from, match.index), link(address, address));
    from = match.index + address.length;
  }
  return [...parts, text.slice(from)];
}

function trimAddress(address) {
  const trimmed = address.replace(/[.,;:!?*_~]+$/, "");
  return trimmed.endsWith(")") && !trimmed.includes("(") ? trimAddress(trimmed.slice(0, -1)) : trimmed;
}

/** Text as it stands, with line breaks. */
export function lines(text) {
  return text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));
}
