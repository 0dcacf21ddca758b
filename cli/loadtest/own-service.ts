import { randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { throwAwayEnvironment } from "../../src/config/environment.ts";
import { OcrEcoError } from "../../src/errors.ts";
import { withDeadline } from "../../src/outgoing/deadline.ts";
import { exchange } from "../../src/outgoing/exchange.ts";
import { within } from "../../src/service/within.ts";
import { measuredCommand, ownProgram } from "../common/own-program.ts";
import { notEnded } from "./ended.ts";

/** How long it may take until it is ready, in milliseconds: models load, and the machine may be busy. */
const patience = 120_000;
/** How long it may take to say whether it is, in milliseconds. */
const readyMs = 5000;
/** How long it may take to end, in milliseconds. */
const lastMs = 5000;

/** A service in a folder of its own, which both go away with the load test. */
export class OwnService {
  readonly key: string;
  readonly #heard: { url: string | null };
  readonly #folder: string;
  readonly #process: Bun.Subprocess;

  private constructor(heard: { url: string | null }, key: string, folder: string, child: Bun.Subprocess) {
    this.#heard = heard;
    this.key = key;
    this.#folder = folder;
    this.#process = child;
  }

  get url(): string {
    return this.#heard.url ?? "";
  }

  /** Starts it, and waits until it is ready. It delivers to `deliverTo`, and takes in as much as it is given. */
  static async start(deliverTo: string, signal: AbortSignal): Promise<OwnService> {
    const folder = mkdtempSync(join(tmpdir(), "ocr-eco-loadtest-"));
    const key = randomBytes(24).toString("hex");
    const heard: { url: string | null } = { url: null };
    const log = join(folder, "log");
    const logged = openSync(log, "a");
    const child = Bun.spawn([...ownProgram, measuredCommand, folder], {
      cwd: folder,
      // By the channel it says where it listens, and hears when this process is gone; Ctrl-C in a terminal is for this one alone.
      ipc: (message: { readonly address: string }) => {
        heard.url = message.address.replace(/\/$/, "");
      },
      detached: true,
      env: {
        ...throwAwayEnvironment(),
        HOST: "127.0.0.1",
        PORT: "0",
        DATA_DIR: join(folder, "data"),
        API_KEY: key,
        RATE_LIMIT: "unlimited",
        MAX_QUEUE_SIZE: "10000000",
        LARAVEL_API_URL_LOADTEST: deliverTo,
        LARAVEL_API_KEY_LOADTEST: "key-of-no-use",
        ALLOWED_PRIVATE_NETWORKS: "127.0.0.0/8",
        LOG_LEVEL: "warn",
        INSTANCE_ENV: "loadtest",
      },
      stdio: ["ignore", logged, logged],
    });
    closeSync(logged);
    const service = new OwnService(heard, key, folder, child);
    const end = performance.now() + patience;
    while (heard.url === null || !(await isReady(heard.url, signal))) {
      if (signal.aborted) await service.stop();
      notEnded(signal);
      const { exitCode, signalCode } = child;
      if (exitCode !== null || signalCode !== null || performance.now() > end) {
        const [said = "nothing"] = readFileSync(log, "utf8").trim().split("\n").slice(-1);
        await service.stop();
        const how =
          signalCode !== null
            ? `was ended by ${signalCode}`
            : exitCode === null
              ? "did not become ready"
              : `ended with status ${exitCode}`;
        throw new OcrEcoError("INTERNAL", `The service that was to be measured ${how}. It said: ${said}`);
      }
      await Bun.sleep(50);
    }
    return service;
  }

  /** Ends it at once: nobody waits for what is in its queue. */
  async stop(): Promise<void> {
    // It takes its folder with it, also when this process is killed meanwhile.
    const { exitCode, signalCode } = this.#process;
    if (exitCode === null && signalCode === null) this.#process.disconnect();
    await within(lastMs / 1000, this.#process.exited);
    this.#process.kill("SIGKILL");
    await this.#process.exited;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function isReady(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const request = { url: new URL(`${url}/ready`), method: "GET", headers: {} };
    return await withDeadline(
      readyMs,
      (deadline) => exchange(request, deadline, async ({ status }) => status === 200),
      signal,
    );
  } catch {
    return false;
  }
}
