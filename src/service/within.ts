/** Resolves when all of `work` has, or after so many seconds. */
export async function within(seconds: number, work: Iterable<Promise<unknown>>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, seconds * 1000);
  await Promise.race([Promise.allSettled(work), promise]);
  // A timer that is left would keep the process from ending.
  clearTimeout(timer);
}
