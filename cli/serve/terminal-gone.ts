import { isatty } from "node:tty";

/**
 * Gives back whether a terminal that the process was started from has been closed since. SIGHUP means that, too: who
 * closes a terminal ends what runs in it.
 */
export function terminalWatch(): () => boolean {
  const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));
  return () => terminals.some((descriptor) => !isatty(descriptor));
}
