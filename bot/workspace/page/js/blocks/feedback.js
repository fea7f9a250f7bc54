/** Quiet buttons under an answer: thumbs and icons. */
import { h } from "../dom.js";
import { hasIcon, icon } from "../icons.js";
import { plain } from "./context.js";
import { confirmed } from "./confirm.js";

/** @typedef {import("./context.js").BlockContext} BlockContext */

/** @param {any} block @param {BlockContext} context */
export function contextActionsBlock(block, context) {
  return h(
    "div",
    { class: "context-actions" },
    (block.elements ?? []).map((element) => BUTTONS[element.type]?.(element, block, context)),
  );
}

const BUTTONS = { feedback_buttons: feedback, icon_button: iconButton };

function feedback(element, block, context) {
  const group = h("div", { class: "feedback", role: "group", "aria-label": "Feedback" });
  const thumb = (choice, drawing) => {
    const words = choice?.accessibility_label || plain(choice?.text);
    const button = h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": words,
        title: plain(choice?.text) || words,
        "aria-pressed": "false",
      },
      icon(drawing),
    );
    button.addEventListener("click", async () => {
      const action = {
        type: element.type,
        action_id: element.action_id,
        block_id: block.block_id,
        value: choice?.value,
      };
      if (!(await context.dispatch(action, button))) return;
      for (const other of group.children) other.setAttribute("aria-pressed", String(other === button));
    });
    return button;
  };
  group.append(thumb(element.positive_button, "thumbUp"), thumb(element.negative_button, "thumbDown"));
  return group;
}

function iconButton(element, block, context) {
  const visible = element.visible_to_user_ids;
  if (visible?.length && !visible.includes(context.store.state.me.id)) return undefined;
  const words = plain(element.text);
  const button = h(
    "button",
    { type: "button", class: "icon-button", "aria-label": element.accessibility_label || words, title: words },
    hasIcon(element.icon) ? icon(element.icon) : words,
  );
  const action = { type: element.type, action_id: element.action_id, block_id: block.block_id, value: element.value };
  button.addEventListener(
    "click",
    async () => (await confirmed(element.confirm, context)) && context.dispatch(action, button),
  );
  return button;
}
