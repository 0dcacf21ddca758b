let next: Promise<void> | null = null;

/** Resolves in the next turn of the event loop: one wait for all who ask in this one. */
export function nextTurn(): Promise<void> {
  next ??= new Promise((resolve) => {
    setImmediate(() => {
      next = null;
      resolve();
    });
  });
  return next;
}
