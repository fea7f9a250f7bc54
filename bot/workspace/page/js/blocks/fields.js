/** Inputs one types into: text, numbers, dates and times. */
import { h } from "../dom.js";
import { bind } from "./binding.js";
import { plain } from "./context.js";

/** @typedef {import("./context.js").BlockContext} BlockContext */

const INPUT_TYPES = { email_text_input: "email", url_text_input: "url", plain_text_input: "text" };

/** @param {any} element @param {any} block @param {BlockContext} context */
export function textField(element, block, context) {
  const binding = bind(element, block, context);
  const rich = element.type === "rich_text_input";
  const value = (text) => (rich ? { rich_text_value: text && richText(text) } : { value: text || null });
  const held = binding.start(element.initial_value && { value: element.initial_value });
  const long = element.multiline || rich;
  const control = h(long ? "textarea" : "input", {
    class: "field-input",
    type: long ? undefined : INPUT_TYPES[element.type],
    rows: long ? 4 : undefined,
    value: held.value ?? plainOf(held.rich_text_value),
    ...common(element, binding),
    maxlength: element.max_length,
    on: {
      input: () => binding.keep(value(control.value)),
      ...dispatching(binding, element, () => value(control.value))
    },
  });
  return control;
}

/** Slack tells the app on Enter, or on each character, as `dispatch_action_config` says. */
function dispatching(binding, element, value) {
  if (!binding.live) return {};
  const when = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const send = (event) => binding.changed(value(), when.includes("on_character_entered") ? undefined : event.target);
  const onEnter = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send(event);
  };
  return when.includes("on_character_entered") ? { change: send } : { keydown: onEnter };
}

function common(element, binding) {
  return {
    id: binding.id,
    placeholder: plain(element.placeholder) || undefined,
    minlength: element.min_length,
    autofocus: element.focus_on_load,
    autocomplete: "off",
    ...binding.described(),
  };
}

const richText = (text) => {
  const section = { type: "rich_text_section", elements: [{ type: "text", text }] };
  return { type: "rich_text", elements: [section] };
};
const plainOf = (value) => value?.elements?.[0]?.elements?.[0]?.text ?? "";

/** @param {any} element @param {any} block @param {BlockContext} context */
export function numberField(element, block, context) {
  const binding = bind(element, block, context);
  const held = binding.start(element.initial_value && { value: element.initial_value });
  const read = () => ({ value: control.value || null });
  const control = h("input", {
    class: "field-input",
    type: "number",
    inputmode: element.is_decimal_allowed ? "decimal" : "numeric",
    step: element.is_decimal_allowed ? "any" : "1",
    min: element.min_value,
    max: element.max_value,
    value: held.value ?? "",
    ...common(element, binding),
    on: { input: () => binding.keep(read()), ...dispatching(binding, element, read) },
  });
  return control;
}

/** A field of the browser's own kind whose value goes under `key`. */
function picker(type, key, initial, { toInput = (v) => v, fromInput = (v) => v } = {}) {
  return (element, block, context) => {
    const binding = bind(element, block, context);
    const held = binding.start(element[initial] && { [key]: element[initial] })[key];
    const control = h("input", {
      class: "field-input field-input-short",
      type,
      value: held ? toInput(held) : "",
      ...common(element, binding),
      on: { change: () => binding.changed({ [key]: control.value ? fromInput(control.value) : null }, control) },
    });
    return control;
  };
}

export const dateField = picker("date", "selected_date", "initial_date");
export const timeField = picker("time", "selected_time", "initial_time");
export const dateTimeField = picker("datetime-local", "selected_date_time", "initial_date_time", {
  toInput: (seconds) => new Date(seconds * 1000 - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16),
  fromInput: (text) => Math.floor(new Date(text).getTime() / 1000),
});
