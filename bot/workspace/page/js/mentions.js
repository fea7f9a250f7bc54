/** What a person types ("@Priya Patel") and what is sent ("<@U123>"). */
import { decode } from "./inline.js";

const escapeRegExp = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The words that may name a person, longest first so that "@Sam Lee" is not read as "@Sam". */
function namesOf(users) {
  const pairs = users.flatMap(
    (user) => [...new Set([user.real_name, user.name].filter(Boolean))].map((name) => [name, user.id]),
  );
  return pairs.sort((a, b) => b[0].length - a[0].length);
}

/** @param {string} text @param {import("./types.js").User[]} users */
export function namesToMentions(text, users) {
  const names = namesOf(users);
  if (!names.length) return text;
  const ids = new Map(names.map(([name, id]) => [name.toLowerCase(), id]).reverse());
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}<])@(${names.map(([name]) => escapeRegExp(name)).join("|")})(?![\\p{L}\\p{N}])`,
    "giu",
  );
  return text.replace(pattern, (_, name) => `<@${ids.get(name.toLowerCase())}>`);
}

/** @param {string} text @param {import("./types.js").User[]} users */
export function mentionsToNames(text, users) {
  const names = new Map(users.map((user) => [user.id, user.real_name || user.name]));
  const readable = text.replace(
    /<@([A-Z0-9]+)(?:\|[^>]*)?>/g,
    (mention, id) => (names.has(id) ? `@${names.get(id)}` : mention),
  );
  return decode(readable.replace(/<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>/g, "$1"));
}
