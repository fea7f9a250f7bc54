/** The list of channels and conversations, with what is unread; on a phone it is a drawer. */
import { avatar } from "./avatar.js";
import { arrange, h } from "./dom.js";
import { icon } from "./icons.js";
import { keptNode } from "./kept.js";
import { moveFocus } from "./menu.js";
import { createPeople } from "./people.js";
import { channelTitle, isDirect } from "./store.js";
import { themeButton } from "./theme.js";

/** @param {import("./app.js").Services} app */
export function createSidebar(app) {
  const { store } = app;
  const team = h("span", { class: "team-name" });
  const connection = h("p", { class: "team-state" });
  const list = h("nav", { class: "channel-list", "aria-label": "Channels and messages" });
  const rooms = h("ul");
  const direct = h("ul");
  const items = new Map();
  const people = createPeople(app);
  const node = h(
    "aside",
    { class: "sidebar", "aria-label": "Workspace" },
    h(
      "header",
      { class: "sidebar-header" },
      h("img", { class: "team-mark", src: "/static/mark.svg", alt: "" }),
      h("div", { class: "team" }, team, connection),
      themeButton(),
    ),
    list,
    people.node,
  );
  const scrim = h("div", { class: "scrim", on: { click: () => setOpen(false) } });

  function setOpen(open) {
    document.body.classList.toggle("sidebar-open", open);
    if (open) (list.querySelector('[aria-current="page"]') ?? list.querySelector("button"))?.focus();
  }

  function draw() {
    team.textContent = store.state.team.name;
    const bot = store.state.app;
    connection.replaceChildren(
      h("span", { class: `lamp ${bot?.connected ? "lamp-on" : ""}` }),
      bot ? `${bot.name} ${bot.connected ? "is connected" : "is away"}` : "No app yet",
    );
    const all = [...store.state.channels.values()];
    const byName = (a, b) => channelTitle(store, a).localeCompare(channelTitle(store, b));
    const isApp = (channel) => Number(store.isAppDm(channel.id));
    const focused = list.contains(document.activeElement) ? document.activeElement?.getAttribute("data-channel") : "";
    arrange(rooms, all.filter((channel) => !isDirect(channel)).sort(byName).map(item));
    arrange(
      direct,
      all.filter(isDirect).sort((a, b) => isApp(b) - isApp(a) || byName(a, b)).map(item),
    );
    if (focused) list.querySelector(`[data-channel="${CSS.escape(focused)}"]`)?.focus();
    people.draw();
  }

  function item(channel) {
    if (!items.has(channel.id)) items.set(channel.id, keptNode());
    const shown = [
      channelTitle(store, channel),
      channel.kind,
      store.state.unread.get(channel.id),
      store.state.route.channel === channel.id,
    ];
    return items.get(channel.id)(shown, () => h("li", {}, entry(channel)));
  }

  function entry(channel) {
    const unread = store.state.unread.get(channel.id);
    const open = () => {
      setOpen(false);
      app.go({ channel: channel.id, tab: "messages", thread: "" });
    };
    const lead = channel.kind === "im" ? avatar(store.state.users.get(channel.user ?? ""), "small") : icon(
      isDirect(channel) ? "at" : channel.kind === "private" ? "lock" : "hash",
    );
    return h(
      "button",
      {
        type: "button",
        class: `channel${unread ? " channel-unread" : ""}`,
        "aria-current": store.state.route.channel === channel.id ? "page" : undefined,
        dataset: { channel: channel.id },
        on: { click: open },
      },
      h("span", { class: "channel-lead" }, lead),
      h("span", { class: "channel-name" }, channelTitle(store, channel)),
      unread && h(
        "span",
        { class: `badge${unread.mention ? " badge-strong" : ""}`, "aria-label": `${unread.count} unread` },
        unread.count > 99 ? "99+" : unread.count,
      ),
    );
  }

  const section = (title, entries) => h("section", { class: "channel-section" }, h("h2", {}, title), entries);
  list.append(section("Channels", rooms), section("Messages", direct));
  list.addEventListener(
    "keydown",
    (event) => (event.key === "ArrowDown" || event.key === "ArrowUp") && moveFocus(event, list),
  );
  for (const topic of ["boot", "channels", "unread", "app", "route"]) store.on(topic, draw);
  return { node, scrim, setOpen, isOpen: () => document.body.classList.contains("sidebar-open") };
}
