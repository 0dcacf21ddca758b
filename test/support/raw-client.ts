import { connect } from "node:net";

export interface RawAnswer {
  /** 0 where the connection was closed without a word. */
  readonly status: number;
  /** In lower case. */
  readonly head: string;
  readonly body: string;
  /** Whether the server hung up. */
  readonly isClosed: boolean;
}

/** How long an answer may take that is sure to come, in milliseconds. */
const patience = 20_000;

/** Sends bytes as they are over a connection of their own, and gives the first answer to them. */
export function talk(url: string, ...parts: readonly (string | Uint8Array)[]): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let received = "";
    const isHead = String(parts[0]).startsWith("HEAD ");
    const socket = connect(Number(port), hostname);
    const finish = (isClosed: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answerIn(received, isClosed));
    };
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`No answer to ${JSON.stringify(String(parts[0]).slice(0, 200))}: ${received}`));
    }, patience);
    socket.on("data", (bytes) => {
      received += bytes.toString("latin1");
      if (isWhole(received, isHead)) finish(false);
    });
    socket.on("close", () => finish(true));
    socket.on("error", () => finish(true));
    for (const part of parts) socket.write(part);
  });
}

function isWhole(received: string, isHead: boolean): boolean {
  const text = withoutContinue(received);
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return false;
  // Bun's own refusals say no length, and are followed by the end of the connection.
  const length = /^content-length: (\d+)/im.exec(text.slice(0, end))?.[1];
  return length !== undefined && (isHead || text.length >= end + 4 + Number(length));
}

function answerIn(received: string, isClosed: boolean): RawAnswer {
  const text = withoutContinue(received);
  const end = text.indexOf("\r\n\r\n");
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0),
    head: text.slice(0, Math.max(end, 0)).toLowerCase(),
    body: end === -1 ? "" : text.slice(end + 4),
    isClosed,
  };
}

function withoutContinue(text: string): string {
  return text.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, "");
}
