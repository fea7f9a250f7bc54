/** What one can do with a message: react, reply, copy its link, change or remove it, and the app's shortcuts. */
import { ask } from "./blocks/confirm.js";
import { h, isPhone } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { pickReaction } from "./reactions.js";
import { formatRoute } from "./router.js";

/** @typedef {import("./app.js").Services} Services */

/**
 * @param {Services} app
 * @param {() => import("./types.js").Message} current the message as it is when something is chosen
 * @param {import("./message.js").RowPlace} place
 * @param {() => void} edit
 */
export function toolbar(app, current, place, edit) {
  const tool = (drawing, words, run) => {
    const button = h(
      "button",
      { type: "button", class: "icon-button", "aria-label": words, title: words },
      icon(drawing),
    );
    button.addEventListener("click", () => run(button));
    return button;
  };
  const reply = () => app.go({ thread: current().thread_ts ?? current().ts });
  return h(
    "div",
    { class: "toolbar", role: "group", "aria-label": "Message actions" },
    tool("smile", "Add reaction", (button) => pickReaction(app, button, current(), place.channel)),
    !place.inThread && tool("reply", "Reply in thread", reply),
    tool(
      "more",
      "More actions",
      (button) => openMenu(button, choices(app, current(), place, edit, reply, button), "More actions"),
    ),
  );
}

function choices(app, message, place, edit, reply, button) {
  const { state } = app.store;
  const own = message.user === state.me.id;
  const shortcut = ({ callback_id, name }) => ({
    label: name,
    hint: state.app?.name,
    lead: icon("bolt"),
    run: () => app.api.shortcut(
      callback_id,
      { channel: place.channel, message_ts: message.ts },
    ).catch(app.toasts.error),
  });
  const addReaction = () => pickReaction(app, button, message, place.channel);
  const copy = () => copyLink(app, message, place.channel);
  const drop = () => remove(app, message, place.channel);
  return [
    isPhone() && { label: "Add Reaction", lead: icon("smile"), run: addReaction },
    !place.inThread && { label: "Reply In Thread", lead: icon("reply"), run: reply },
    { label: "Copy Link", lead: icon("link"), run: copy },
    ...state.shortcuts.filter((one) => one.type === "message").map(shortcut),
    own && { label: "Edit Message", lead: icon("pencil"), run: edit },
    own && { label: "Delete Message", lead: icon("trash"), tone: /** @type {const} */ ("danger"), run: drop },
  ].filter(Boolean);
}

async function copyLink({ store, toasts }, message, channel) {
  const thread = message.thread_ts ?? message.ts;
  const address = `${location.origin}/?user=${store.state.me.id}${formatRoute({ channel, tab: "messages", thread })}`;
  await navigator.clipboard.writeText(address).then(
    () => toasts.show("Link copied.", "done"),
    () => toasts.show(`The link could not be copied. It is ${address}`),
  );
}

async function remove({ api, toasts }, message, channel) {
  const sure = await ask(
    {
      title: "Delete this message?",
      body: "It goes away for everyone. This cannot be undone.",
      yes: "Delete",
      no: "Keep",
      danger: true,
    },
  );
  if (sure) await api.remove(channel, message.ts).catch(toasts.error);
}
