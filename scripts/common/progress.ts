/** Seconds between two lines. */
const pause = 20;

/** Says on standard error that something begins. */
export function begin(what: string): void {
  process.stderr.write(`figures: ${what}\n`);
}

/** Says on standard error now and then how much of `total` is done; to be called after each. */
export function progressOf(what: string, total: number): () => void {
  begin(`${what}: ${total} readings`);
  const started = performance.now();
  let done = 0;
  let said = started;
  return () => {
    done++;
    const now = performance.now();
    if (done < total && now - said < 1000 * pause) return;
    said = now;
    const seconds = (now - started) / 1000;
    const left = done < total ? `, ${Math.ceil((seconds / done) * (total - done))} s left` : "";
    process.stderr.write(`figures: ${what}: ${done} of ${total} in ${Math.round(seconds)} s${left}\n`);
  };
}
