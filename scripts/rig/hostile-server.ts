import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from "node:zlib";
import { makeCertificate } from "./make-certificate.ts";

/** What somebody who asks for a picture, or sends a result, should take from a server's behaviour. */
type Meaning =
  /** A whole answer with 200, odd as it is. */
  | "whole"
  /** A whole answer with another status, or a body that cannot be a picture. */
  | "refused"
  /** An answer that began with 200 and was never whole. */
  | "torn"
  /** No answer at all. */
  | "none";

/** One way in which a server can be at fault. `picture` is what a good one would send. */
interface Fault {
  readonly means: Meaning;
  readonly act: (socket: Socket, picture: Uint8Array, url: string) => void;
  /** How a connection begins; a fault of TLS may end there. */
  readonly over?: "tls" | "mute";
}

const ok = "HTTP/1.1 200 OK\r\n";
const chunked = `${ok}transfer-encoding: chunked\r\n\r\n`;

/** Writes again and again, a moment apart, until the other end hangs up. */
function forEver(socket: Socket, text: string | Uint8Array, everyMs = 5): void {
  const timer = setInterval(() => socket.write(text), everyMs);
  socket.on("close", () => clearInterval(timer));
}

function sized(body: Uint8Array, head = ""): Buffer {
  return Buffer.concat([Buffer.from(`${ok}${head}content-length: ${body.length}\r\n\r\n`), body]);
}

function inChunks(body: Uint8Array, bytes: number): Buffer {
  const parts: (Buffer | Uint8Array)[] = [Buffer.from(chunked)];
  for (let at = 0; at < body.length; at += bytes) {
    const part = body.subarray(at, at + bytes);
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from("\r\n"));
  }
  return Buffer.concat([...parts, Buffer.from("0\r\n\r\n")]);
}

const says =
  (text: string): Fault["act"] =>
  (socket) =>
    socket.end(text);
const status = (line: string, means: Meaning = "refused"): Fault => ({
  means,
  act: says(`HTTP/1.1 ${line}\r\ncontent-length: 0\r\n\r\n`),
});
/** Half a picture behind `head`, then whatever `after` does. */
const half =
  (head: string, after: (socket: Socket) => void): Fault["act"] =>
  (socket, picture) => {
    socket.write(head);
    socket.write(picture.subarray(0, picture.length / 2), () => setTimeout(() => after(socket), 50));
  };
const reset = (socket: Socket): void => void socket.resetAndDestroy();
const end = (socket: Socket): void => void socket.end();
const hang = (): void => {};
const encoded = (encoding: string, body: Uint8Array): Fault["act"] => {
  return (socket) => socket.end(sized(body, `content-encoding: ${encoding}\r\n`));
};
const lengths = (picture: Uint8Array, length: string): string =>
  length.replaceAll("LENGTH", String(picture.length));
/** The head that lies, then the picture. */
const lie =
  (head: string): Fault["act"] =>
  (socket, picture) => {
    socket.write(`${ok}${lengths(picture, head)}\r\n\r\n`);
    socket.end(picture);
  };

const bomb = new Uint8Array(50_000_000);

/** Faulty servers of pictures and receivers, by name. */
const faults = {
  "switches protocols": {
    means: "none",
    act: (socket) => socket.write("HTTP/1.1 101 S\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"),
  },
  "switches to nothing": { means: "none", act: (socket) => socket.write("HTTP/1.1 101 S\r\n\r\n") },
  "interim answers for ever": {
    means: "none",
    act: (socket) => forEver(socket, "HTTP/1.1 102 Processing\r\n\r\n"),
  },
  "a few interim answers first": {
    means: "whole",
    act: (socket, picture) => {
      socket.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n");
      socket.end(sized(picture));
    },
  },
  "says nothing": { means: "none", act: hang },
  "hangs up": { means: "none", act: end },
  "resets at once": { means: "none", act: reset },
  "half a head, then the end": { means: "torn", act: says("HTTP/1.1 200 OK\r\ncontent-le") },
  "half a status line, then silence": { means: "none", act: (socket) => socket.write("HTTP/1.1 20") },
  "half a status line, then a reset": {
    means: "none",
    act: (socket) => socket.write("HTTP/1.1 20", () => setTimeout(() => reset(socket), 50)),
  },
  "a status line byte by byte": {
    means: "none",
    act: (socket) => {
      const bytes = [..."HTTP/1.1 200 OK I will be with you in a moment, or in two"];
      const timer = setInterval(() => {
        const byte = bytes.shift();
        if (byte !== undefined) socket.write(byte);
      }, 300);
      socket.on("close", () => clearInterval(timer));
    },
  },
  "a status line without end": {
    means: "none",
    act: (socket) => {
      socket.write("HTTP/1.1 404 ");
      forEver(socket, "x".repeat(1000));
    },
  },
  "a head without end": {
    means: "torn",
    act: (socket) => {
      socket.write(ok);
      forEver(socket, `x-filler: ${"x".repeat(500)}\r\n`);
    },
  },
  "a header of a megabyte": { means: "torn", act: says(`${ok}x-filler: ${"x".repeat(1e6)}\r\n\r\n`) },
  "ten thousand headers": {
    means: "torn",
    act: says(`${ok}${"a: b\r\n".repeat(10_000)}content-length: 0\r\n\r\n`),
  },
  "no HTTP": { means: "none", act: says("hello, who is there?\r\n\r\n") },
  "another protocol's greeting": { means: "none", act: says("SSH-2.0-OpenSSH_9.2\r\n") },
  "HTTP/2 in words": { means: "none", act: says("HTTP/2 200 OK\r\ncontent-length: 0\r\n\r\n") },
  "a picture without a head": { means: "none", act: (socket, picture) => socket.end(picture) },
  "HTTP/1.0": {
    means: "whole",
    act: (socket, picture) => {
      socket.write("HTTP/1.0 200 OK\r\n\r\n");
      socket.end(picture);
    },
  },
  "status 000": status("000 Nothing", "none"),
  "status 199": status("199 Almost", "none"),
  "status 204": status("204 No Content"),
  "status 206, half a picture": {
    means: "refused",
    act: (socket, picture) => {
      const part = picture.subarray(0, picture.length / 2);
      socket.write(`HTTP/1.1 206 Partial Content\r\ncontent-length: ${part.length}\r\n\r\n`);
      socket.end(part);
    },
  },
  "status 304, unasked": status("304 Not Modified"),
  "status 418": status("418 I'm a teapot"),
  "status 599": status("599 Odd"),
  "status 999": status("999 Odder"),
  "status 20": { means: "none", act: says("HTTP/1.1 20 OK\r\n\r\n") },
  "a length that is too long, then the end": { means: "torn", act: lie("content-length: 9LENGTH") },
  "a length, then a reset": { means: "torn", act: half(`${ok}content-length: 999999\r\n\r\n`, reset) },
  "a length, then silence": { means: "torn", act: half(`${ok}content-length: 999999\r\n\r\n`, hang) },
  "two lengths": { means: "torn", act: lie("content-length: LENGTH\r\ncontent-length: 1LENGTH") },
  "a length and chunks": { means: "torn", act: lie("content-length: LENGTH\r\ntransfer-encoding: chunked") },
  "a negative length": { means: "torn", act: lie("content-length: -LENGTH") },
  "a length beyond all": { means: "refused", act: lie("content-length: 999999999999999999") },
  "a length that is no number": { means: "torn", act: lie("content-length: many") },
  "no length, whole": { means: "whole", act: lie('etag: "1"') },
  "no length, then a reset": { means: "torn", act: half(`${ok}etag: "1"\r\n\r\n`, reset) },
  "no length, then silence": { means: "torn", act: half(`${ok}etag: "1"\r\n\r\n`, hang) },
  "chunks, then the end": { means: "torn", act: half(`${chunked}fffff\r\n`, end) },
  "chunks, then a reset": { means: "torn", act: half(`${chunked}fffff\r\n`, reset) },
  "a chunk of no size": { means: "torn", act: says(`${chunked}many\r\nx\r\n`) },
  "a chunk beyond all": { means: "torn", act: says(`${chunked}ffffffffffffffffff\r\nx`) },
  "a chunk's extension without end": {
    means: "torn",
    act: (socket) => {
      socket.write(`${chunked}5;a=`);
      forEver(socket, "x".repeat(1000));
    },
  },
  "chunks of a byte each": { means: "whole", act: (socket, picture) => socket.end(inChunks(picture, 1)) },
  "a trailer without end": {
    means: "torn",
    act: (socket, picture) => {
      socket.write(inChunks(picture, 10_000).subarray(0, -2));
      forEver(socket, `x-filler: ${"x".repeat(500)}\r\n`);
    },
  },
  "a gzip bomb": { means: "refused", act: encoded("gzip", gzipSync(bomb)) },
  "a brotli bomb": {
    means: "refused",
    act: encoded("br", brotliCompressSync(bomb, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })),
  },
  "a zstd bomb": { means: "refused", act: encoded("zstd", zstdCompressSync(bomb)) },
  "half of a gzip": {
    means: "torn",
    act: (socket, picture) => {
      const packed = gzipSync(picture);
      socket.end(sized(packed.subarray(0, packed.length / 2), "content-encoding: gzip\r\n"));
    },
  },
  "a gzip that is none": {
    means: "torn",
    act: (socket, picture) => socket.end(sized(picture, "content-encoding: gzip\r\n")),
  },
  "a circle": {
    means: "refused",
    act: (socket, _picture, url) =>
      socket.end(`HTTP/1.1 302 Found\r\nlocation: ${url}\r\ncontent-length: 0\r\n\r\n`),
  },
  "leads to a file": {
    means: "refused",
    act: says("HTTP/1.1 302 Found\r\nlocation: file:///etc/passwd\r\ncontent-length: 0\r\n\r\n"),
  },
  "leads to the cloud's metadata": {
    means: "refused",
    act: says("HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n"),
  },
  "leads nowhere": status("302 Found"),
  "a byte a second": {
    means: "torn",
    act: (socket) => {
      socket.write(`${ok}content-length: 999999\r\n\r\n`);
      forEver(socket, "x", 1000);
    },
  },
  "https without TLS": { means: "none", act: says(`${ok}content-length: 0\r\n\r\n`), over: "mute" },
  "a handshake that never begins": { means: "none", act: hang, over: "mute" },
  "a handshake that is reset": { means: "none", act: reset, over: "mute" },
  "a certificate of its own": {
    means: "none",
    act: (socket, picture) => socket.end(sized(picture)),
    over: "tls",
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;
export const faultNames = Object.keys(faults) as FaultName[];

/** What a fault means, and how it is to be asked. */
export function faultNamed(name: FaultName): Fault {
  return faults[name];
}

/** A server for each fault, on loopback. */
export class HostileServers {
  readonly #picture: Uint8Array;
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #urls = new Map<FaultName, string>();
  /** How often each was connected to. */
  readonly connections = new Map<FaultName, number>();

  private constructor(picture: Uint8Array) {
    this.#picture = picture;
  }

  /** Starts them all. `picture` is what the harmless half of them sends. */
  static async start(picture: Uint8Array): Promise<HostileServers> {
    const servers = new HostileServers(picture);
    const own = await makeCertificate();
    await Promise.all(faultNames.map((name) => servers.#listen(name, own)));
    return servers;
  }

  url(name: FaultName): string {
    return this.#urls.get(name) ?? "";
  }

  /** Connections that nobody has closed yet. */
  get open(): number {
    return this.#sockets.size;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    for (const server of this.#servers) server.close();
  }

  async #listen(name: FaultName, { cert, key }: { cert: string; key: string }): Promise<void> {
    const { act, over } = faultNamed(name);
    const take = (socket: Socket): void => {
      this.connections.set(name, (this.connections.get(name) ?? 0) + 1);
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      socket.on("error", () => {});
      socket.once("data", () => act(socket, this.#picture, this.url(name)));
    };
    const server = over === "tls" ? createTlsServer({ cert, key }, take) : createServer(take);
    server.on("tlsClientError", () => {});
    this.#servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    this.#urls.set(name, `${over === undefined ? "http" : "https"}://127.0.0.1:${port}/picture.png`);
  }
}
