/** The stream of events from the server, which comes back by itself after the server was away. */

const FIRST_RETRY_MS = 400;
const LONGEST_RETRY_MS = 5000;

/**
 * @param {object} wiring
 * @param {() => string} wiring.person whose events to listen to
 * @param {(event: any) => void} wiring.onEvent one event of the protocol
 * @param {(state: "open"|"lost", again: boolean) => void} wiring.onState `again`: the socket had been open before
 */
export function createSocket({ person, onEvent, onState }) {
  let socket = null;
  let wait = FIRST_RETRY_MS;
  let timer = 0;
  let again = false;

  function connect() {
    clearTimeout(timer);
    const current = new WebSocket(
      `${location.origin.replace(/^http/, "ws")}/client/socket?user=${encodeURIComponent(person())}`,
    );
    socket = current;
    current.addEventListener("open", () => {
      if (current !== socket) return;
      wait = FIRST_RETRY_MS;
      onState("open", again);
      again = true;
    });
    current.addEventListener("message", ({ data }) => current === socket && onEvent(JSON.parse(data)));
    current.addEventListener("close", () => current === socket && lost());
  }

  function lost() {
    onState("lost", again);
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 1.8, LONGEST_RETRY_MS);
  }

  /** Drop the present connection and open one for the (new) current person. */
  function restart() {
    const old = socket;
    socket = null;
    again = false;
    wait = FIRST_RETRY_MS;
    old?.close();
    connect();
  }

  addEventListener("online", () => socket?.readyState === WebSocket.CLOSED && connect());
  return { restart, retryNow: connect };
}
