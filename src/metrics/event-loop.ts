/** How often the timer looks, in milliseconds. */
const every = 500;

/**
 * Tells `hear` twice a second, for as long as the process lives, by how many milliseconds a timer came too late: so long did whoever
 * came meanwhile wait.
 */
export function watchEventLoop(hear: (milliseconds: number) => void): void {
  let due = performance.now() + every;
  const timer = setInterval(() => {
    const now = performance.now();
    hear(Math.max(0, now - due));
    due = now + every;
  }, every);
  timer.unref();
}
