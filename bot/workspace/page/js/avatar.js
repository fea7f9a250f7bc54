/** Faces: initials on the person's own colour. */
import { h } from "./dom.js";

const FALLBACK = "#5b6472";

function initials(name) {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...word][0].toUpperCase()).join("");
}

/** Dark letters on light colours and light ones on dark colours, so that they can be read on any. */
function inkFor(color) {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255).map(
    (v) => (v <= 0.04 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4),
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.2 ? "#14181c" : "#ffffff";
}

/**
 * @param {import("./types.js").User|undefined} user
 * @param {"small"|"medium"|"large"} [size]
 */
export function avatar(user, size = "medium") {
  const color = /^#[0-9a-f]{6}$/i.test(user?.color ?? "") ? user.color : FALLBACK;
  const node = h(
    "span",
    { class: `avatar avatar-${size}${user?.is_bot ? " avatar-app" : ""}`, "aria-hidden": "true" },
    initials(user?.real_name || user?.name || "?"),
  );
  node.style.setProperty("--avatar", color);
  node.style.setProperty("--avatar-ink", inkFor(color));
  return node;
}

export const nameOf = (user, id = "") => user?.real_name || user?.name || id || "Someone";

export const appBadge = () => h("span", { class: "app-badge" }, "APP");
