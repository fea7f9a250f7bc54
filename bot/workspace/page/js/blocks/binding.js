/** The tie between an input on the page, what the form holds of it, and the app that may want to know. */
import { confirmed } from "./confirm.js";

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
    /** Keep `value`, and tell the app when it listens. False when it did not go through. */
    async changed(value, control) {
      if (live && !(await confirmed(element.confirm, context))) return false;
      this.keep(value);
      if (!live) return true;
      return context.dispatch(
        { type: element.type, action_id: element.action_id, block_id: block.block_id, ...value },
        control,
      );
    },
    /** Attributes that tie a control to its label, hint and error. */
    described() {
      if (block.type !== "input") return { "aria-label": element.placeholder?.text ?? element.action_id };
      return {
        "aria-describedby": `${this.id}-note`,
        "aria-invalid": context.errors?.[block.block_id] ? "true" : undefined,
      };
    },
  };
}
