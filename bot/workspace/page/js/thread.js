/** The panel at the side: one thread, what the app is doing in it, and a composer that replies. */
import { whileBusy } from "./actions.js";
import { createComposer } from "./composer.js";
import { h, isPhone } from "./dom.js";
import { frameOnce } from "./frame.js";
import { icon } from "./icons.js";
import { keptNode } from "./kept.js";
import { channelTitle, isDirect, threadKey } from "./store.js";
import { activity } from "./threadLink.js";
import { createTimeline } from "./timeline.js";
import { promptChips } from "./welcome.js";

/** @param {import("./app.js").Services} app */
export function createThread(app) {
  const { store, api, toasts } = app;
  const title = h("div", { class: "pane-title" });
  const close = () => app.go({ thread: "" });
  const header = h(
    "header",
    { class: "pane-header" },
    title,
    h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": "Close thread",
        title: "Close (Esc)",
        on: { click: close },
      },
      icon("close"),
    ),
  );
  const timeline = createTimeline(app, { label: "Thread", inThread: true });
  const composer = createComposer(app, { inThread: true });
  const status = h("div", { class: "session", hidden: true });
  const node = h(
    "aside",
    { class: "pane thread", hidden: true, "aria-label": "Thread" },
    header,
    h("div", { class: "pane-body" }, timeline.node, status, composer.node),
  );
  const keptPrompts = keptNode();
  let shown = "";

  function open() {
    const { route, me } = store.state;
    const key = route.thread && route.channel ? `${me.id}/${threadKey(route.channel, route.thread)}` : "";
    node.hidden = !key;
    if (!key) return void (shown = "");
    if (key !== shown) timeline.reset();
    const isNew = key !== shown;
    shown = key;
    composer.aim({ channel: route.channel, thread_ts: route.thread, placeholder: "Reply…" });
    if (!store.state.loadedThreads.has(threadKey(route.channel, route.thread))) void load(route.channel, route.thread);
    draw();
    if (isNew && !isPhone()) composer.focus();
  }

  async function load(channel, ts) {
    const person = store.state.me.id;
    const before = store.snapshot(channel);
    try {
      const { messages } = await api.replies(channel, ts);
      if (person !== store.state.me.id) return;
      const root = messages[0];
      if (root && root.ts !== ts && store.state.route.thread === ts) return app.go({ thread: root.ts }, true);
      store.putReplies(channel, ts, messages, before);
    } catch (error) {
      toasts.error(error);
      if (store.state.route.thread === ts) close();
    }
  }

  function draw() {
    const { channel, thread } = store.state.route;
    if (!thread || node.hidden) return;
    drawTitle(channel, thread);
    const list = store.thread(channel, thread);
    const replies = Math.max(list.length - 1, 0);
    const divider = h(
      "div",
      { class: "day day-left" },
      h("span", {}, `${replies} ${replies === 1 ? "reply" : "replies"}`),
    );
    const set = store.state.prompts.get(threadKey(channel, thread));
    const prompts = keptPrompts([shown, set], () => promptChips(set, reply));
    timeline.render(list, { channel, afterFirst: divider, tail: prompts && replies === 0 ? [prompts] : [] });
    drawStatus(channel, thread);
  }

  const reply = (text, button) => {
    const { channel, thread } = store.state.route;
    return whileBusy(button, toasts, () => api.send({ channel, text, thread_ts: thread }));
  };

  function drawTitle(channel, thread) {
    const place = store.state.channels.get(channel);
    const where = `${isDirect(place) ? "" : "#"}${channelTitle(store, place)}`;
    const session = store.state.sessions.get(threadKey(channel, thread));
    title.replaceChildren(h("h2", {}, session?.title || "Thread"), h("p", { class: "pane-topic" }, where));
  }

  function drawStatus(channel, thread) {
    const now = activity(store, channel, thread);
    const running = store.state.sessions.get(threadKey(channel, thread))?.status === "processing";
    status.hidden = !now;
    const key = `${now}|${running}`;
    if (status.dataset.shown === key) return;
    status.dataset.shown = key;
    const stop = h("button", { type: "button", class: "button button-small stop-button" }, icon("stop"), "Stop");
    stop.addEventListener("click", () => whileBusy(stop, toasts, () => api.stop(channel, thread)));
    status.replaceChildren(
      h("span", { class: "pulse" }),
      h("span", { class: "session-words", role: "status" }, now),
      ...(running ? [stop] : []),
    );
  }

  const redraw = frameOnce(draw);
  store.on("route", open);
  store.on("messages", ({ channel }) => channel === store.state.route.channel && redraw());
  store.on("sessions", redraw);
  store.on("prompts", redraw);
  return { node, close, isOpen: () => !node.hidden };
}
