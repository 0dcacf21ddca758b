/** What `action` returns; of what it throws, `tell` hears the sentence instead. */
export function attempt<T>(action: () => T, tell: (what: string) => void): T | undefined {
  try {
    return action();
  } catch (error) {
    tell((error instanceof Error ? error.message : String(error)).replace(/\.$/, ""));
    return undefined;
  }
}
