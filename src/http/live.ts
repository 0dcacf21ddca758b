import { OcrEcoError } from "../errors.ts";

/** Streams at the same time, of all and of one holder, whose oldest one ends for a newer one. */
const mostClients = 200;
const mostOfOne = 8;
/** Bytes that may wait for a client to take them: some seconds of news. Who takes less is hung up on. */
const mostWaiting = 262_144;
const usualPauseMs = 1000;
const encoder = new TextEncoder();
/** A comment, by which who watches knows that there is still somebody. */
const nothing = encoder.encode(": nothing to tell\n\n");

/** What an answer with a stream says of itself. */
export const streamHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  // nginx would keep news until it has a page of them.
  "x-accel-buffering": "no",
} as const;

interface Client {
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  /** Whether it may still hear. */
  readonly isStill: () => boolean | Promise<boolean>;
  /** Who holds it: a session, a key, an address. */
  readonly holder: string;
}

/**
 * Tells all who watch how the service is, each second, and looks at nothing while nobody does: what is told is made and
 * written down once for all of them. Server-sent events (HTML Standard, 9.2).
 */
export class LiveFeed {
  readonly #make: () => Promise<string>;
  readonly #pauseMs: number;
  readonly #clients = new Set<Client>();
  #timer: Timer | undefined;
  #isMaking = false;
  /** What was told last, and when: whoever comes hears that until there is more. */
  #last: { readonly news: Uint8Array; readonly at: number } | null = null;

  /** `make` gives what is told, in one line, every `pauseMs` milliseconds. */
  constructor(make: () => Promise<string>, pauseMs = usualPauseMs) {
    this.#make = make;
    this.#pauseMs = pauseMs;
  }

  /** How many watch. */
  get size(): number {
    return this.#clients.size;
  }

  /** A stream for one more, until `isStill` says no. Throws `LIVE_FULL`. */
  open(holder: string, isStill: Client["isStill"]): Response {
    const own = [...this.#clients].filter((each) => each.holder === holder);
    for (const each of own.slice(0, Math.max(0, own.length + 1 - mostOfOne))) this.#end(each);
    if (this.#clients.size >= mostClients)
      throw new OcrEcoError("LIVE_FULL", `${mostClients} watch already. Close a page, and try again.`);
    let client: Client | undefined;
    const stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          client = { controller, isStill, holder };
          this.#clients.add(client);
          // Whoever lost the stream tries again after so many milliseconds, unless he knows better.
          controller.enqueue(encoder.encode("retry: 2000\n\n"));
          this.#timer ??= setInterval(() => void this.#tell(), this.#pauseMs);
          if (this.#last !== null && performance.now() - this.#last.at < this.#pauseMs)
            controller.enqueue(this.#last.news);
          else void this.#tell();
        },
        cancel: () => {
          if (client !== undefined) this.#drop(client);
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: mostWaiting }),
    );
    return new Response(stream, { headers: streamHeaders });
  }

  /** Hangs up on all: the service ends. */
  close(): void {
    for (const client of this.#clients) this.#end(client);
  }

  async #tell(): Promise<void> {
    if (this.#isMaking) return;
    this.#isMaking = true;
    try {
      const news = encoder.encode(`event: status\ndata: ${await this.#make()}\n\n`);
      this.#last = { news, at: performance.now() };
      await Promise.all([...this.#clients].map((client) => this.#tellOne(client, news)));
    } catch {
      // A queue that cannot be read for a moment: who watches sees that nothing comes, and how old it is.
      for (const client of this.#clients) this.#send(client, nothing);
    } finally {
      this.#isMaking = false;
    }
  }

  async #tellOne(client: Client, news: Uint8Array): Promise<void> {
    const { controller, isStill } = client;
    try {
      if (await isStill()) this.#send(client, news);
      else {
        controller.enqueue(encoder.encode("event: over\ndata: {}\n\n"));
        this.#end(client);
      }
    } catch {
      // Nobody can say whether it may hear: it hears nothing, and is not sent away either.
      this.#send(client, nothing);
    }
  }

  /** What goes wrong with one of them keeps nothing from the others. */
  #send(client: Client, news: Uint8Array): void {
    const { controller } = client;
    try {
      if ((controller.desiredSize ?? 0) >= news.length) {
        controller.enqueue(news);
        return;
      }
    } catch {
      // Its other end has closed it.
    }
    this.#end(client);
  }

  #end(client: Client): void {
    this.#drop(client);
    try {
      client.controller.close();
    } catch {
      // Its other end has closed it.
    }
  }

  #drop(client: Client): void {
    this.#clients.delete(client);
    if (this.#clients.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
