/** The tie between an input on the page, what the form holds of it, and the app that may want to know. */
import { confirmed } from "./confirm.js";
import { plain } from "./context.js";

/**
 * @param {any} element
 * @param {any} block
 * @param {import("./context.js").BlockContext} context
 */
export function bind(element, block, context) {
  const { form } = context;
  const live = block.type !== "input" || Boolean(block.dispatch_action);
  return {
    id: `${context.scope ?? "input"}-${block.block_id ?? ""}-${element.action_id ?? ""}`,
    /** True when a change is told to the app at once, not only with the whole form. */
    live,
    /** What it holds: what the person entered before a re-render, else what the app proposes. */
    start(initial) {
      const held = form.get(block.block_id, element.action_id);
      if (!held && initial) this.keep(initial);
      return held ?? initial ?? {};
    },
    keep: (value) => form.set(block.block_id, element.action_id, { type: element.type, ...value }),
    /** Keep `value`, and tell the app when it listens. When that did not go through, all is as before, and false. */
    async changed(value, control, restore = () => {}) {
      if (!live) {
        this.keep(value);
        return true;
      }
      const before = form.get(block.block_id, element.action_id);
      const action = { type: element.type, action_id: element.action_id, block_id: block.block_id, ...value };
      const done = (await confirmed(element.confirm, context)) && await this.told(value, action, control);
      if (!done) {
        form.set(block.block_id, element.action_id, before);
        restore();
      }
      return done;
    },
    told(value, action, control) {
      this.keep(value);
      return context.dispatch(action, control);
    },
    /** Attributes that tie a control to its label, hint and error. */
    described() {
      if (block.type !== "input") return { "aria-label": plain(element.placeholder) || plain(block.text) || "Choose" };
      return {
        "aria-describedby": `${this.id}-note`,
        "aria-invalid": context.errors?.[block.block_id] ? "true" : undefined,
      };
    },
  };
}
