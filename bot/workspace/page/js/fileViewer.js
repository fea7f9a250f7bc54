/** Reading a text file without leaving the page: Markdown as it is meant to look, anything else as it is. */
import { whileBusy } from "./actions.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";

const READABLE_BYTES = 500_000;

/** @typedef {import("./types.js").FileInfo} FileInfo */

const isMarkdown = (file) => file.mimetype === "text/markdown" || /\.(md|markdown)$/i.test(file.name);

/** True when a person can read the file as it is. @param {FileInfo} file */
export function isReadable(file) {
  const isText = /^text\//.test(file.mimetype ?? "") || file.mimetype === "application/json" || isMarkdown(file);
  return isText && (file.size ?? 0) <= READABLE_BYTES;
}

/**
 * Show the file in a dialog, which Esc closes.
 *
 * @param {FileInfo} file
 * @param {string} address where it is, on this server
 * @param {import("./types.js").Directory} directory
 * @param {HTMLElement} opener busy until the file is there; what went wrong is said beside it
 */
export async function openFile(file, address, directory, opener) {
  const failed = (error) => opener.replaceWith(h("span", { class: "input-error", role: "alert" }, error.message));
  await whileBusy(opener, /** @type {any} */ ({ error: failed }), async () => {
    const answer = await fetch(address).catch(() => undefined);
    if (!answer?.ok) throw new Error("The file cannot be read.");
    show(file, await answer.text(), directory);
  });
}

function show(file, text, directory) {
  const title = file.title || file.name;
  const close = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": "Close",
      autofocus: true,
      on: { click: () => dialog.close() },
    },
    icon("close"),
  );
  const content = isMarkdown(file)
    ? h("div", { class: "dialog-body file-text prose", tabindex: "0" }, markdown(text, directory))
    : h("div", { class: "dialog-body file-text", tabindex: "0" }, h("pre", { class: "code-block" }, text));
  const dialog = h(
    "dialog",
    { class: "dialog dialog-wide", "aria-label": title },
    h("header", { class: "dialog-header" }, h("h2", { class: "dialog-title" }, title), close),
    content,
  );
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") event.stopPropagation();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
