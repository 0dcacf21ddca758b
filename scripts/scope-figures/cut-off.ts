/**
 * Waits for work, but not after so many seconds, nor after a signal to end; `seconds` is `null` where there is no limit.
 * Says whether it was cut off: the work goes on then, and whoever waited has to end the process.
 */
export async function orCutOff(work: Promise<unknown>, seconds: number | null): Promise<boolean> {
  const { promise: cut, resolve } = Promise.withResolvers<true>();
  const end = (): void => resolve(true);
  const signals = ["SIGTERM", "SIGINT"] as const;
  for (const signal of signals) process.once(signal, end);
  const timer = seconds === null ? undefined : setTimeout(end, 1000 * seconds);
  try {
    return await Promise.race([work.then(() => false), cut]);
  } finally {
    clearTimeout(timer);
    for (const signal of signals) process.off(signal, end);
  }
}
