/** The middle of the page: the header of a channel, its messages, and the composer. */
import { whileBusy } from "./actions.js";
import { appBadge } from "./avatar.js";
import { createComposer } from "./composer.js";
import { h } from "./dom.js";
import { createHome } from "./home.js";
import { icon } from "./icons.js";
import { frameOnce } from "./frame.js";
import { keptNode } from "./kept.js";
import { channelTitle, isDirect } from "./store.js";
import { createTimeline } from "./timeline.js";
import { activity } from "./threadLink.js";
import { promptChips, welcome } from "./welcome.js";

/** @param {import("./app.js").Services} app */
export function createConversation(app) {
  const { store, api, toasts } = app;
  const header = h("header", { class: "pane-header" });
  const timeline = createTimeline(app, { label: "Messages", inThread: false, onTop: loadOlder });
  const composer = createComposer(app, { inThread: false });
  const home = createHome(app);
  const messages = h("div", { class: "pane-body" }, timeline.node, composer.node);
  const node = h("main", { class: "pane conversation" }, header, messages, home.node);
  const keptWelcome = keptNode();
  const keptPrompts = keptNode();
  let shown = "";

  const channel = () => store.state.channels.get(store.state.route.channel);

  function open() {
    const { route, me } = store.state;
    const key = `${me.id}/${route.channel}`;
    if (key !== shown) timeline.reset();
    shown = key;
    drawHeader();
    const onHome = route.tab === "home" && store.isAppDm(route.channel);
    messages.hidden = onHome;
    home.show(onHome);
    if (store.isAppDm(
      route.channel,
    ) && !onHome) api.home("messages").catch(() => {}); // only tells the app; nothing to show
    if (!channel()) return;
    composer.aim({ channel: route.channel, placeholder: placeholder() });
    if (!store.state.hasMore.has(route.channel)) void load(route.channel);
    draw();
  }

  const placeholder = () => `Message ${isDirect(channel()) ? "" : "#"}${channelTitle(store, channel())}`;

  async function load(id) {
    const person = store.state.me.id;
    const before = store.snapshot(id);
    try {
      const { messages: list, has_more } = await api.history(id);
      if (person === store.state.me.id) store.putHistory(id, list, has_more, before);
      if (id === store.state.route.channel) app.unread.clear(id);
    } catch (error) {
      toasts.error(error);
    }
  }

  async function loadOlder() {
    const id = store.state.route.channel;
    const oldest = store.topLevel(id)[0];
    if (!store.state.hasMore.get(id) || !oldest) return;
    const { messages: list, has_more } = await api.history(id, oldest.ts);
    store.putOlder(id, list, has_more);
    draw();
  }

  function draw() {
    const place = channel();
    if (!place) return;
    const loaded = store.state.hasMore.has(place.id);
    const list = store.topLevel(place.id);
    const atBeginning = loaded && !store.state.hasMore.get(place.id);
    timeline.render(list, {
      channel: place.id,
      head: atBeginning ? beginning(place, list.length === 0) : undefined,
      tail: loaded && list.length === 0 ? [prompts(place.id)].filter(Boolean) : [],
      revision: (message) => activity(store, place.id, message.ts),
    });
  }

  function beginning(place, isNew) {
    return keptWelcome([place, isNew, store.state.app, store.state.commands], () => welcome(app, place, isNew));
  }

  function prompts(id) {
    const set = store.state.prompts.get(id) ?? (store.isAppDm(id) ? store.state.app?.suggested_prompts : undefined);
    return keptPrompts([id, store.state.me.id, set], () => chips(id, set));
  }

  function chips(id, set) {
    return promptChips(
      set,
      (text, button) => whileBusy(
        button,
        toasts,
        async () => app.sent(id, (await api.send({ channel: id, text })).message),
      ),
    );
  }

  function drawHeader() {
    const place = channel();
    const isApp = store.isAppDm(place?.id);
    const title = channelTitle(store, place);
    const mark = place && !isDirect(place) ? icon(place.kind === "private" ? "lock" : "hash") : undefined;
    const people = place && place.kind !== "im" && place.members?.length ? `${place.members.length} members` : "";
    header.replaceChildren(
      h(
        "button",
        {
          type: "button",
          class: "icon-button menu-button",
          "aria-label": "Open the channel list",
          on: { click: app.openSidebar },
        },
        icon("menu"),
      ),
      h(
        "div",
        { class: "pane-title" },
        h("h1", {}, mark, title || "Choose a channel", isApp && appBadge()),
        h("p", { class: "pane-topic" }, [place?.topic, people].filter(Boolean).join(" · ")),
      ),
    );
    if (isApp && store.state.app?.home_enabled) header.append(tabs(place.id));
    const where = title && `${isDirect(place) ? "" : "#"}${title}`;
    document.title = [where, store.state.team.name].filter(Boolean).join(" · ");
  }

  function tabs(id) {
    const tab = (name, words) =>
      h(
        "button",
        {
          type: "button",
          class: "tab",
          "aria-current": store.state.route.tab === name ? "page" : undefined,
          on: { click: () => app.go({ channel: id, tab: name, thread: "" }) },
        },
        words,
      );
    return h("nav", { class: "tabs", "aria-label": "App" }, tab("home", "Home"), tab("messages", "Messages"));
  }

  const redraw = frameOnce(draw);
  store.on("route", open);
  store.on("messages", ({ channel: id }) => id === store.state.route.channel && redraw());
  for (const topic of ["sessions", "prompts"]) store.on(topic, redraw);
  store.on("channels", () => {
    drawHeader();
    redraw();
  });

  return { node, composer };
}
