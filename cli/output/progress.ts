import type { Terminal } from "./terminal.ts";

/** A bar on one line, drawn anew after each picture. */
export interface Progress {
  /** Takes the bar off the screen, so that something else can be printed. */
  hide(): void;
  show(done: number): void;
}

const barWidth = 24;

/** A progress bar for `total` pictures, or one that does nothing where the stream is no terminal. */
export function createProgress(stream: Terminal, total: number): Progress {
  if (stream.isTTY !== true || total < 2) return { hide() {}, show() {} };
  const started = performance.now();
  let visible = false;
  return {
    hide() {
      if (visible) stream.write("\r\x1b[2K");
      visible = false;
    },
    show(done) {
      if (done >= total) return;
      const filled = Math.round((done / total) * barWidth);
      const seconds = (performance.now() - started) / 1000;
      const left = done === 0 ? "" : `, ${Math.ceil((seconds / done) * (total - done))} s left`;
      const bar = `${"█".repeat(filled)}${"░".repeat(barWidth - filled)} `;
      const words = `${done} of ${total}${left}`;
      // A line that wraps could not be taken away again.
      const room = (stream.columns ?? 80) - 1;
      stream.write(`\r\x1b[2K${(bar.length + words.length <= room ? bar + words : words).slice(0, room)}`);
      visible = true;
    },
  };
}
