/**
 * The composition root: everything is made here once and handed what it needs.
 *
 * @typedef {object} Services
 * @property {import("./store.js").Store} store
 * @property {import("./api.js").Api} api
 * @property {ReturnType<typeof import("./toast.js").createToasts>} toasts
 * @property {ReturnType<typeof import("./unread.js").createUnread>} unread
 * @property {(changes: Partial<import("./types.js").Route>, replace?: boolean) => void} go change what is shown
 * @property {(user: string) => Promise<void>} become act as another person
 * @property {(channel: string, message: import("./types.js").Message) => void} sent this page has just sent a message
 * @property {(text: string) => void} prefill put text into the main composer
 * @property {() => void} openSidebar
 */
import { createAnnouncer } from "./announcer.js";
import { createApi } from "./api.js";
import { createBanner } from "./banner.js";
import { createConversation } from "./conversation.js";
import { createEventHandler } from "./events.js";
import { createModals } from "./modal.js";
import { formatRoute, onNavigate, parseRoute, personInAddress, showInAddress } from "./router.js";
import { createSidebar } from "./sidebar.js";
import { createSocket } from "./socket.js";
import { createStore, isDirect, threadKey } from "./store.js";
import { createThread } from "./thread.js";
import { createToasts } from "./toast.js";
import { createUnread } from "./unread.js";

const PERSON_KEY = "workspace.person";

/** @param {HTMLElement} root @param {HTMLElement} announcer */
export async function startApp(root, announcer) {
  let person = personInAddress() || localStorage.getItem(PERSON_KEY) || "";
  let lastSent = "";
  const store = createStore();
  const api = createApi(() => person);
  const toasts = createToasts();
  const unread = createUnread(store, api);
  /** @type {Services} */
  const app = {
    store,
    api,
    toasts,
    unread,
    go,
    become,
    sent,
    prefill: (text) => parts.conversation.composer.prefill(text),
    openSidebar: () => parts.sidebar.setOpen(true),
  };
  const parts = {
    sidebar: createSidebar(app),
    conversation: createConversation(app),
    thread: createThread(app),
    modals: createModals(app),
  };
  const announce = createAnnouncer(announcer, store);
  const onEvent = createEventHandler(
    { store, unread, modals: parts.modals, reboot: () => reboot().catch(toasts.error), onNew },
  );
  const socket = createSocket({ person: () => person, onEvent, onState });

  function go(changes, replace = false) {
    const route = { ...store.state.route, ...changes };
    showInAddress(store.state.me.id, route, replace);
    show(route);
  }

  function show(wanted) {
    const { channels } = store.state;
    const first = [...channels.values()].find((one) => !isDirect(one)) ?? [...channels.values()][0];
    const route = channels.has(wanted.channel) ? wanted : { channel: first?.id ?? "", tab: "messages", thread: "" };
    if (route !== wanted && wanted.channel) toasts.show(
      `${store.state.me.real_name || "This person"} is not in that conversation.`,
    );
    document.body.classList.toggle("thread-open", Boolean(route.thread));
    store.set("route", route);
    unread.clear(route.channel);
    if (formatRoute(route) !== location.hash) showInAddress(store.state.me.id, route, true);
  }

  const currentRoute = () => (store.state.route.channel ? store.state.route : parseRoute(location.hash));

  async function reboot(chooseRoute = currentRoute) {
    const answer = await api.boot();
    person = answer.me.id;
    localStorage.setItem(PERSON_KEY, person);
    store.boot(answer);
    show(chooseRoute());
  }

  async function become(user) {
    const before = person;
    person = user;
    parts.modals.closeAll();
    const { channel, tab } = store.state.route;
    const withApp = store.isAppDm(channel);
    const samePlace = () => ({ channel: withApp ? (store.appDm()?.id ?? "") : channel, tab, thread: "" });
    try {
      await reboot(samePlace);
      showInAddress(person, store.state.route, true);
      socket.restart();
    } catch (error) {
      person = before;
      toasts.error(error);
    }
  }

  function sent(channel, message) {
    lastSent = message.ts;
    if (!store.message(channel, message.ts)) store.putMessages(channel, [message]); // the socket may know more already
    const answered = store.state.sessions.has(threadKey(channel, message.ts)) || store.thread(
      channel,
      message.ts,
    ).length > 1;
    if (answered) follow(channel, message.ts);
  }

  /** A message arrived. In the app's own conversation its answers come as a thread, so that thread opens. */
  function onNew(channel, message) {
    announce(channel, message);
    follow(channel, message.thread_ts);
  }

  function follow(channel, thread) {
    const { route } = store.state;
    const isMine = thread && thread === lastSent && route.channel === channel && store.isAppDm(channel);
    const isFree = route.tab === "messages" && route.thread !== thread && parts.conversation.composer.isEmpty();
    if (isMine && isFree) go({ thread });
  }

  /** From here on events are told; what happened before, since the last look or since the line was lost, is fetched. */
  async function onState(state, again) {
    store.set("connection", state);
    if (state !== "open") return;
    store.forgetLoaded();
    if (again) await reboot().catch(toasts.error);
    else show(currentRoute());
    unread.catchUp().catch(toasts.error);
  }

  function onEscape(event) {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (parts.sidebar.isOpen()) parts.sidebar.setOpen(false);
    else if (parts.thread.isOpen()) parts.thread.close();
  }

  const banner = createBanner(store, socket.retryNow);
  store.on("sessions", ({ key }) => key && follow(...key.split("/")));
  onNavigate(show);
  document.addEventListener("keydown", onEscape);
  await reboot().catch(forgetPersonAndRetry);
  root.replaceChildren(
    banner,
    parts.sidebar.node,
    parts.sidebar.scrim,
    parts.conversation.node,
    parts.thread.node,
    parts.modals.node,
    toasts.node,
  );
  root.removeAttribute("aria-busy");
  socket.restart();

  /** The remembered person may no longer exist: begin as whoever the server names first. */
  function forgetPersonAndRetry() {
    person = "";
    return reboot();
  }
}
