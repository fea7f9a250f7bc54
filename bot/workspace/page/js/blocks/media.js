/**
 * Images and files. The page loads nothing from other servers: an image that lives elsewhere is shown as a card
 * with its description and a link, so that reading a message never tells a stranger that it was read.
 */
import { h, link, localUrl, safeHref } from "../dom.js";
import { isReadable, openFile } from "../fileViewer.js";
import { icon } from "../icons.js";
import { plain, textNodes } from "./context.js";

/** Where a picture is: at an address, or among the files that were uploaded here. */
function sourceOf(image) {
  const { id, url } = image.slack_file ?? {};
  return image.image_url ?? (id ? `/files/${encodeURIComponent(id)}/picture` : (url ?? ""));
}

/** A small image inside another block. */
export function imageElement(image, className = "accessory-image") {
  const address = localUrl(sourceOf(image));
  if (address) return h("img", { class: className, src: address, alt: image.alt_text ?? "", loading: "lazy" });
  return h(
    "span",
    {
      class: `${className} image-stand-in`,
      role: "img",
      "aria-label": image.alt_text ?? "Image",
      title: image.alt_text,
    },
    icon("image"),
  );
}

export function imageBlock(block, context) {
  const caption = block.title && h("figcaption", {}, textNodes(block.title, context));
  return h("figure", { class: "figure" }, caption, picture(sourceOf(block), block.alt_text));
}

function picture(source, description, size = []) {
  const address = localUrl(source);
  if (!address) return elsewhere(source, description);
  const [width, height] = size;
  const image = h("img", { class: "picture", src: address, alt: description ?? "", loading: "lazy", width, height });
  image.addEventListener("error", () => image.replaceWith(elsewhere(source, description)), { once: true });
  return image;
}

function elsewhere(source, description) {
  const href = safeHref(source);
  const host = href ? new URL(href).host : "";
  return h(
    "div",
    { class: "file-card" },
    icon("image"),
    h(
      "div",
      { class: "file-words" },
      h("span", { class: "file-name" }, description || "Image"),
      host && h("span", { class: "file-meta" }, `on ${host}`),
    ),
    href && link(href, "Open Image", "button button-small"),
  );
}

export function videoBlock(block, context) {
  const title = block.title_url ? link(block.title_url, plain(block.title)) : h("span", {}, plain(block.title));
  return h(
    "div",
    { class: "video" },
    h("p", { class: "video-title" }, title),
    block.description && h("p", { class: "muted" }, textNodes(block.description, context)),
    elsewhere(block.video_url, block.alt_text || "Video"),
  );
}

export const fileBlock = (block) => fileCard({ id: "", name: block.external_id ?? "File", mimetype: "", url: "" });

/**
 * A file of a message: its picture under its title when it is one, otherwise a card that opens or downloads it.
 *
 * @param {import("../types.js").FileInfo} file
 * @param {import("../types.js").Directory} directory
 */
export function fileNode(file, directory) {
  const isPicture = /^image\/(png|jpe?g|gif|webp)$/.test(file.mimetype ?? "") && localUrl(file.url);
  const title = file.title || file.name;
  return isPicture ? h(
    "figure",
    { class: "figure", "aria-label": title },
    h("figcaption", {}, title),
    picture(file.url, file.alt_txt || title, [file.original_w, file.original_h]),
  ) : fileCard(file, directory);
}

function fileCard(file, directory) {
  const address = localUrl(file.url ?? "") && file.url ? localUrl(file.url) : safeHref(file.url);
  const title = file.title || file.name;
  const meta = [title === file.name ? "" : file.name, file.mimetype, sizeOf(file)].filter(Boolean).join(" · ");
  const open = address && isReadable(file) && h(
    "button",
    { type: "button", class: "button button-small", "aria-label": `Open ${title}` },
    "Open",
  );
  open?.addEventListener("click", () => openFile(file, address, directory, open));
  return h(
    "div",
    { class: "file-card", role: "group", "aria-label": title },
    icon("file"),
    h(
      "div",
      { class: "file-words" },
      h("span", { class: "file-name" }, title),
      meta && h("span", { class: "file-meta" }, meta),
    ),
    open,
    address && h(
      "a",
      {
        class: "button button-small",
        href: address,
        target: "_blank",
        rel: "noopener noreferrer",
        download: file.name,
        "aria-label": `Download ${title}`,
      },
      "Download",
    ),
  );
}

function sizeOf({ size }) {
  if (!size) return "";
  return size < 1000 ? `${size} bytes` : `${(size / 1000).toLocaleString("en", { maximumFractionDigits: 1 })} kB`;
}
