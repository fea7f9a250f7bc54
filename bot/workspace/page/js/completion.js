/** Suggestions while typing: slash commands at the start, people after @, emoji after a colon. */
import { appBadge, avatar, nameOf } from "./avatar.js";
import { h } from "./dom.js";
import { emoji, emojiNames } from "./emoji.js";

const MOST = 8;

/**
 * @typedef {{lead?: Node|string, label: any, hint?: string, insert: string}} Suggestion
 * @typedef {{from: number, items: Suggestion[]}} Suggestions `from`: where the text that is replaced begins
 */

/**
 * What can be completed in `text` before the caret.
 *
 * @param {string} text up to the caret
 * @param {import("./store.js").Store} store
 * @param {boolean} inThread
 * @returns {Suggestions|undefined}
 */
export function suggest(text, store, inThread) {
  const command = /^\/\S*$/.exec(text);
  if (command && !inThread) return found(0, commands(store, command[0]));
  const mention = /(?:^|[\s(])@([\p{L}\p{N}._'-]*(?: [\p{L}\p{N}._'-]*)?)$/u.exec(text);
  if (mention) return found(text.length - mention[1].length - 1, people(store, mention[1].toLowerCase()));
  const shortcode = /(?:^|\s):([a-z0-9_+-]{2,})$/.exec(text);
  if (shortcode) return found(
    text.length - shortcode[1].length - 1,
    emojiNames(shortcode[1], MOST).map(emojiSuggestion),
  );
  return undefined;
}

const found = (from, items) => (items.length ? { from, items: items.slice(0, MOST) } : undefined);

function commands({ state }, typed) {
  return state.commands
    .filter(({ command }) => command.startsWith(typed.toLowerCase()))
    .map(({ command, description, usage_hint }) => ({
      lead: h("span", { class: "suggestion-mark" }, "/"),
      label: [h("strong", {}, command), " ", h("span", { class: "muted" }, usage_hint ?? "")],
      hint: description,
      insert: `${command} `,
    }));
}

function people({ state }, typed) {
  const names = (user) => [user.real_name, user.name, ...(user.real_name ?? "").split(" ").slice(1)].filter(Boolean);
  return [...state.users.values()]
    .filter((user) => user.id !== state.me.id && names(user).some((name) => name.toLowerCase().startsWith(typed)))
    .map((user) => ({
      lead: avatar(user, "small"),
      label: [h("strong", {}, nameOf(user)), user.is_bot && appBadge()],
      hint: user.title,
      insert: `@${nameOf(user)} `,
    }));
}

const emojiSuggestion = (name) => ({ lead: emoji(name), label: `:${name}:`, insert: `:${name}: ` });

/**
 * The list above a text field, moved through with the arrow keys while typing goes on.
 *
 * @param {HTMLTextAreaElement} field
 * @param {(before: string) => Suggestions|undefined} source
 */
export function createCompletion(field, source) {
  const id = `suggestions-${Math.random().toString(36).slice(2)}`;
  const list = h("div", { class: "suggestions", role: "listbox", id, hidden: true, "aria-label": "Suggestions" });
  /** @type {Suggestions|undefined} */ let current;
  let selected = 0;
  let dismissed = "";

  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", id);

  function refresh() {
    const before = field.value.slice(0, field.selectionStart);
    if (before !== dismissed) dismissed = "";
    current = dismissed ? undefined : source(before);
    selected = 0;
    draw();
  }

  function draw() {
    list.hidden = !current;
    list.replaceChildren(...(current?.items ?? []).map(option));
    field.setAttribute("aria-expanded", String(Boolean(current)));
    if (current) field.setAttribute("aria-activedescendant", `${id}-${selected}`);
    else field.removeAttribute("aria-activedescendant");
    list.children[selected]?.scrollIntoView({ block: "nearest" });
  }

  function option(item, index) {
    const press = (event) => {
      event.preventDefault();
      take(index);
    };
    return h(
      "div",
      {
        class: "suggestion",
        role: "option",
        id: `${id}-${index}`,
        "aria-selected": String(index === selected),
        on: { pointerdown: press },
      },
      h("span", { class: "suggestion-lead" }, item.lead),
      h(
        "span",
        { class: "suggestion-words" },
        h("span", { class: "suggestion-label" }, item.label),
        item.hint && h("span", { class: "suggestion-hint" }, item.hint),
      ),
    );
  }

  function take(index) {
    const { from, items } = current;
    field.setRangeText(items[index].insert, from, field.selectionStart, "end");
    close();
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function close() {
    current = undefined;
    draw();
  }

  /** Handle a key; true when it was for the list. */
  function onKey(event) {
    if (!current || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) selected = (selected + step + current.items.length) % current.items.length;
    if (step) draw();
    if (event.key === "Escape") dismissed = field.value.slice(0, field.selectionStart);
    if (event.key === "Escape") close();
    const complete = event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !isWhole());
    if (complete) take(selected);
    if (step || complete || event.key === "Escape") event.preventDefault();
    return Boolean(step || complete || event.key === "Escape");
  }

  /** What was typed already is the suggestion: Enter sends it. */
  const isWhole = () => current.items[selected].insert.trim() === field.value.trim();

  return { list, refresh, close, onKey };
}
