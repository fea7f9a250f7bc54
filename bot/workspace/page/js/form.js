/** What the inputs of one view or message hold, in the shape Slack calls `state.values`. */

/**
 * @typedef {object} Form
 * @property {(block: string, action: string) => any} get
 * @property {(block: string, action: string, value: any) => void} set
 * @property {() => Record<string, Record<string, any>>} values
 */

/** @returns {Form} */
export function createForm() {
  /** @type {Record<string, Record<string, any>>} */
  const values = {};
  return {
    get: (block, action) => values[block]?.[action],
    set(block, action, value) {
      values[block] = { ...values[block], [action]: value };
    },
    values: () => values,
  };
}

const MANY = ["selected_options", "selected_users", "selected_channels", "selected_conversations"];
const ONE = [
  "selected_option",
  "selected_user",
  "selected_channel",
  "selected_conversation",
  "selected_date",
  "selected_time",
  "selected_date_time",
  "value",
  "rich_text_value",
];

/** True when a person has filled nothing in. */
export function isEmpty(value) {
  if (!value) return true;
  if (MANY.some((key) => value[key]?.length)) return false;
  return !ONE.some((key) => value[key] !== undefined && value[key] !== null && String(value[key]).trim() !== "");
}

/** The state of the inputs that `blocks` still contains: a view that changed forgets what it no longer asks. */
export function valuesFor(form, blocks) {
  const asked = new Set(blocks.map((block) => block.block_id));
  return Object.fromEntries(Object.entries(form.values()).filter(([block]) => asked.has(block)));
}

/** Block id → sentence for each required input left empty. */
export function missing(form, blocks) {
  const inputs = blocks.filter((block) => block.type === "input" && !block.optional);
  const empty = inputs.filter((block) => isEmpty(form.get(block.block_id, block.element?.action_id)));
  return Object.fromEntries(empty.map((block) => [block.block_id, "Please fill this in."]));
}
