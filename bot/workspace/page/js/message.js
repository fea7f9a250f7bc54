/** One message: who, when, what, and what can be done with it. */
import { blockContext } from "./actions.js";
import { appBadge, avatar, nameOf } from "./avatar.js";
import { renderBlocks } from "./blocks/index.js";
import { fileNode } from "./blocks/media.js";
import { streamedTasks } from "./blocks/agent.js";
import { attachmentNode } from "./attachment.js";
import { fragment, h, patchChildren } from "./dom.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";
import { editor } from "./editor.js";
import { toolbar } from "./messageActions.js";
import { mrkdwn } from "./mrkdwn.js";
import { reactionBar } from "./reactions.js";
import { threadLink } from "./threadLink.js";
import { clock, dateOf, fullTime } from "./time.js";

/**
 * @typedef {object} RowPlace
 * @property {string} channel
 * @property {boolean} grouped follows a message of the same person closely: no avatar, no name
 * @property {boolean} inThread
 */

/**
 * A row that can be told that its message changed without losing what a person does inside it.
 *
 * @param {import("./app.js").Services} app
 * @param {import("./types.js").Message} first
 */
export function createMessageRow(app, first) {
  const { store } = app;
  const gutter = h("div", { class: "message-gutter" });
  const head = h("header", { class: "message-head" });
  const body = h("div", { class: "message-body" });
  const foot = h("div", { class: "message-foot" });
  const tools = h("div", { class: "toolbar-slot" });
  const node = h(
    "article",
    { class: "message", dataset: { ts: first.ts } },
    gutter,
    h("div", { class: "message-main" }, head, body, foot),
    tools,
  );
  const content = messageContent(app, body);
  let editing = false;
  let current = first;

  function update(message, place) {
    const user = store.state.users.get(message.user);
    current = message;
    node.className = classes(message, place, user);
    node.setAttribute("aria-label", `${nameOf(user, message.user)}, ${clock(dateOf(message.ts))}`);
    gutter.replaceChildren(place.grouped ? timeMark(message, "message-time-side") : avatar(user));
    head.replaceChildren(headNodes(message, user, place.grouped));
    if (!editing) content.render(message, place.channel);
    foot.replaceChildren(footNodes(app, message, place));
    if (!tools.hasChildNodes()) tools.append(
      message.is_ephemeral ? dismiss(message, place) : toolbar(app, () => current, place, () => edit(current, place)),
    );
  }

  function edit(message, place) {
    editing = true;
    const done = () => {
      editing = false;
      content.render(store.message(place.channel, message.ts) ?? message, place.channel);
    };
    body.replaceChildren(editor(app, message, place.channel, done));
    body.querySelector("textarea").focus();
  }

  const dismiss = (message, place) => {
    const hide = () => store.removeMessage(place.channel, message.ts);
    return h(
      "div",
      { class: "toolbar" },
      h(
        "button",
        { type: "button", class: "icon-button", "aria-label": "Dismiss", title: "Dismiss", on: { click: hide } },
        icon("close"),
      ),
    );
  };

  return { node, update };
}

function classes(message, place, user) {
  const flags = {
    grouped: place.grouped,
    ephemeral: message.is_ephemeral,
    streaming: message.streaming,
    "from-app": user?.is_bot,
  };
  return ["message", ...Object.entries(flags).filter(([, on]) => on).map(([name]) => `message-${name}`)].join(" ");
}

function timeMark(message, className) {
  const date = dateOf(message.ts);
  return h("time", { class: className, datetime: date.toISOString(), title: fullTime(date) }, clock(date));
}

function headNodes(message, user, grouped) {
  const note = message.is_ephemeral && h("span", { class: "only-you" }, icon("eye"), "Only visible to you");
  if (grouped) return fragment(note);
  const name = h("span", { class: "author" }, nameOf(user, message.user));
  return fragment(note, name, (user?.is_bot || message.bot_id) && appBadge(), timeMark(message, "message-time"));
}

function footNodes(app, message, place) {
  return fragment(
    message.edited && h("span", { class: "edited" }, "(edited)"),
    message.reactions?.length && reactionBar(app, message, place.channel),
    !place.inThread && threadLink(app, message, place.channel),
  );
}

/** The part of a row that streams: kept nodes stay, only what changed is drawn again. */
function messageContent(app, body) {
  const tasks = h("div", { class: "message-tasks" });
  const text = h("div", { class: "prose message-text" });
  const blocks = h("div", { class: "blocks" });
  const extras = h("div", { class: "message-extras" });
  let context;
  let tasksDrawn = "";

  function render(message, channel) {
    context ??= blockContext(
      app,
      { type: "message", channel, message_ts: message.ts, ...(message.is_ephemeral && { is_ephemeral: true }) },
    );
    drawTasks(message);
    patchChildren(text, textOf(message));
    renderBlocks(blocks, message.blocks, context);
    extras.replaceChildren(
      ...(message.files ?? []).map((file) => fileNode(file, context.directory)),
      ...(message.attachments ?? []).map((one) => attachmentNode(one, context)),
    );
    body.replaceChildren(...[tasks, text, blocks, extras].filter((part) => part.hasChildNodes()));
    if (message.streaming && !body.hasChildNodes()) body.append(
      h("span", { class: "dots", role: "img", "aria-label": "Writing" }),
    );
  }

  function drawTasks(message) {
    const key = JSON.stringify([message.tasks, message.plan_title]);
    if (key === tasksDrawn) return;
    tasksDrawn = key;
    tasks.replaceChildren(fragment(streamedTasks(message, context)));
  }

  const directory = app.store.directory;
  function textOf(message) {
    if (message.markdown) return markdown(message.markdown, directory);
    return message.blocks?.length ? [] : [...mrkdwn(message.text, directory).childNodes];
  }

  return { render };
}
