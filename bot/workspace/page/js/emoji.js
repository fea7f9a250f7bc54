/** A modest set of emoji shortcodes, by the names Slack gives them. */

const EMOJI = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", heart: "❤️", eyes: "👀", tada: "🎉", rocket: "🚀",
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", warning: "⚠️", question: "❓",
  exclamation: "❗", information_source: "ℹ️", bulb: "💡", fire: "🔥", sparkles: "✨", star: "⭐", wave: "👋",
  pray: "🙏", clap: "👏", raised_hands: "🙌", muscle: "💪", point_right: "👉", point_left: "👈", point_up: "☝️",
  point_down: "👇", smile: "😄", smiley: "😃", grinning: "😀", slightly_smiling_face: "🙂", joy: "😂", wink: "😉",
  blush: "😊", heart_eyes: "😍", thinking_face: "🤔", neutral_face: "😐", confused: "😕", cry: "😢", sob: "😭",
  scream: "😱", sunglasses: "😎", sweat_smile: "😅", rolling_on_the_floor_laughing: "🤣", robot_face: "🤖",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", stopwatch: "⏱️", alarm_clock: "⏰", calendar: "📆", date: "📅",
  memo: "📝", pencil2: "✏️", books: "📚", book: "📖", bookmark: "🔖", page_facing_up: "📄", clipboard: "📋",
  chart_with_upwards_trend: "📈", bar_chart: "📊", mag: "🔍", link: "🔗", pushpin: "📌", paperclip: "📎",
  gear: "⚙️", wrench: "🔧", hammer_and_wrench: "🛠️", package: "📦", lock: "🔒", unlock: "🔓", key: "🔑",
  shield: "🛡️", moneybag: "💰", speech_balloon: "💬", bell: "🔔", no_bell: "🔕", inbox_tray: "📥", outbox_tray: "📤",
  arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️", arrows_counterclockwise: "🔄",
  large_green_circle: "🟢", large_yellow_circle: "🟡", red_circle: "🔴", large_blue_circle: "🔵", white_circle: "⚪",
  black_circle: "⚫", no_entry: "⛔", octagonal_sign: "🛑", construction: "🚧", checkered_flag: "🏁", trophy: "🏆",
  brain: "🧠", dart: "🎯", scales: "⚖️", seedling: "🌱", coffee: "☕", pizza: "🍕", bug: "🐛", zap: "⚡", wastebasket: "🗑️",
  one: "1️⃣", two: "2️⃣", three: "3️⃣", four: "4️⃣", five: "5️⃣", 100: "💯", ok_hand: "👌", handshake: "🤝", ok: "🆗",
};

/** Offered when adding a reaction. */
export const PICKER = [
  "+1", "-1", "heart", "tada", "eyes", "white_check_mark", "joy", "thinking_face", "rocket", "fire", "bulb", "100",
  "clap", "raised_hands", "pray", "wave", "smile", "cry", "scream", "question", "warning", "x", "seedling", "coffee",
];

/** The character for a shortcode (without colons, skin tone ignored), or undefined. */
export const emoji = (name) => EMOJI[name.split("::")[0]];

/** Shortcodes beginning with `prefix`, at most `limit`. */
export const emojiNames = (prefix, limit) => Object.keys(EMOJI).filter(
  (name) => name.startsWith(prefix),
).slice(0, limit);
