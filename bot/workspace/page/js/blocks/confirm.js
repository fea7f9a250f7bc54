/** "Are you sure?", asked before an element's action goes out. */
import { h } from "../dom.js";
import { plain, textNodes } from "./context.js";

/**
 * True at once when there is nothing to confirm, otherwise what the person chose.
 *
 * @param {any} confirm a confirmation dialog object, or nothing
 * @param {import("./context.js").BlockContext} context
 * @returns {Promise<boolean>}
 */
export function confirmed(confirm, context) {
  if (!confirm) return Promise.resolve(true);
  return ask({
    title: plain(confirm.title) || "Are you sure?",
    body: textNodes(confirm.text, context),
    yes: plain(confirm.confirm) || "Confirm",
    no: plain(confirm.deny) || "Cancel",
    danger: confirm.style === "danger",
  });
}

/**
 * A small question with two buttons; Esc means no.
 *
 * @param {{title: string, body: any, yes: string, no: string, danger?: boolean}} question
 * @returns {Promise<boolean>}
 */
export function ask({ title, body, yes, no, danger }) {
  return new Promise((resolve) => {
    const answer = (value) => () => dialog.close(value);
    const dialog = h(
      "dialog",
      { class: "dialog dialog-small", "aria-label": title },
      h("h2", { class: "dialog-title" }, title),
      h("div", { class: "dialog-body prose" }, body),
      h(
        "footer",
        { class: "dialog-footer" },
        h("button", { type: "button", class: "button", on: { click: answer("no") } }, no),
        h(
          "button",
          {
            type: "button",
            class: `button ${danger ? "button-danger" : "button-primary"}`,
            autofocus: true,
            on: { click: answer("yes") },
          },
          yes,
        ),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
