/** Radio buttons and checkboxes. */
import { h } from "../dom.js";
import { bind } from "./binding.js";
import { textNodes } from "./context.js";

/** @typedef {import("./context.js").BlockContext} BlockContext */

/** @param {any} element @param {any} block @param {BlockContext} context */
export function radioButtons(element, block, context) {
  const binding = bind(element, block, context);
  const held = binding.start(element.initial_option && { selected_option: element.initial_option }).selected_option;
  const group = h("fieldset", { class: "choices", role: "radiogroup", ...binding.described() });
  let chosen = held?.value;
  const restore = () => group.querySelectorAll("input").forEach((input) => { input.checked = input.value === chosen; });
  const choose = async (option) => {
    if (await binding.changed({ selected_option: option }, group, restore)) chosen = option.value;
  };
  for (const option of element.options ?? []) {
    group.append(choice("radio", binding.id, option, held?.value === option.value, context, () => choose(option)));
  }
  return group;
}

/** @param {any} element @param {any} block @param {BlockContext} context */
export function checkboxes(element, block, context) {
  const binding = bind(element, block, context);
  const options = element.options ?? [];
  const held = binding.start({ selected_options: element.initial_options ?? [] }).selected_options ?? [];
  const group = h("fieldset", { class: "choices", ...binding.described() });
  let chosen = held;
  const restore = () => group.querySelectorAll("input").forEach((input) => {
    input.checked = chosen.some((one) => one.value === input.value);
  });
  const change = async () => {
    const boxes = [...group.querySelectorAll("input")];
    const now = options.filter((_, index) => boxes[index].checked);
    if (await binding.changed({ selected_options: now }, group, restore)) chosen = now;
  };
  for (const option of options) {
    const checked = held.some((one) => one.value === option.value);
    group.append(choice("checkbox", binding.id, option, checked, context, change));
  }
  return group;
}

function choice(type, name, option, checked, context, change) {
  return h(
    "label",
    { class: "choice" },
    h("input", { type, name, value: option.value, checked, on: { change } }),
    h(
      "span",
      { class: "choice-words" },
      h("span", { class: "prose" }, textNodes(option.text, context)),
      option.description && h("span", { class: "muted" }, textNodes(option.description, context)),
    ),
  );
}
