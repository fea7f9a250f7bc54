/** Calls to the workspace server, always in the name of the current person. */

/** A call the server refused, or that did not reach it. `message` is a sentence for a person. */
export class ApiError extends Error {
  /** @param {string} code @param {string} message @param {Record<string, any>} [body] */
  constructor(code, message, body = {}) {
    super(message);
    this.code = code;
    this.body = body;
  }
}

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new ApiError("unreachable", "The workspace server cannot be reached. Is it still running?");
  }
  const body = await response.json().catch(() => ({}));
  if (body.ok) return body;
  throw new ApiError(body.error ?? "unknown", body.message ?? "That did not work. Please try again.", body);
}

/**
 * @param {() => string} person the current person's user id ("" lets the server choose)
 */
export function createApi(person) {
  const get = (path, query = {}) => {
    const entries = Object.entries({ user: person(), ...query }).filter(
      ([, value]) => value !== undefined && value !== "",
    );
    return request(`/client/${path}?${new URLSearchParams(entries)}`);
  };
  const post = (path, body = {}) =>
    request(`/client/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user: person(), ...body }),
    });
  return {
    boot: () => get("boot"),
    history: (channel, before, limit = 50) => get("history", { channel, before, limit }),
    replies: (channel, thread_ts) => get("replies", { channel, thread_ts }),
    send: (message) => post("message", message),
    edit: (channel, ts, text) => post("message/edit", { channel, ts, text }),
    remove: (channel, ts) => post("message/delete", { channel, ts }),
    command: (command) => post("command", command),
    action: (container, action, state) => post("action", { container, action, ...(state && { state }) }),
    submitView: (view_id, values) => post("view/submit", { view_id, state: { values } }),
    closeView: (view_id) => post("view/close", { view_id }),
    shortcut: (callback_id, about = {}) => post("shortcut", { callback_id, ...about }),
    home: (tab) => post("home", { tab }),
    stop: (channel, thread_ts) => post("stop", { channel, thread_ts }),
    react: (channel, ts, name, remove) => post("reaction", { channel, ts, name, ...(remove && { remove }) }),
  };
}

/** @typedef {ReturnType<typeof createApi>} Api */
