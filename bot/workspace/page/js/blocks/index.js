/** Block Kit: each block type to the function that draws it. */
import { h } from "../dom.js";
import { markdown } from "../markdown.js";
import { planBlock, taskCardBlock } from "./agent.js";
import { alertBlock, cardBlock, carouselBlock, containerBlock } from "./card.js";
import { contextActionsBlock } from "./feedback.js";
import { inputBlock } from "./inputs.js";
import { actionsBlock, contextBlock, dividerBlock, headerBlock, sectionBlock } from "./layout.js";
import { fileBlock, imageBlock, videoBlock } from "./media.js";
import { richTextBlock } from "./richtext.js";
import { tableBlock } from "./table.js";

/** @type {Record<string, (block: any, context: import("./context.js").BlockContext) => Node>} */
const RENDERERS = {
  section: sectionBlock,
  header: headerBlock,
  divider: dividerBlock,
  context: contextBlock,
  actions: actionsBlock,
  image: imageBlock,
  video: videoBlock,
  file: fileBlock,
  rich_text: richTextBlock,
  markdown: (block, { directory }) => h("div", { class: "prose" }, markdown(block.text, directory)),
  table: tableBlock,
  data_table: tableBlock,
  input: inputBlock,
  context_actions: contextActionsBlock,
  card: cardBlock,
  carousel: carouselBlock,
  container: containerBlock,
  alert: alertBlock,
  task_card: taskCardBlock,
  plan: planBlock,
};

/** One block; a type this page does not know is said to be there rather than left out. */
export function renderBlock(block, context) {
  const render = RENDERERS[block?.type];
  const node = render ? render(block, context) : placeholder(block?.type);
  return h(
    "div",
    {
      class: `block block-${render ? block.type.replaceAll("_", "-") : "unknown"}`,
      dataset: { block: block?.block_id ?? "" },
    },
    node,
  );
}

const placeholder = (type) => h(
  "p",
  { class: "placeholder" },
  `This page cannot show “${type ?? "unknown"}” blocks yet.`,
);

/**
 * Draw `blocks` into `parent`, keeping the nodes of blocks that did not change (and with them what a person
 * has typed or opened there).
 */
export function renderBlocks(parent, blocks, context) {
  const previous = parent.renderedBlocks ?? new Map();
  const next = new Map();
  (blocks ?? []).forEach((block, index) => {
    const key = `${index}:${JSON.stringify(block)}:${context.errors?.[block.block_id] ?? ""}`;
    next.set(key, previous.get(key) ?? renderBlock(block, context));
  });
  parent.renderedBlocks = next;
  const nodes = [...next.values()];
  for (const child of [...parent.childNodes]) if (!nodes.includes(child)) child.remove();
  nodes.forEach(
    (node, index) => parent.childNodes[index] !== node && parent.insertBefore(node, parent.childNodes[index] ?? null),
  );
}
