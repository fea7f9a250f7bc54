/** Changing one's own message in place. */
import { whileBusy } from "./actions.js";
import { h } from "./dom.js";
import { mentionsToNames, namesToMentions } from "./mentions.js";

/**
 * @param {import("./app.js").Services} app
 * @param {import("./types.js").Message} message
 * @param {string} channel
 * @param {() => void} done called when the message is to be shown again
 */
export function editor({ api, store, toasts }, message, channel, done) {
  const users = () => [...store.state.users.values()];
  const field = h(
    "textarea",
    { class: "field-input", rows: 3, "aria-label": "Edit your message", value: mentionsToNames(message.text, users()) },
  );
  const save = h("button", { type: "submit", class: "button button-primary button-small" }, "Save");
  const submit = async () => {
    const text = namesToMentions(field.value.trim(), users());
    if (text && (await whileBusy(save, toasts, () => api.edit(channel, message.ts, text)))) done();
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") event.stopPropagation();
    if (event.key === "Escape") done();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void submit();
  });
  const onSubmit = (event) => {
    event.preventDefault();
    void submit();
  };
  return h(
    "form",
    { class: "editor", on: { submit: onSubmit } },
    field,
    h(
      "div",
      { class: "actions" },
      h("button", { type: "button", class: "button button-small", on: { click: done } }, "Cancel"),
      save,
    ),
  );
}
