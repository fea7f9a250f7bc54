/**
 * Building DOM from data. Text only ever becomes text nodes: there is no path from data to markup.
 */

const SAFE_PROTOCOLS = new Set(["http:", "https:", "mailto:"]);

/**
 * Create an element. `props` are attributes, except: `class`, `on` (event → listener), `dataset`, and
 * properties that must be set as such (`value`, `checked`, `disabled`, `hidden`). `undefined`, `null` and
 * `false` leave an attribute out; `true` sets it empty. `children` are nodes or strings, nested lists allowed.
 *
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...any} children
 * @returns {HTMLElement & Record<string, any>}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) setProp(element, name, value);
  append(element, children);
  return element;
}

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "indeterminate", "open"]);

function setProp(element, name, value) {
  if (value === undefined || value === null) return;
  if (name === "on") {
    for (const [type, listener] of Object.entries(value)) element.addEventListener(type, listener);
  } else if (name === "dataset") {
    Object.assign(element.dataset, value);
  } else if (PROPERTIES.has(name)) {
    element[name] = value;
  } else if (value !== false) {
    element.setAttribute(name, value === true ? "" : String(value));
  }
}

/** Append nodes and strings, flattening lists and skipping empty values. */
export function append(parent, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === undefined || child === null || child === false || child === "") continue;
    parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return parent;
}

/** A fragment holding `children`. */
export function fragment(...children) {
  return append(document.createDocumentFragment(), children);
}

/**
 * Make `parent`'s children equal `next`, keeping nodes that already look the same: what streams in only adds
 * to the end, so selections and scroll positions inside finished parts survive. Only for nodes without listeners.
 */
export function patchChildren(parent, next) {
  const wanted = [...next];
  wanted.forEach((node, index) => {
    const current = parent.childNodes[index];
    if (!current) parent.append(node);
    else if (current !== node && !current.isEqualNode(node)) current.replaceWith(node);
  });
  while (parent.childNodes.length > wanted.length) parent.lastChild.remove();
}

/** Put `nodes` into `parent` in this order, moving as few as possible and removing all others. */
export function arrange(parent, nodes) {
  const keep = new Set(nodes);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
}

/**
 * The address if a browser may open it (http, https, mailto), otherwise "".
 *
 * @param {unknown} address
 * @returns {string}
 */
export function safeHref(address) {
  const text = String(address ?? "").trim();
  if (!/^[a-z][a-z0-9+.-]*:/i.test(text)) return "";
  try {
    return SAFE_PROTOCOLS.has(new URL(text).protocol) ? text : "";
  } catch {
    return "";
  }
}

/** A link that opens in a new tab, or plain text when its address is not one a browser may open. */
export function link(address, children, className = "link") {
  const href = safeHref(address);
  if (!href) return h("span", { class: "link-inert", title: "This link is not a web address" }, children);
  return h("a", { class: className, href, target: "_blank", rel: "noopener noreferrer" }, children);
}

/** The address if it belongs to this server (images and files load from nowhere else), otherwise "". */
export function localUrl(address) {
  try {
    const url = new URL(String(address ?? ""), location.href);
    return url.origin === location.origin && url.protocol.startsWith("http") ? url.href : "";
  } catch {
    return "";
  }
}

/** True on narrow screens, where panels cover the whole page. */
export function isPhone() {
  return matchMedia("(max-width: 760px)").matches;
}
