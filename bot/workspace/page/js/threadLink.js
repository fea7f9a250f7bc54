/** The line under a message that leads into its thread: who replied, how often, and whether the app is at work. */
import { avatar, nameOf } from "./avatar.js";
import { h } from "./dom.js";
import { threadKey } from "./store.js";
import { dateOf, moment } from "./time.js";

const FACES = 3;

/** What is going on in a thread right now, as a sentence, or "". @param {import("./store.js").Store} store */
export function activity(store, channel, ts) {
  const key = threadKey(channel, ts);
  const name = store.state.app?.name ?? "The app";
  const status = store.state.statuses.get(key);
  if (status) return `${name} ${status}`;
  return store.state.sessions.get(key)?.status === "processing" ? `${name} is working…` : "";
}

/** @param {import("./app.js").Services} app @param {import("./types.js").Message} message @param {string} channel */
export function threadLink(app, message, channel) {
  const { store } = app;
  const now = activity(store, channel, message.ts);
  const count = message.reply_count ?? 0;
  if (!count && !now) return undefined;
  const faces = (message.reply_users ?? []).slice(0, FACES).map((id) => avatar(store.state.users.get(id), "small"));
  const words = count ? `${count} ${count === 1 ? "reply" : "replies"}` : "View thread";
  const last = message.latest_reply && h(
    "span",
    { class: "thread-last" },
    `Last reply ${moment(dateOf(message.latest_reply))}`,
  );
  const from = (message.reply_users ?? []).map((id) => nameOf(store.state.users.get(id), id)).join(", ");
  return h(
    "button",
    {
      type: "button",
      class: "thread-link",
      title: from && `Replies from ${from}`,
      on: { click: () => app.go({ thread: message.ts }) },
    },
    h("span", { class: "thread-faces" }, faces),
    h("span", { class: "thread-count" }, words),
    now ? h("span", { class: "thread-now" }, h("span", { class: "pulse" }), now) : last,
  );
}
