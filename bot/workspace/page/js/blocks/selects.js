/** Choosing from a list: of options the app gave, of people, or of channels; one or several. */
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { channelTitle, isDirect } from "../store.js";
import { bind } from "./binding.js";
import { plain } from "./context.js";

/** @typedef {import("./context.js").BlockContext} BlockContext */
/** @typedef {{value: string, label: string, hint?: string, option?: any}} Item */

const PEOPLE = { one: "selected_user", many: "selected_users", items: people, initial: "user" };
const CONVERSATIONS = {
  one: "selected_conversation",
  many: "selected_conversations",
  items: channels,
  initial: "conversation",
};
const CHANNELS = { one: "selected_channel", many: "selected_channels", items: channels, initial: "channel" };
const SOURCES = { users_select: PEOPLE, conversations_select: CONVERSATIONS, channels_select: CHANNELS };
const STATIC = { one: "selected_option", many: "selected_options", initial: "option" };

const sourceOf = (element) => SOURCES[element.type.replace(/^multi_/, "")] ?? STATIC;

/** @param {BlockContext} context @returns {Item[]} */
function people({ store }) {
  return [...store.state.users.values()].filter((user) => !user.is_bot).map(
    (user) => ({ value: user.id, label: user.real_name || user.name }),
  );
}

/** @param {BlockContext} context @returns {Item[]} */
function channels({ store }) {
  return [...store.state.channels.values()].filter((c) => !isDirect(c)).map(
    (c) => ({ value: c.id, label: `#${channelTitle(store, c)}` }),
  );
}

const item = (option) => ({ value: option.value, label: plain(option.text), hint: plain(option.description), option });

/** Groups of items; a list without groups is one group without a label. */
function groupsOf(element, context) {
  const source = sourceOf(element);
  if (source.items) return [{ label: "", items: source.items(context) }];
  if (element.option_groups) return element.option_groups.map(
    (group) => ({ label: plain(group.label), items: group.options.map(item) }),
  );
  return [{ label: "", items: (element.options ?? []).map(item) }];
}

/** What goes to the app: the option object, or the id of a person or channel. */
const payload = (chosen) => chosen.option ?? chosen.value;
const valueOf = (payloadValue) => payloadValue?.value ?? payloadValue;

/** @param {any} element @param {any} block @param {BlockContext} context */
export function singleSelect(element, block, context) {
  const { one, initial } = sourceOf(element);
  const binding = bind(element, block, context);
  const groups = groupsOf(element, context);
  const held = valueOf(binding.start(element[`initial_${initial}`] && { [one]: element[`initial_${initial}`] })[one]);
  let shown = held ?? "";
  const change = async () => {
    const value = control.value;
    const restore = () => { control.value = shown; };
    if (await binding.changed({ [one]: value ? payload(find(value)) : null }, control, restore)) shown = value;
  };
  const find = (value) => groups.flatMap((group) => group.items).find((candidate) => candidate.value === value);
  const empty = h(
    "option",
    { value: "", disabled: block.type !== "input", hidden: block.type !== "input" },
    plain(element.placeholder) || "Choose one",
  );
  const control = h(
    "select",
    {
      class: "select",
      id: binding.id,
      ...binding.described(),
      on: { change },
    },
    empty,
    groups.map(optionNodes),
  );
  control.value = held ?? "";
  return h("span", { class: "select-frame" }, control, icon("down"));
}

function optionNodes({ label, items }) {
  const nodes = items.map((one) => h("option", { value: one.value, title: one.hint || undefined }, one.label));
  return label ? h("optgroup", { label }, nodes) : nodes;
}

/** Several: a list of checkboxes that unfolds, with what is chosen shown on the fold. */
export function multiSelect(element, block, context) {
  const { many, initial } = sourceOf(element);
  const binding = bind(element, block, context);
  const groups = groupsOf(element, context);
  const items = groups.flatMap((group) => group.items);
  const key = `initial_${initial}s`;
  const chosen = new Set((binding.start({ [many]: element[key] ?? [] })[many] ?? []).map(valueOf));
  const summary = h("summary", { class: "select", id: binding.id, ...binding.described() });
  const show = () => summary.replaceChildren(
    ...summaryNodes(items.filter((one) => chosen.has(one.value)), plain(element.placeholder)),
    icon("down"),
  );
  const list = h(
    "div",
    { class: "multi-list", role: "group" },
    groups.map((group) => [group.label && h("p", { class: "multi-group" }, group.label), group.items.map(box)]),
  );

  function box(one) {
    return h(
      "label",
      { class: "choice" },
      h("input", { type: "checkbox", checked: chosen.has(one.value), on: { change: (event) => toggle(one, event) } }),
      h("span", {}, one.label),
    );
  }

  function toggle(one, event) {
    if (event.target.checked && chosen.size >= (element.max_selected_items ?? Infinity)) {
      event.target.checked = false;
      return;
    }
    if (event.target.checked) chosen.add(one.value);
    else chosen.delete(one.value);
    show();
    void binding.changed({ [many]: items.filter((candidate) => chosen.has(candidate.value)).map(payload) }, undefined);
  }

  show();
  return h("details", { class: "multi" }, summary, list);
}

function summaryNodes(chosen, placeholder) {
  if (!chosen.length) return [h("span", { class: "muted" }, placeholder || "Choose some")];
  return chosen.map((one) => h("span", { class: "chip" }, one.label));
}
