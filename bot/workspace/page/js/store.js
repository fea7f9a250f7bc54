/**
 * What the page knows, in one place. Views subscribe to topics and read; only the functions here write.
 *
 * Topics: boot, route, channels, messages, sessions, prompts, unread, app, home, connection.
 */
import { compareTs } from "./time.js";

/** @typedef {import("./types.js").Message} Message */

function emptyState() {
  return {
    team: { id: "", name: "Workspace" },
    /** @type {import("./types.js").User} */ me: { id: "", name: "", real_name: "", color: "#777777", is_bot: false },
    /** @type {Map<string, import("./types.js").User>} */ users: new Map(),
    /** @type {Map<string, import("./types.js").Channel>} */ channels: new Map(),
    /** @type {import("./types.js").App|null} */ app: null,
    /** @type {import("./types.js").Command[]} */ commands: [],
    /** @type {import("./types.js").Shortcut[]} */ shortcuts: [],
    /** @type {Map<string, Map<string, Message>>} channel → ts → message, roots and replies */ messages: new Map(),
    /** @type {Map<string, boolean>} channel → older messages exist; absent: not loaded yet */ hasMore: new Map(),
    /** @type {Set<string>} thread keys whose replies are loaded */ loadedThreads: new Set(),
    /** @type {Map<string, import("./types.js").Session>} thread key → session */ sessions: new Map(),
    /** @type {Map<string, string>} thread key → "is thinking…" */ statuses: new Map(),
    /** @type {Map<string, import("./types.js").PromptSet>} channel or thread key → prompts */ prompts: new Map(),
    /** @type {Map<string, {count: number, mention: boolean}>} */ unread: new Map(),
    /** @type {import("./types.js").View|null} */ home: null,
    connection: "connecting",
  };
}

export const threadKey = (channel, ts) => `${channel}/${ts}`;

/** True when a message stands in the channel itself: not a reply, or one also sent to the channel. */
export const isTopLevel = (message) =>
  !message.thread_ts || message.thread_ts === message.ts || message.subtype === "thread_broadcast";

const byTime = (a, b) => compareTs(a.ts, b.ts);

export function createStore() {
  const state = { ...emptyState(), route: { channel: "", tab: "messages", thread: "" } };
  const listeners = new Map();

  const on = (topic, listener) => listeners.set(topic, [...(listeners.get(topic) ?? []), listener]);
  const emit = (topic, detail) => (listeners.get(topic) ?? []).forEach((listener) => listener(detail));
  const of = (channel) => state.messages.get(channel) ?? new Map();

  /** Start over with what `/client/boot` answered; messages of another person are forgotten. */
  function boot(answer) {
    const samePerson = state.me.id === answer.me.id;
    const { messages, hasMore, loadedThreads, sessions, statuses, prompts, unread, home } = state;
    const kept = samePerson ? { messages, hasMore, loadedThreads, sessions, statuses, prompts, unread, home } : {};
    Object.assign(state, emptyState(), kept, {
      team: answer.team,
      me: answer.me,
      users: new Map(answer.users.map((user) => [user.id, user])),
      channels: new Map(answer.channels.map((channel) => [channel.id, channel])),
      app: answer.app ?? null,
      commands: answer.commands ?? [],
      shortcuts: answer.shortcuts ?? [],
      connection: state.connection,
    });
    emit("boot");
  }

  /** Add or replace messages of a channel, and keep each root's reply count in step. */
  function putMessages(channel, messages) {
    const known = state.messages.get(channel) ?? new Map();
    state.messages.set(channel, known);
    for (const message of messages) {
      known.set(message.ts, message);
      countReply(known, message);
    }
    emit("messages", { channel });
  }

  function countReply(known, reply) {
    const root = reply.thread_ts !== reply.ts && !reply.is_ephemeral && known.get(reply.thread_ts ?? "");
    if (!root || compareTs(root.latest_reply ?? "0", reply.ts) >= 0) return;
    known.set(root.ts, {
      ...root,
      reply_count: (root.reply_count ?? 0) + 1,
      latest_reply: reply.ts,
      reply_users: [...new Set([...(root.reply_users ?? []), reply.user])],
    });
  }

  /** What is known of a channel now, to hand to `putHistory` or `putReplies` once the server has answered. */
  const snapshot = (channel) => new Map(of(channel));

  /**
   * Take over what the server answered to a question asked at the time of `before`. What the socket told since
   * then is newer than the answer and stays; what was known and is not in the answer is gone.
   */
  function replace(channel, messages, inScope, before) {
    const known = of(channel);
    const answered = new Set(messages.map(({ ts }) => ts));
    for (const [ts, old] of before) {
      if (inScope(old) && !old.is_ephemeral && !answered.has(ts) && known.get(ts) === old) known.delete(ts);
    }
    putMessages(channel, messages.filter(({ ts }) => known.get(ts) === before.get(ts)));
  }

  function putHistory(channel, messages, hasMore, before) {
    state.hasMore.set(channel, hasMore);
    replace(channel, messages, isTopLevel, before);
  }

  function putOlder(channel, messages, hasMore) {
    state.hasMore.set(channel, hasMore);
    putMessages(channel, messages);
  }

  function putReplies(channel, ts, messages, before) {
    state.loadedThreads.add(threadKey(channel, ts));
    replace(channel, messages, (message) => message.thread_ts === ts, before);
  }

  function removeMessage(channel, ts) {
    of(channel).delete(ts);
    emit("messages", { channel });
  }

  function patchMessage(channel, ts, changes) {
    const message = of(channel).get(ts);
    if (message) putMessages(channel, [{ ...message, ...changes }]);
  }

  /** Forget which channels and threads were loaded, so that they are fetched again when shown. */
  function forgetLoaded() {
    state.hasMore.clear();
    state.loadedThreads.clear();
    state.sessions.clear();
    state.statuses.clear();
  }

  /** Set one of the keyed maps (sessions, statuses, prompts, unread) or a plain field, and tell the topic. */
  function put(field, key, value, topic = field) {
    if (value === undefined) state[field].delete(key);
    else state[field].set(key, value);
    emit(topic, { key });
  }

  function set(field, value) {
    state[field] = value;
    emit(field);
  }

  const topLevel = (channel) => [...of(channel).values()].filter(isTopLevel).sort(byTime);
  const thread = (channel, ts) =>
    [...of(channel).values()].filter((message) => message.ts === ts || message.thread_ts === ts).sort(byTime);
  const message = (channel, ts) => of(channel).get(ts);
  const appDm = () => [...state.channels.values()].find(
    (c) => c.kind === "im" && state.app && c.user === state.app.bot_user_id,
  );
  const isAppDm = (channel) => Boolean(channel) && appDm()?.id === channel;

  /** @type {import("./types.js").Directory} names for ids, as the text renderers need them */
  const directory = {
    get name() { return state.team.name; },
    user: (id) => state.users.get(id),
    channel: (id) => state.channels.get(id),
  };

  return {
    state, on, emit, boot, put, set, snapshot, putMessages, putHistory, putOlder, putReplies, removeMessage,
    patchMessage, forgetLoaded, topLevel, thread, message, appDm, isAppDm, directory,
  };
}

/** @typedef {ReturnType<typeof createStore>} Store */

/** True for a conversation between people rather than in a channel. @param {{kind: string}|undefined} place */
export const isDirect = (place) => place?.kind === "im" || place?.kind === "mpim";

/** What a channel is called: "#general", or the other person's name. */
export function channelTitle(store, channel) {
  if (!channel) return "";
  if (channel.kind !== "im") return channel.name;
  return store.state.users.get(channel.user)?.real_name || store.state.users.get(channel.user)?.name || channel.name;
}
