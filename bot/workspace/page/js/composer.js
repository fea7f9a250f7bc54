/** Where a person writes: grows with the text, completes, keeps drafts, sends messages and slash commands. */
import { whileBusy } from "./actions.js";
import { avatar, nameOf } from "./avatar.js";
import { createCompletion, suggest } from "./completion.js";
import { h, isPhone } from "./dom.js";
import { icon } from "./icons.js";
import { namesToMentions } from "./mentions.js";
import { openMenu } from "./menu.js";

/** @typedef {{channel: string, thread_ts?: string, placeholder: string}} Target */

/**
 * @param {import("./app.js").Services} app
 * @param {{inThread: boolean}} options
 */
export function createComposer(app, { inThread }) {
  const { store, api, toasts } = app;
  const drafts = new Map();
  /** @type {Target} */ let target = { channel: "", placeholder: "" };
  let face = "";

  const field = h(
    "textarea",
    {
      class: "composer-field",
      rows: 1,
      role: "combobox",
      "aria-label": "Message",
      spellcheck: "true",
      autocomplete: "off",
    },
  );
  const send = h(
    "button",
    { type: "submit", class: "send-button", "aria-label": "Send", title: "Send (Enter)" },
    icon("send"),
  );
  const me = h("span", { class: "composer-me" });
  const usage = h("p", { class: "composer-usage", hidden: true });
  const problem = h("div", { class: "composer-problem", role: "alert", hidden: true });
  const completion = createCompletion(field, (before) => suggest(before, store, inThread));
  const insertTool = (drawing, words, text) => tool(drawing, words, () => insert(text));
  const tools = h(
    "div",
    { class: "composer-tools" },
    me,
    !inThread && insertTool("slash", "Slash command", "/"),
    insertTool("at", "Mention someone", "@"),
  );
  const shortcuts = tool("bolt", "Shortcuts", () => openShortcuts());
  if (!inThread) tools.append(shortcuts);
  const node = h(
    "form",
    { class: "composer", on: { submit } },
    completion.list,
    problem,
    h("div", { class: "composer-box" }, field, h("div", { class: "composer-row" }, tools, usage, send)),
  );

  function tool(drawing, words, run) {
    return h(
      "button",
      { type: "button", class: "icon-button", "aria-label": words, title: words, on: { click: run } },
      icon(drawing),
    );
  }

  const key = () => `${store.state.me.id}/${target.channel}/${target.thread_ts ?? ""}`;

  /** Write to another place; the draft of the last one is kept. @param {Target} next */
  function aim(next) {
    const before = key();
    if (target.channel && next.channel + next.thread_ts !== target.channel + target.thread_ts) drafts.set(
      before,
      field.value,
    );
    const moved = face !== store.state.me.id || next.channel !== target.channel || next.thread_ts !== target.thread_ts;
    if (face && face !== store.state.me.id) drafts.set(
      `${face}/${target.channel}/${target.thread_ts ?? ""}`,
      field.value,
    );
    target = next;
    face = store.state.me.id;
    field.placeholder = next.placeholder;
    field.setAttribute("aria-label", next.placeholder);
    me.replaceChildren(avatar(store.state.me, "small"));
    me.title = `Writing as ${nameOf(store.state.me)}`;
    shortcuts.hidden = !store.state.shortcuts.some(({ type }) => type === "global");
    if (moved) setText(drafts.get(key()) ?? "");
  }

  function setText(text) {
    field.value = text;
    problem.hidden = true;
    onInput();
  }

  function onInput() {
    grow();
    send.classList.toggle("send-ready", Boolean(field.value.trim()));
    completion.refresh();
    showUsage();
  }

  function grow() {
    field.style.height = "";
    if (field.value) field.style.height = `${field.scrollHeight}px`;
  }

  /** While the words after a command are typed: what it expects. */
  function showUsage() {
    const command = inThread ? undefined : store.state.commands.find(
      (one) => field.value.startsWith(`${one.command} `),
    );
    usage.hidden = !command;
    if (command) usage.replaceChildren(h("strong", {}, command.command), ` ${command.usage_hint ?? ""}`);
  }

  function insert(text) {
    if (text === "/" && field.value) return field.focus();
    const gap = text === "@" && /\S$/.test(field.value.slice(0, field.selectionStart)) ? " " : "";
    field.setRangeText(gap + text, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    onInput();
  }

  /** Put `text` into the field, ready to be finished by the person. */
  function prefill(text) {
    setText(text);
    field.focus();
    completion.close();
  }

  async function submit(event) {
    event?.preventDefault();
    const typed = field.value.trim();
    if (!typed || send.disabled) return;
    completion.close();
    setText("");
    const sent = await deliver(typed);
    if (!sent && !field.value) field.value = typed;
    grow();
    if (!isPhone()) field.focus();
  }

  /** True when the server took it. */
  async function deliver(typed) {
    const text = namesToMentions(typed, [...store.state.users.values()]);
    const { channel, thread_ts } = target;
    const [, word, rest = ""] = /^(\/\S+)\s*([\s\S]*)$/.exec(text) ?? [];
    const known = word && store.state.commands.some(({ command }) => command === word);
    if (word && !known && /^\/[a-z][\w-]*$/i.test(word)) return unknownCommand(word);
    try {
      if (known) await whileBusyOrThrow(() => api.command({ channel, command: word, text: rest, thread_ts }));
      else app.sent(channel, (await whileBusyOrThrow(() => api.send({ channel, text, thread_ts }))).message);
      return true;
    } catch (error) {
      explain(error, typed);
      return false;
    }
  }

  async function whileBusyOrThrow(work) {
    let result;
    let failure;
    await whileBusy(send, { ...toasts, error: (error) => (failure = error) }, async () => (result = await work()));
    if (failure) throw failure;
    return result;
  }

  function unknownCommand(word) {
    const names = store.state.commands.map(({ command }) => command);
    const known = names.length ? ` Try ${names.join(", ")}.` : " No app has added commands yet.";
    showProblem(`${word} is not a command in this workspace.${known}`);
    return false;
  }

  function explain(error, typed) {
    if (error.code !== "command_not_in_thread") return showProblem(error.message);
    const name = store.state.app && nameOf(store.state.users.get(store.state.app.bot_user_id), store.state.app.name);
    const useMention = () => prefill(`@${name} ${typed.slice(1)}`);
    showProblem(
      error.message,
      name && h(
        "button",
        { type: "button", class: "button button-small", on: { click: useMention } },
        `Mention ${name} Instead`,
      ),
    );
  }

  function showProblem(message, action) {
    problem.hidden = false;
    problem.replaceChildren(icon("alert"), h("span", {}, message), ...(action ? [action] : []));
  }

  function openShortcuts() {
    const items = store.state.shortcuts.filter(
      ({ type }) => type === "global",
    ).map(({ callback_id, name, description }) => ({
      label: name,
      hint: description,
      lead: icon("bolt"),
      run: () => api.shortcut(callback_id).catch(toasts.error),
    }));
    openMenu(shortcuts, items, "Shortcuts");
  }

  field.addEventListener("input", () => {
    problem.hidden = true;
    onInput();
  });
  field.addEventListener("blur", () => completion.close());
  field.addEventListener("keydown", (event) => {
    if (completion.onKey(event)) return event.stopPropagation();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void submit();
  });

  return { node, aim, prefill, focus: () => field.focus(), isEmpty: () => !field.value.trim() };
}
