/** What each event of the socket does to the store. */
import { threadKey } from "./store.js";

/**
 * @param {object} parts
 * @param {import("./store.js").Store} parts.store
 * @param {ReturnType<typeof import("./unread.js").createUnread>} parts.unread
 * @param {ReturnType<typeof import("./modal.js").createModals>} parts.modals
 * @param {() => void} parts.reboot fetch `/client/boot` again
 * @param {(channel: string, message: import("./types.js").Message) => void} parts.onNew a message nobody here had yet
 * @returns {(event: any) => void}
 */
export function createEventHandler({ store, unread, modals, reboot, onNew }) {
  const handlers = {
    message({ channel, message }) {
      const isNew = !store.message(channel, message.ts);
      store.putMessages(channel, [message]);
      if (!isNew) return;
      unread.note(channel, message);
      onNew(channel, message);
    },
    message_changed: ({ channel, message }) => store.putMessages(channel, [message]),
    message_deleted: ({ channel, ts }) => store.removeMessage(channel, ts),
    view_opened: ({ view }) => modals.open(view),
    view_pushed: ({ view }) => modals.open(view),
    view_updated: ({ view }) => modals.update(view),
    view_closed: ({ view_id, all }) => modals.closed(view_id, Boolean(all)),
    home: ({ view }) => store.set("home", view),
    session({ channel, thread_ts, status, title }) {
      store.put("sessions", threadKey(channel, thread_ts), { status, title }, "sessions");
    },
    status({ channel, thread_ts, status }) {
      store.put("statuses", threadKey(channel, thread_ts), status || undefined, "sessions");
    },
    prompts({ channel, thread_ts, title, prompts }) {
      store.put("prompts", thread_ts ? threadKey(channel, thread_ts) : channel, { title, prompts });
    },
    app({ app }) {
      store.set("app", app);
      reboot();
    },
    reaction: ({ channel, ts, reactions }) => store.patchMessage(channel, ts, { reactions }),
    channels({ channels }) {
      store.set("channels", new Map(channels.map((channel) => [channel.id, channel])));
    },
  };
  return (event) => handlers[event.type]?.(event);
}
