/** What an empty place says: it teaches by example, from what the connected app says about itself. */
import { avatar } from "./avatar.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { channelTitle, isDirect } from "./store.js";

/**
 * The beginning of a channel, with the app's commands to try when nothing was said yet.
 *
 * @param {import("./app.js").Services} app
 * @param {import("./types.js").Channel} channel
 * @param {boolean} isNew nothing was said yet
 */
export function welcome(app, channel, isNew) {
  const { store } = app;
  const connected = store.state.app?.connected;
  return h(
    "section",
    { class: "welcome" },
    beginning(store, channel),
    isNew && connected && !store.isAppDm(channel.id) && introduction(app, channel),
    isNew && !connected && waiting(store),
  );
}

function beginning(store, channel) {
  const title = channelTitle(store, channel);
  const other = store.state.users.get(channel.user ?? "");
  const mark = channel.kind === "im" ? avatar(other, "large") : h(
    "span",
    { class: "welcome-mark" },
    icon(isDirect(channel) ? "at" : channel.kind === "private" ? "lock" : "hash"),
  );
  const about = store.isAppDm(channel.id) && store.state.app?.description;
  const direct = isDirect(channel);
  const beginning = `This is ${direct ? "your conversation with " : "the very beginning of #"}${title}.`;
  const words = (direct ? about : channel.topic) || beginning;
  return h(
    "div",
    { class: "welcome-head" },
    mark,
    h("div", {}, h("h2", {}, direct ? title : `#${title}`), h("p", { class: "muted" }, words)),
  );
}

function introduction(app, channel) {
  const { app: bot, commands } = app.store.state;
  const member = channel.members?.includes(bot.bot_user_id);
  const lead = member
    ? `${bot.name} is in this channel. Try a command, or mention it with @${bot.name}.`
    : `${bot.name} is not in this channel and does not see what is said here. Its commands work everywhere.`;
  return h(
    "div",
    { class: "welcome-card" },
    h("p", { class: "welcome-about" }, h("strong", {}, bot.name), bot.description && ` · ${bot.description}`),
    h("p", { class: "muted" }, lead),
    commands.length > 0 && h("div", { class: "welcome-commands" }, commands.map((command) => example(app, command))),
  );
}

function example(app, { command, description, usage_hint }) {
  const tryIt = () => app.prefill(`${command} `);
  return h(
    "button",
    { type: "button", class: "welcome-command", on: { click: tryIt } },
    h("span", { class: "welcome-usage" }, h("code", {}, command), " ", h("span", { class: "muted" }, usage_hint ?? "")),
    h("span", { class: "welcome-what" }, description),
  );
}

const waiting = (store) =>
  h(
    "div",
    { class: "welcome-card" },
    h(
      "p",
      { class: "welcome-about" },
      h(
        "strong",
        {},
        store.state.app ? `${store.state.app.name} is not connected right now.` : "No app is connected yet.",
      ),
    ),
    h(
      "p",
      { class: "muted" },
      "Start it, and it appears here by itself. Until then, people can still write to each other.",
    ),
  );

/** Suggested prompts as chips; one sends its message. @param {import("./types.js").PromptSet|undefined} set */
export function promptChips(set, send) {
  if (!set?.prompts?.length) return undefined;
  const chips = set.prompts.map(
    ({ title, message }) => h(
      "button",
      { type: "button", class: "prompt", title: message, on: { click: (event) => send(message, event.currentTarget) } },
      title,
    ),
  );
  return h(
    "div",
    { class: "prompts", role: "group", "aria-label": set.title || "Suggestions" },
    h("p", { class: "muted" }, set.title || "Write a message, or start with one of these."),
    h("div", { class: "prompt-list" }, chips),
  );
}
