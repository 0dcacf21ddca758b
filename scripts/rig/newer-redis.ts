import { connect, createServer, type Server, type Socket } from "node:net";
import { freePort } from "./free-port.ts";

/**
 * Stands before a real server, and knows `WAITAOF` as servers from 7.2 on do: what it answers to that is told to it. All else
 * is asked of the server.
 */
export class NewerRedis {
  readonly port = freePort();
  /** How many replicas are said to have everything in their append-only files. */
  inFiles = 0;
  /** What `WAITAOF` was asked for: numbers of files here and there, and milliseconds. */
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  #real: number;

  /** `port` is where the real one listens. */
  constructor(port: number) {
    this.#real = port;
    this.#server = createServer((client) => {
      const real = connect(this.#real, "127.0.0.1");
      for (const socket of [client, real]) {
        this.#sockets.add(socket);
        socket.on("error", () => {});
        socket.on("close", () => (socket === client ? real : client).destroy());
      }
      real.pipe(client);
      let left: Buffer = Buffer.alloc(0);
      client.on("data", (bytes: Buffer) => {
        left = Buffer.concat([left, bytes]);
        for (let command = commandIn(left); command !== null; command = commandIn(left)) {
          left = left.subarray(command.length);
          real.write(this.#asServerKnows(command.words) ?? command.bytes);
        }
      });
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.port, "127.0.0.1", resolve));
  }

  /** Has connections from now on lead to another server. */
  leadTo(port: number): void {
    this.#real = port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** What has the real one answer what a newer one would, in the order of all answers; `null` for what it knows itself. */
  #asServerKnows(words: readonly string[]): Buffer | null {
    const [name = "", ...values] = words;
    if (/^waitaof$/i.test(name)) {
      this.asked.push(values.join(" "));
      return written(["EVAL", "return {1, tonumber(ARGV[1])}", "0", String(this.inFiles)]);
    }
    if (words.join(" ").toUpperCase() === "COMMAND INFO WAITAOF")
      return written(["EVAL", "return {{'waitaof', 4}}", "0"]);
    return null;
  }
}

/** The command that bytes begin with, as a client writes it; `null` before all of it is there. */
function commandIn(bytes: Buffer): { words: string[]; bytes: Buffer; length: number } | null {
  const words: string[] = [];
  let at = 0;
  const numberBehind = (mark: string): number | null => {
    const end = bytes.indexOf("\r\n", at);
    if (end < 0) return null;
    const line = bytes.toString("latin1", at, end);
    if (!line.startsWith(mark)) throw new Error(`A client wrote ${line} instead of ${mark}.`);
    at = end + 2;
    return Number(line.slice(1));
  };
  const count = numberBehind("*");
  if (count === null) return null;
  for (let index = 0; index < count; index++) {
    const size = numberBehind("$");
    if (size === null || bytes.length < at + size + 2) return null;
    words.push(bytes.toString("latin1", at, at + size));
    at += size + 2;
  }
  return { words, bytes: bytes.subarray(0, at), length: at };
}

function written(words: readonly string[]): Buffer {
  return Buffer.from(
    `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`,
  );
}
