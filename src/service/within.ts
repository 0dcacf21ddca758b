/**
 * Waits for `promise`, but no longer than so many seconds. Leaves no timer behind that would keep the process from
 * ending; what `promise` rejects with after that time is nobody's.
 */
export async function within(seconds: number, promise: Promise<unknown>): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, seconds * 1000);
  try {
    await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}
