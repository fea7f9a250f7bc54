/** The page's own line icons, 20×20, drawn with the current text colour. */

const PATHS = {
  hash: ["M8 3 6.5 17M13.5 3 12 17M3.5 7.5h13.5M3 12.5h13.5"],
  lock: ["M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9"],
  reply: ["M3.5 5.5a2 2 0 0 1 2-2h9a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H9L5.5 16.8V13.5a2 2 0 0 1-2-2z"],
  smile: [
    "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15z",
    "M7 12c.8 1.2 1.8 1.8 3 1.8s2.2-.6 3-1.8",
    "M7.5 8v.01M12.5 8v.01",
  ],
  more: ["M4.5 10h.01M10 10h.01M15.5 10h.01"],
  close: ["M5 5l10 10M15 5 5 15"],
  back: ["M12 4.5 6.5 10l5.5 5.5"],
  menu: ["M3.5 6h13M3.5 10h13M3.5 14h13"],
  sun: [
    "M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
    "M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1",
  ],
  moon: ["M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3z"],
  auto: ["M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15z", "M10 2.5v15M10 6h3.8M10 10h5M10 14h3.8"],
  send: ["M3.5 10 3 3.5 17 10 3 16.5z", "M3.5 10H10"],
  bolt: ["M11 2.5 4.5 11.5H9.5L9 17.5l6.5-9H10.5z"],
  slash: ["M12.5 3.5l-5 13"],
  at: ["M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0zm0 0v1a2 2 0 0 0 4 0v-1a7 7 0 1 0-2.8 5.6"],
  down: ["M5 8l5 5 5-5"],
  check: ["M4.5 10.5 8.5 14.5 15.5 6"],
  pencil: ["M3.5 16.5l.8-3.5L13.5 3.8l2.7 2.7L7 15.7z"],
  trash: ["M4 5.5h12M8 5.5V3.5h4v2M5.5 5.5l.7 11h7.6l.7-11"],
  stop: ["M6 6h8v8H6z"],
  thumbUp: [
    "M7 9v7.5H4V9zM7 9l3.2-6c1.2 0 2 .8 1.8 2l-.5 3h4a1.5 1.5 0 0 1 1.5 1.8l-1 5.2a2 2 0 0 1-2 1.5H7",
  ],
  thumbDown: [
    "M13 11V3.5h3V11zM13 11l-3.2 6c-1.2 0-2-.8-1.8-2l.5-3h-4A1.5 1.5 0 0 1 3 10.2l1-5.2a2 2 0 0 1 2-1.5h7",
  ],
  alert: ["M10 3 2.5 16.5h15z", "M10 8v4M10 14.3v.01"],
  info: ["M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15z", "M10 9.5V14M10 6.5v.01"],
  file: ["M5 2.5h6.5L15 6v11.5H5zM11.5 2.5V6H15"],
  image: ["M3 4h14v12H3zM3 13.5l4-4 3.5 3.5 2.5-2.5 4 4M12.5 7.5v.01"],
  link: [
    "M8.5 11.5a3 3 0 0 0 4.3 0l3-3a3 3 0 0 0-4.3-4.3l-1 1M11.5 8.5a3 3 0 0 0-4.3 0l-3 3a3 3 0 0 0 4.3 4.3l1-1",
  ],
  copy: ["M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7"],
  eye: [
    "M2.5 10S5 4.8 10 4.8 17.5 10 17.5 10 15 15.2 10 15.2 2.5 10 2.5 10z",
    "M10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z",
  ],
  external: ["M8 4.5H4.5v11h11V12M11 3.5h5.5V9M16 4l-7 7"],
  refresh: ["M16 8.5A6.5 6.5 0 1 0 16.3 12M16.5 4v4.5H12"],
};

/** Names an app may use for an `icon_button`, mapped to the page's own drawings. */
const ALIASES = {
  edit: "pencil",
  delete: "trash",
  "thumbs-up": "thumbUp",
  "thumbs-down": "thumbDown",
  "x-mark": "close",
  cancel: "close",
};

const SVG = "http://www.w3.org/2000/svg";

/** True when there is a drawing called `name`. */
export function hasIcon(name) {
  return Boolean(PATHS[ALIASES[name] ?? name]);
}

/**
 * A decorative icon (hidden from assistive technology: its button carries the label).
 *
 * @param {string} name
 * @returns {SVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  for (const d of PATHS[ALIASES[name] ?? name] ?? PATHS.info) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
