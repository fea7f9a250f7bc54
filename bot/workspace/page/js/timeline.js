/** A list of messages that scrolls: day dividers, grouping, and staying where the reader is. */
import { arrange, h } from "./dom.js";
import { icon } from "./icons.js";
import { createMessageRow } from "./message.js";
import { compareTs, dateOf, dayKey, dayLabel } from "./time.js";

const GROUP_SECONDS = 300;
const NEAR_BOTTOM_PX = 80;
const NEAR_TOP_PX = 200;

/**
 * @param {import("./app.js").Services} app
 * @param {{label: string, inThread: boolean, onTop?: () => Promise<void>}} options onTop: older messages are wanted
 */
export function createTimeline(app, { label, inThread, onTop }) {
  const list = h("div", { class: "timeline-list" });
  const pill = h(
    "button",
    { type: "button", class: "pill", hidden: true, on: { click: () => toBottom() } },
    icon("down"),
    "New messages",
  );
  const scroller = h(
    "div",
    { class: "timeline", tabindex: "0", role: "log", "aria-live": "off", "aria-label": label },
    list,
  );
  const node = h("div", { class: "timeline-frame" }, scroller, pill);
  let rows = new Map();
  let dividers = new Map();
  let stuck = true;
  let lastTs = "0";
  let loading = false;

  /**
   * @param {import("./types.js").Message[]} messages oldest first
   * @param {object} place
   * @param {string} place.channel
   * @param {Node} [place.head] above everything
   * @param {Node[]} [place.tail] below everything
   * @param {Node} [place.afterFirst] in a thread, between root and replies
   * @param {(message: import("./types.js").Message) => string} [place.revision] what else a message's row shows
   */
  function render(messages, { channel, head, tail = [], afterFirst, revision = () => "" }) {
    const next = new Map();
    const nextDividers = new Map();
    const nodes = head ? [head] : [];
    messages.forEach((message, index) => {
      const before = messages[index - 1];
      const day = dayKey(dateOf(message.ts));
      const newDay = !before || dayKey(dateOf(before.ts)) !== day;
      if (newDay && !inThread) nodes.push(keep(nextDividers, day, dividers.get(day) ?? dayDivider(message)));
      if (inThread && index === 1 && afterFirst) nodes.push(afterFirst);
      const grouped = !newDay && !(inThread && index === 1) && closeTo(before, message);
      nodes.push(row(next, message, { channel, grouped, inThread }, revision(message)));
    });
    rows = next;
    dividers = nextDividers;
    arrange(list, [...nodes, ...tail]);
    follow(messages.at(-1));
  }

  function row(next, message, place, revision) {
    const known = rows.get(message.ts) ?? { row: createMessageRow(app, message), message: undefined };
    const stamp = `${place.grouped}|${place.channel}|${revision}`;
    if (known.message !== message || known.stamp !== stamp) known.row.update(message, place);
    next.set(message.ts, { row: known.row, message, stamp });
    return known.row.node;
  }

  /** After a change: stay at the bottom if the reader was there or wrote it, otherwise say that there is more. */
  function follow(last) {
    const isNew = last && compareTs(last.ts, lastTs) > 0;
    if (isNew && last.user === app.store.state.me.id && lastTs !== "0") stuck = true;
    if (stuck) toBottom();
    else if (isNew && lastTs !== "0") pill.hidden = false;
    if (last) lastTs = last.ts;
  }

  function toBottom() {
    stuck = true;
    pill.hidden = true;
    scroller.scrollTop = scroller.scrollHeight;
  }

  /** Forget everything and start at the bottom: another channel or thread is shown. */
  function reset() {
    rows = new Map();
    dividers = new Map();
    lastTs = "0";
    stuck = true;
    pill.hidden = true;
    list.replaceChildren();
  }

  async function loadOlder() {
    if (loading || !onTop) return;
    loading = true;
    const fromEnd = scroller.scrollHeight - scroller.scrollTop;
    await onTop();
    if (!stuck) scroller.scrollTop = scroller.scrollHeight - fromEnd;
    loading = false;
  }

  scroller.addEventListener("scroll", () => {
    stuck = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_BOTTOM_PX;
    if (stuck) pill.hidden = true;
    if (!stuck && scroller.scrollTop < NEAR_TOP_PX) void loadOlder();
  });
  const watcher = new ResizeObserver(() => stuck && toBottom());
  watcher.observe(list);
  watcher.observe(scroller);

  return { node, render, reset };
}

const keep = (map, key, value) => map.set(key, value) && value;

const dayDivider = (message) => h("div", { class: "day" }, h("span", {}, dayLabel(dateOf(message.ts))));

function closeTo(before, message) {
  return (
    before?.user === message.user &&
    Boolean(before.is_ephemeral) === Boolean(message.is_ephemeral) &&
    !before.reply_count &&
    Number.parseFloat(message.ts) - Number.parseFloat(before.ts) < GROUP_SECONDS
  );
}
