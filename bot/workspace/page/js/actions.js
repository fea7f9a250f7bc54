/** Telling the app that a person pressed or chose something, with the control busy meanwhile. */
import { createForm } from "./form.js";

/**
 * Run `work` with `control` disabled and marked busy. False (and a toast) when it failed.
 *
 * @param {HTMLElement|undefined} control
 * @param {ReturnType<typeof import("./toast.js").createToasts>} toasts
 * @param {() => Promise<any>} work
 */
export async function whileBusy(control, toasts, work) {
  const hadFocus = control && document.activeElement === control;
  setBusy(control, true);
  try {
    await work();
    return true;
  } catch (error) {
    toasts.error(error);
    return false;
  } finally {
    setBusy(control, false);
    if (hadFocus && document.activeElement === document.body) control.focus(); // disabling had taken the focus away
  }
}

function setBusy(control, busy) {
  if (!control) return;
  if ("disabled" in control) control.disabled = busy;
  control.setAttribute("aria-busy", String(busy));
}

/**
 * The block context of one message or view.
 *
 * @param {import("./app.js").Services} app
 * @param {import("./types.js").Container} container
 * @param {import("./form.js").Form} [form]
 * @returns {import("./blocks/context.js").BlockContext}
 */
export function blockContext(app, container, form = createForm()) {
  const scope = container.type === "view" ? container.view_id : container.message_ts;
  return {
    directory: app.store.directory,
    store: app.store,
    form,
    scope,
    dispatch: (action, control) => whileBusy(
      control,
      app.toasts,
      () => app.api.action(container, action, { values: form.values() }),
    ),
  };
}
