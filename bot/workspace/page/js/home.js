/** The app's Home tab: a view the app publishes for each person. */
import { blockContext } from "./actions.js";
import { renderBlocks } from "./blocks/index.js";
import { h } from "./dom.js";
import { createForm } from "./form.js";

/** @param {import("./app.js").Services} app */
export function createHome(app) {
  const { store, api, toasts } = app;
  const blocks = h("div", { class: "blocks home-blocks" });
  const empty = h("p", { class: "home-empty muted" });
  const node = h(
    "div",
    { class: "home", hidden: true, tabindex: "0", role: "region", "aria-label": "App home" },
    blocks,
    empty,
  );
  let form = createForm();
  let shownView = "";

  function show(visible) {
    const opens = visible && node.hidden;
    node.hidden = !visible;
    if (opens) void load();
    if (visible) draw();
  }

  async function load() {
    const person = store.state.me.id;
    try {
      const { view } = await api.home("home");
      if (person === store.state.me.id && view) store.set("home", view);
    } catch (error) {
      toasts.error(error);
    }
  }

  function draw() {
    const view = store.state.home;
    if (view?.id !== shownView) form = createForm();
    shownView = view?.id ?? "";
    renderBlocks(blocks, view?.blocks ?? [], blockContext(app, { type: "view", view_id: shownView }, form));
    empty.hidden = Boolean(view);
    empty.textContent = `${store.state.app?.name ?? "The app"} has not put anything here yet.`;
  }

  store.on("home", () => !node.hidden && draw());
  store.on("boot", () => {
    blocks.renderedBlocks = undefined;
    if (!node.hidden) void load();
    if (!node.hidden) draw();
  });
  return { node, show };
}
