/** Which channels hold something this person has not seen, remembered in this browser for each person. */
import { compareTs } from "./time.js";
import { isDirect, isTopLevel } from "./store.js";

const KEY = "workspace.read";
const LOOK_BACK = 30;

function readMarks() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "") || {};
  } catch {
    return {};
  }
}

/**
 * @param {import("./store.js").Store} store
 * @param {import("./api.js").Api} api
 */
export function createUnread(store, api) {
  const markKey = (channel) => `${store.state.team.id}/${store.state.me.id}/${channel}`;
  const isShown = (channel) => store.state.route.channel === channel && !document.hidden;
  const mentionsMe = (message) => message.text?.includes(`<@${store.state.me.id}>`) ?? false;

  /** The latest message seen; before the first visit it is when this browser first opened the workspace. */
  function seen(channel) {
    const marks = readMarks();
    if (!marks.since) {
      marks.since = `${Math.floor(Date.now() / 1000)}.000000`;
      localStorage.setItem(KEY, JSON.stringify(marks));
    }
    return marks[markKey(channel)] ?? marks.since;
  }

  /** Everything in `channel` is seen now. */
  function clear(channel) {
    const latest = store.topLevel(channel).at(-1)?.ts;
    if (latest) localStorage.setItem(KEY, JSON.stringify({ ...readMarks(), [markKey(channel)]: latest }));
    if (store.state.unread.has(channel)) store.put("unread", channel, undefined);
  }

  /** A message has just arrived. Replies count where they concern this person: in a DM, or when mentioned. */
  function note(channel, message) {
    if (message.user === store.state.me.id) return;
    if (isShown(channel)) return void clear(channel);
    const direct = isDirect(store.state.channels.get(channel));
    if (isTopLevel(message) || direct || mentionsMe(message)) add(channel, [message]);
  }

  /** Count messages; one that is counted already, because it was both announced and fetched, counts once. */
  function add(channel, messages) {
    if (!messages.length) return;
    const known = store.state.unread.get(channel);
    const stamps = new Set([...(known?.stamps ?? []), ...messages.map((message) => message.ts)]);
    const direct = isDirect(store.state.channels.get(channel));
    const mention = Boolean(known?.mention) || direct || messages.some(mentionsMe);
    store.put("unread", channel, { stamps, count: stamps.size, mention });
  }

  /** Once the socket is open: count what arrived in the other channels before it was. */
  async function catchUp() {
    const { me, channels } = store.state;
    for (const channel of channels.keys()) {
      if (channel === store.state.route.channel) continue;
      const { messages } = await api.history(channel, undefined, LOOK_BACK);
      if (me.id !== store.state.me.id) return;
      const fresh = messages.filter((m) => m.user !== me.id && compareTs(m.ts, seen(channel)) > 0);
      if (channel !== store.state.route.channel) add(channel, fresh);
    }
  }

  document.addEventListener("visibilitychange", () => !document.hidden && clear(store.state.route.channel));
  return { clear, note, catchUp };
}
