let last = 0;

/**
 * Memory that this process has in use, in bytes; what it was when it could be told last, where it cannot: Bun opens a file
 * for it, and throws when no more of them may be opened.
 */
export function residentBytes(): number {
  try {
    last = process.memoryUsage.rss();
  } catch {
    // As before.
  }
  return last;
}
