/**
 * What a block needs to know about where it is shown.
 *
 * @typedef {object} BlockContext
 * @property {import("../types.js").Directory} directory names for ids
 * @property {import("../store.js").Store} store
 * @property {(action: any, control: HTMLElement) => Promise<boolean>} dispatch
 *   tell the app that a person used an element; false when that failed
 * @property {import("../form.js").Form} form what the inputs of this message or view hold
 * @property {Record<string, string>} [errors] block id → what is wrong with its input
 * @property {string} [scope] unique prefix for the ids of inputs, so that labels find them
 */
import { fragment } from "../dom.js";
import { emojiNode, lines } from "../inline.js";
import { mrkdwn } from "../mrkdwn.js";

/**
 * A text object ({type: mrkdwn | plain_text, text}) or a bare string to nodes.
 *
 * @param {any} text
 * @param {BlockContext} context
 */
export function textNodes(text, context) {
  if (!text) return fragment();
  if (typeof text === "string") return fragment(lines(text));
  if (text.type === "mrkdwn") return mrkdwn(text.text, context.directory, { verbatim: text.verbatim });
  return fragment(lines(text.text ?? "").map((piece) => (typeof piece === "string" ? withEmoji(piece) : piece)));
}

/** Plain text with its shortcodes as emoji. */
export function withEmoji(text) {
  return text.split(/(:[a-z0-9+_'-]+:)/g).map(
    (piece) => (/^:.+:$/.test(piece) ? emojiNode(piece.slice(1, -1)) : piece),
  );
}

/** The words of a text object, without any formatting. */
export const plain = (text) => (typeof text === "string" ? text : (text?.text ?? ""));
