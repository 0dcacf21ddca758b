import { type CallOptions, Calls } from "./calls.ts";
import { Connection, type Server } from "./connection.ts";
import { Messages } from "./messages.ts";
import { Replicas } from "./replicas.ts";
import { checkSchema } from "./schema.ts";

export interface SharedStoreOptions
  extends Pick<CallOptions, "prefix" | "ahead">,
    Partial<Pick<CallOptions, "patience">> {
  readonly server: Server;
  /** How many replicas have to have what is promised. */
  readonly replicas?: number;
  /** Whether it is opened by who moves what is kept there, and minds no mark over it. */
  readonly isMoving?: boolean;
}

/** How long an answer is waited for by who does not say, in milliseconds. */
const usualPatience = 10_000;

/**
 * What the instances of one installation share on a server, under a prefix that is theirs: its connections, how scripts are
 * run there, and what instances tell each other. The queue is one thing that is kept there, whoever is signed in another.
 */
export class SharedStore {
  readonly server: Server;
  readonly prefix: string;
  readonly patience: number;
  readonly #isMoving: boolean;
  readonly connection: Connection;
  readonly calls: Calls;
  readonly messages: Messages;
  readonly replicas: Replicas;
  /** Hears that all of it was gone, before it begins anew. */
  onGone: () => void = () => {};
  #closing = false;

  /** Begins to connect; nothing is asked yet. */
  constructor(options: SharedStoreOptions) {
    const { server, prefix, patience = usualPatience } = options;
    this.server = server;
    this.prefix = prefix;
    this.patience = patience;
    this.#isMoving = options.isMoving ?? false;
    this.connection = new Connection(server);
    this.messages = new Messages(new Connection(server), prefix);
    this.connection.onReady = () => this.messages.beAt(this.connection.node);
    this.replicas = new Replicas({
      connection: this.connection,
      server,
      prefix,
      count: options.replicas ?? 0,
    });
    this.calls = new Calls(this.connection, { ...options, patience, isMoving: this.#isMoving });
    this.calls.onRefused = async (why) => {
      if (why === "gone") this.onGone();
      await this.begin();
    };
  }

  /**
   * Makes sure that what is kept under the prefix is ours, and begins it where nothing is; gives back the server's time, in
   * milliseconds since 1970. Rejects with `QUEUE_NEWER`, `QUEUE_DAMAGED`, `QUEUE_MOVED`, `QUEUE_UNREACHABLE` or `QUEUE_REFUSED`.
   */
  begin(): Promise<number> {
    return checkSchema(this.calls, this.prefix, this.#isMoving);
  }

  close(): void {
    if (this.#closing) return;
    this.#closing = true;
    this.connection.close();
    this.messages.close();
    this.replicas.close();
  }
}
