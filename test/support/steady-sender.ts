import { until } from "../../scripts/rig/processes.ts";
import type { RunningService } from "../../scripts/rig/running-service.ts";

/** Callers that send report after report to a service, whatever it answers, and note what it acknowledged. */
export class SteadySender {
  readonly #running: RunningService;
  /** Ids of the jobs of what was acknowledged. */
  readonly accepted = new Set<string>();
  /** Codes of the answers that were none. */
  readonly refused = new Set<string>();
  readonly #sending: readonly Promise<void>[];
  #sent = 0;
  #isOver = false;

  constructor(running: RunningService) {
    this.#running = running;
    running.pictures.otherwise = (name) => new Response(`5000 steps in ${name}`);
    this.#sending = Array.from({ length: 4 }, () => this.#send());
  }

  async #send(): Promise<void> {
    while (!this.#isOver) {
      const report_id = ++this.#sent;
      const { status, body } = await this.#running.submit({
        report_id,
        s3_url: this.#running.pictures.url(`${report_id}.png`),
      });
      if (status === 202) this.accepted.add(String(body["job_id"]));
      else this.refused.add(String(body["code"]));
      await Bun.sleep(5);
    }
  }

  /** Resolves when some more were acknowledged. */
  async goesOn(): Promise<void> {
    const before = this.accepted.size;
    await until("reports are taken in", () => this.accepted.size > before + 20);
  }

  /** Stops sending, and gives back the ids of those that were acknowledged and are unknown. */
  async lost(): Promise<string[]> {
    this.#isOver = true;
    await Promise.all(this.#sending);
    const isThere = async (id: string) => (await this.#running.fetch(`/admin/jobs/${id}`)).status === 200;
    const lost = await Promise.all([...this.accepted].map(async (id) => ((await isThere(id)) ? [] : [id])));
    return lost.flat();
  }
}
