import { connect, type Socket } from "node:net";

/** How a client takes its time: with its headers, with a body, or with reading what it asked for. */
const slownesses = ["headers", "body", "reading"] as const;
type Slowness = (typeof slownesses)[number];

/** Milliseconds from one byte to the next. */
const pace = 1000;

/** Clients of a service that send a byte a second, or read nothing, each over a connection of its own. */
export class SlowClients {
  readonly #sockets = new Map<Socket, Slowness>();
  readonly #cut = new Map<Slowness, number>();
  readonly #timer: Timer;

  constructor(url: string, key: string, count: number) {
    const { hostname, port } = new URL(url);
    const beginnings: Readonly<Record<Slowness, string>> = {
      headers: "GET /health HTTP/1.1\r\nHost: service.test\r\nx-slow: ",
      body: `POST /api/v1/ocr-ecosteps HTTP/1.1\r\nHost: service.test\r\nx-api-key: ${key}\r\nContent-Length: 1000\r\n\r\n{"report_id":`,
      reading: "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: service.test\r\n\r\n",
    };
    for (let number = 0; number < count; number++) {
      const slowness = slownesses[number % slownesses.length] ?? "headers";
      const socket = connect(Number(port), hostname);
      this.#sockets.set(socket, slowness);
      if (slowness === "reading") socket.pause();
      else socket.resume();
      socket.write(beginnings[slowness]);
      socket.on("error", () => {});
      socket.on("close", () => {
        this.#sockets.delete(socket);
        this.#cut.set(slowness, this.cut(slowness) + 1);
      });
    }
    this.#timer = setInterval(() => {
      for (const [socket, slowness] of this.#sockets) if (slowness !== "reading") socket.write("1");
    }, pace);
  }

  /** Connections that the service has ended. */
  cut(slowness: Slowness): number {
    return this.#cut.get(slowness) ?? 0;
  }

  close(): void {
    clearInterval(this.#timer);
    for (const socket of this.#sockets.keys()) socket.destroy();
  }
}
