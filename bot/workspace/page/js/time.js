/** Slack timestamps ("1700000000.000100") and how people read them. */

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const SHORT_DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

/** @param {string} ts @returns {Date} */
export function dateOf(ts) {
  return new Date(Number.parseFloat(ts) * 1000);
}

/** Compare two timestamps without losing their microseconds to floating point. */
export function compareTs(a, b) {
  const [as, af = ""] = a.split(".");
  const [bs, bf = ""] = b.split(".");
  return Number(as) - Number(bs) || Number(af.padEnd(6, "0")) - Number(bf.padEnd(6, "0"));
}

export const clock = (date) => CLOCK.format(date);
export const fullTime = (date) => FULL.format(date);

/** A key that is equal for two moments of the same local day. */
export const dayKey = (date) => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;

function daysAgo(date) {
  const midnight = (d) => new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();
  return Math.round((midnight(new Date()) - midnight(date)) / 86_400_000);
}

/** "Today", "Yesterday", or the full day. */
export function dayLabel(date) {
  return relativeDay(date, "T") ?? DAY.format(date);
}

/** "today at 09:12", "yesterday at 18:00" or "3 May at 10:00". */
export function moment(date) {
  return `${relativeDay(date, "t") ?? SHORT_DAY.format(date)} at ${clock(date)}`;
}

function relativeDay(date, t) {
  const names = t === "T" ? ["Today", "Yesterday", "Tomorrow"] : ["today", "yesterday", "tomorrow"];
  return { 0: names[0], 1: names[1], "-1": names[2] }[daysAgo(date)];
}

const DATE_TOKENS = {
  date: (d) => new Intl.DateTimeFormat(undefined, { dateStyle: "long" }).format(d),
  date_num: (d) => [d.getFullYear(), pad(d.getMonth() + 1), pad(d.getDate())].join("-"),
  date_short: (d) => new Intl.DateTimeFormat(undefined, { dateStyle: "medium" }).format(d),
  date_long: (d) => new Intl.DateTimeFormat(undefined, { dateStyle: "full" }).format(d),
  time: clock,
  time_secs: (d) => new Intl.DateTimeFormat(undefined, { timeStyle: "medium" }).format(d),
  ago: (d) => moment(d),
};

const pad = (n) => String(n).padStart(2, "0");

/**
 * Slack's `<!date^seconds^format>`: fill `{date_short_pretty}` and the like; unknown tokens stay as written.
 *
 * @param {number} seconds since 1970
 * @param {string} format
 */
export function formatSlackDate(seconds, format) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return "";
  return format.replace(/\{([a-z_]+)\}/g, (token, name) => {
    const plain = name.replace(/_pretty$/, "");
    if (!DATE_TOKENS[plain]) return token;
    return (name !== plain && relativeDay(date, "t")) || DATE_TOKENS[plain](date);
  });
}
