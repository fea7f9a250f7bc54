/**
 * A slot for a node that is made anew only when what it shows has changed, so that a click is never lost
 * because the button under the pointer was replaced by its twin.
 *
 * @template {Node|undefined} T
 * @returns {(key: unknown, make: () => T) => T} key: everything the node shows, compared as JSON
 */
export function keptNode() {
  let shown;
  let node;
  return (key, make) => {
    const wanted = JSON.stringify(key);
    if (wanted !== shown) node = make();
    shown = wanted;
    return node;
  };
}
