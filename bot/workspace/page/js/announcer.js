/** Reads new messages of the open conversation to people who use a screen reader. */
import { nameOf } from "./avatar.js";
import { mrkdwn } from "./mrkdwn.js";

const LONGEST = 200;

/**
 * @param {HTMLElement} region a polite live region
 * @param {import("./store.js").Store} store
 * @returns {(channel: string, message: import("./types.js").Message) => void}
 */
export function createAnnouncer(region, store) {
  return (channel, message) => {
    const { me, route, users } = store.state;
    if (channel !== route.channel || message.user === me.id) return;
    const words = mrkdwn(message.text, store.directory).textContent.slice(0, LONGEST);
    region.textContent = `${nameOf(users.get(message.user), message.user)}: ${words}`;
  };
}
