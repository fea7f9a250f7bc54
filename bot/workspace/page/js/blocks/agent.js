/** What an agent shows of its work: task cards, alone or gathered in a plan. */
import { h, link } from "../dom.js";
import { icon } from "../icons.js";
import { mrkdwn } from "../mrkdwn.js";
import { plain } from "./context.js";
import { richTextBlock } from "./richtext.js";

/** @typedef {import("./context.js").BlockContext} BlockContext */

const STATUS = {
  pending: { words: "To do", mark: () => h("span", { class: "task-dot" }) },
  in_progress: { words: "In progress", mark: () => h("span", { class: "task-spinner" }) },
  complete: { words: "Done", mark: () => icon("check") },
  error: { words: "Failed", mark: () => icon("close") },
};
const SYNONYMS = { completed: "complete", failed: "error" };

/**
 * A `task_card` block, or a streamed task: same fields, `id` for `task_id`.
 *
 * @param {any} task
 * @param {BlockContext} context
 */
export function taskCardBlock(task, context) {
  const status = SYNONYMS[task.status] ?? (task.status in STATUS ? task.status : "pending");
  const { words, mark } = STATUS[status];
  const extra = [task.details, task.output].filter(Boolean).map(
    (text) => h("div", { class: "task-text" }, rich(text, context)),
  );
  const sources = task.sources?.length && h(
    "div",
    { class: "task-sources" },
    task.sources.map((s) => link(s.url, s.text || s.url, "source-chip")),
  );
  return h(
    "div",
    { class: `task task-${status}` },
    h("span", { class: "task-mark", role: "img", "aria-label": words, title: words }, mark()),
    h("div", { class: "task-body" }, h("div", { class: "task-title" }, plain(task.title)), extra, sources),
  );
}

function rich(text, context) {
  return text.type === "rich_text" ? richTextBlock(text, context) : mrkdwn(plain(text), context.directory);
}

/** @param {any} block @param {BlockContext} context */
export function planBlock(block, context) {
  const tasks = block.tasks ?? [];
  const done = tasks.filter((task) => ["complete", "completed"].includes(task.status)).length;
  return h(
    "details",
    { class: "plan", open: true },
    h(
      "summary",
      {},
      h("span", { class: "plan-title" }, plain(block.title) || "Plan"),
      h("span", { class: "muted" }, `${done} of ${tasks.length} done`),
      icon("down"),
    ),
    h("div", { class: "plan-tasks" }, tasks.map((task) => taskCardBlock(task, context))),
  );
}

/** The tasks of a message that streams: a plan when it has a title, otherwise a timeline. */
export function streamedTasks(message, context) {
  if (!message.tasks?.length) return undefined;
  if (message.plan_title) return planBlock({ title: message.plan_title, tasks: message.tasks }, context);
  return h("div", { class: "plan-tasks" }, message.tasks.map((task) => taskCardBlock(task, context)));
}
