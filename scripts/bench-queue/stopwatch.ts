/** Adds up the seconds that steps take. */
export function stopwatch() {
  const seconds: Record<string, number> = {};
  return {
    seconds,
    async time<T>(step: string, run: () => T | Promise<T>): Promise<T> {
      const begin = performance.now();
      const result = await run();
      seconds[step] = (seconds[step] ?? 0) + (performance.now() - begin) / 1000;
      return result;
    },
  };
}
