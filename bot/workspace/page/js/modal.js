/** Modals: a stack of views, of which the top one is seen. What was typed survives an update by the app. */
import { blockContext, whileBusy } from "./actions.js";
import { renderBlocks } from "./blocks/index.js";
import { plain } from "./blocks/context.js";
import { h } from "./dom.js";
import { createForm, missing, valuesFor } from "./form.js";
import { icon } from "./icons.js";

/**
 * @typedef {object} Entry
 * @property {import("./types.js").View} view
 * @property {import("./form.js").Form} form
 * @property {Record<string, string>} errors block id → what is wrong
 * @property {HTMLElement} blocks where it is drawn
 */

/** @param {import("./app.js").Services} app */
export function createModals(app) {
  const { api, toasts } = app;
  /** @type {Entry[]} */ let stack = [];
  const content = h("form", { class: "modal-form", novalidate: true });
  const dialog = h("dialog", { class: "dialog modal" }, content);
  const top = () => stack.at(-1);

  function open(view) {
    stack = stack.filter((entry) => entry.view.id !== view.id);
    stack.push({ view, form: createForm(), errors: {}, blocks: h("div", { class: "blocks modal-blocks" }) });
    draw();
    focusFirst();
  }

  function update(view) {
    const entry = stack.find((one) => one.view.id === view.id);
    if (!entry) return;
    Object.assign(entry, { view, errors: {} });
    draw();
  }

  function closed(viewId, all) {
    stack = all ? [] : stack.filter((entry) => entry.view.id !== viewId);
    draw();
  }

  async function dismiss() {
    const entry = top();
    if (!entry) return;
    closed(entry.view.id, false);
    await api.closeView(entry.view.id).catch(toasts.error);
  }

  function draw() {
    const entry = top();
    if (!entry) return dialog.close();
    const { view } = entry;
    dialog.setAttribute("aria-label", plain(view.title) || "Dialog");
    drawBlocks(entry);
    if (content.children[1] !== entry.blocks) content.replaceChildren(head(view), entry.blocks, footer(view));
    else {
      content.firstElementChild.replaceWith(head(view));
      content.lastElementChild.replaceWith(footer(view));
    }
    if (!dialog.open) dialog.showModal();
  }

  function drawBlocks(entry) {
    const context = {
      ...blockContext(app, { type: "view", view_id: entry.view.id }, entry.form),
      errors: entry.errors,
    };
    const focused = entry.blocks.contains(document.activeElement) ? document.activeElement?.id : "";
    renderBlocks(entry.blocks, entry.view.blocks, context);
    if (focused) document.getElementById(focused)?.focus();
  }

  function head(view) {
    const words = stack.length > 1 ? "Back" : "Close";
    const button = h(
      "button",
      { type: "button", class: "icon-button", "aria-label": words, on: { click: dismiss } },
      icon(stack.length > 1 ? "back" : "close"),
    );
    const title = h("h2", { class: "dialog-title" }, plain(view.title));
    return h("header", { class: `dialog-header${stack.length > 1 ? " dialog-header-back" : ""}` }, title, button);
  }

  function footer(view) {
    const cancel = h(
      "button",
      { type: "button", class: "button", on: { click: dismiss } },
      plain(view.close) || (view.submit ? "Cancel" : "Close"),
    );
    const submit = view.submit && h("button", { type: "submit", class: "button button-primary" }, plain(view.submit));
    return h("footer", { class: "dialog-footer" }, cancel, submit);
  }

  function focusFirst() {
    const wanted = content.querySelector("[autofocus]") ?? top()?.blocks.querySelector("input, textarea, select");
    wanted?.focus();
  }

  async function submit() {
    const entry = top();
    const button = content.querySelector("button[type=submit]");
    if (!entry || !button || button.disabled) return;
    const gaps = missing(entry.form, entry.view.blocks);
    if (Object.keys(gaps).length) return showErrors(entry, gaps);
    if (Object.keys(entry.errors).length) showErrors(entry, {});
    await whileBusy(
      button,
      { ...toasts, error: (error) => refused(entry, error) },
      () => api.submitView(entry.view.id, valuesFor(entry.form, entry.view.blocks)),
    );
  }

  function refused(entry, error) {
    if (error.code !== "validation") return toasts.error(error);
    showErrors(entry, error.body.errors ?? {});
    const unplaced = Object.keys(error.body.errors ?? {}).every(
      (id) => !entry.view.blocks.some((block) => block.block_id === id),
    );
    if (unplaced) toasts.show(Object.values(error.body.errors ?? {}).join(" ") || error.message);
  }

  function showErrors(entry, errors) {
    entry.errors = errors;
    drawBlocks(entry);
    entry.blocks.querySelector(".input-wrong :is(input, textarea, select, summary)")?.focus();
  }

  content.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    void dismiss();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") event.stopPropagation();
  });

  return { node: dialog, open, update, closed, closeAll: () => closed("", true) };
}
