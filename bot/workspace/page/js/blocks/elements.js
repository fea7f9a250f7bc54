/** Block elements: what a person can press or fill in, each type to the function that draws it. */
import { h, safeHref } from "../dom.js";
import { icon } from "../icons.js";
import { openMenu } from "../menu.js";
import { checkboxes, radioButtons } from "./choices.js";
import { confirmed } from "./confirm.js";
import { plain, textNodes } from "./context.js";
import { dateField, dateTimeField, numberField, textField, timeField } from "./fields.js";
import { imageElement } from "./media.js";
import { multiSelect, singleSelect } from "./selects.js";

/** @typedef {import("./context.js").BlockContext} BlockContext */

/** @type {Record<string, (element: any, block: any, context: BlockContext) => Node>} */
const ELEMENTS = {
  button,
  workflow_button: button,
  overflow,
  image: (element) => imageElement(element),
  static_select: singleSelect,
  users_select: singleSelect,
  conversations_select: singleSelect,
  channels_select: singleSelect,
  multi_static_select: multiSelect,
  multi_users_select: multiSelect,
  multi_conversations_select: multiSelect,
  multi_channels_select: multiSelect,
  radio_buttons: radioButtons,
  checkboxes,
  datepicker: dateField,
  timepicker: timeField,
  datetimepicker: dateTimeField,
  plain_text_input: textField,
  rich_text_input: textField,
  email_text_input: textField,
  url_text_input: textField,
  number_input: numberField,
};

/** @param {any} element @param {any} block the block it stands in @param {BlockContext} context */
export function renderElement(element, block, context) {
  const render = ELEMENTS[element?.type];
  return render ? render(element, block, context) : h(
    "p",
    { class: "placeholder" },
    `This page cannot show “${element?.type}” yet.`,
  );
}

const BUTTON_STYLES = { primary: "button-primary", danger: "button-danger" };

function button(element, block, context) {
  const className = `button ${BUTTON_STYLES[element.style] ?? ""}`;
  const label = { "aria-label": element.accessibility_label };
  const press = async (event) => {
    const action = { type: element.type, action_id: element.action_id, block_id: block.block_id, value: element.value };
    if (await confirmed(element.confirm, context)) await context.dispatch(action, event.currentTarget ?? control);
  };
  const href = safeHref(element.url);
  const control = href
    ? h(
      "a",
      { class: className, href, target: "_blank", rel: "noopener noreferrer", ...label, on: { click: press } },
      textNodes(element.text, context),
      icon("external"),
    )
    : h(
      "button",
      { type: "button", class: className, ...label, on: { click: press } },
      textNodes(element.text, context),
    );
  return control;
}

function overflow(element, block, context) {
  const trigger = h(
    "button",
    { type: "button", class: "icon-button overflow", "aria-label": "More options", "aria-haspopup": "menu" },
    icon("more"),
  );
  const choose = async (option) => {
    if (safeHref(option.url)) open(safeHref(option.url), "_blank", "noopener,noreferrer");
    const action = {
      type: element.type,
      action_id: element.action_id,
      block_id: block.block_id,
      selected_option: option,
    };
    if (await confirmed(element.confirm, context)) await context.dispatch(action, trigger);
  };
  const items = (element.options ?? []).map(
    (option) => ({ label: plain(option.text), hint: plain(option.description), run: () => choose(option) }),
  );
  trigger.addEventListener("click", () => openMenu(trigger, items, "More options"));
  return trigger;
}
