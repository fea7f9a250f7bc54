/** Reactions under a message, and the small picker that adds one. */
import { h } from "./dom.js";
import { emoji, PICKER } from "./emoji.js";
import { icon } from "./icons.js";
import { moveFocus, openPopover } from "./menu.js";
import { nameOf } from "./avatar.js";

/** @typedef {import("./app.js").Services} Services */

/** @param {Services} app @param {import("./types.js").Message} message @param {string} channel */
export function reactionBar(app, message, channel) {
  const me = app.store.state.me.id;
  const pill = ({ name, count, users = [] }) => {
    const mine = users.includes(me);
    const who = users.map((id) => nameOf(app.store.state.users.get(id), id)).join(", ");
    const toggle = () => react(app, channel, message.ts, name, mine);
    return h(
      "button",
      {
        type: "button",
        class: "reaction",
        "aria-pressed": String(mine),
        "aria-label": `${name}, ${count}`,
        title: `${who} reacted with :${name}:`,
        on: { click: toggle },
      },
      h("span", { class: "emoji" }, emoji(name) ?? `:${name}:`),
      h("span", {}, count ?? users.length),
    );
  };
  const add = h(
    "button",
    {
      type: "button",
      class: "reaction reaction-add",
      "aria-label": "Add reaction",
      on: { click: () => pickReaction(app, add, message, channel) },
    },
    icon("smile"),
  );
  return h("div", { class: "reactions" }, message.reactions.map(pill), add);
}

async function react({ api, toasts }, channel, ts, name, remove) {
  await api.react(channel, ts, name, remove).catch(toasts.error);
}

/** @param {Services} app @param {HTMLElement} anchor */
export function pickReaction(app, anchor, message, channel) {
  const panel = h("div", { class: "emoji-picker", role: "menu", "aria-label": "Add reaction" });
  for (const name of PICKER) {
    const choose = () => {
      close();
      void react(app, channel, message.ts, name, false);
    };
    panel.append(
      h(
        "button",
        {
          type: "button",
          class: "emoji-choice",
          role: "menuitem",
          "aria-label": name.replaceAll("_", " "),
          title: `:${name}:`,
          on: { click: choose },
        },
        emoji(name),
      ),
    );
  }
  const close = openPopover(anchor, panel);
  panel.addEventListener("keydown", (event) => moveFocus(event, panel));
  panel.firstElementChild.focus();
}
