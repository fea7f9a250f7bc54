/** Who one is right now, and changing to somebody else: one visitor can play a whole team. */
import { avatar, nameOf } from "./avatar.js";
import { h } from "./dom.js";
import { openMenu } from "./menu.js";

/** @param {import("./app.js").Services} app */
export function createPeople(app) {
  const { store } = app;
  const node = h(
    "button",
    { type: "button", class: "person", "aria-haspopup": "menu", "aria-expanded": "false", on: { click: choose } },
  );

  function draw() {
    const { me } = store.state;
    const about = h(
      "span",
      { class: "person-words" },
      h("span", { class: "person-name" }, nameOf(me)),
      h("span", { class: "person-hint" }, me.title || "You are this person"),
    );
    node.setAttribute("aria-label", `You are ${nameOf(me)}. Switch person`);
    node.replaceChildren(avatar(me), about, h("span", { class: "person-switch" }, "Switch"));
  }

  function choose() {
    const people = [...store.state.users.values()].filter((user) => !user.is_bot);
    const items = people.map((user) => ({
      label: nameOf(user),
      hint: user.title,
      lead: avatar(user),
      checked: user.id === store.state.me.id,
      run: () => app.become(user.id),
    }));
    openMenu(node, items, "Switch person");
  }

  return { node, draw };
}
