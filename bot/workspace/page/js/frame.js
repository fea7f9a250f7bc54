/**
 * A function that runs `work` once before the next picture is painted, however often it is called until then.
 * In a hidden tab nothing is painted, so it then runs soon after.
 */
export function frameOnce(work) {
  let waiting = false;
  const run = () => {
    waiting = false;
    work();
  };
  return () => {
    if (waiting) return;
    waiting = true;
    if (document.hidden) setTimeout(run);
    else requestAnimationFrame(run);
  };
}
