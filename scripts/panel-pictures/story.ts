import { profiles } from "../../src/reading/apps/index.ts";
import type { Laravel } from "../rig/laravel.ts";
import type { PictureServer } from "../rig/picture-server.ts";
import { apiKey, type RunningService } from "../rig/running-service.ts";

const reviewerKey = "reviewer-key-0123456789-0123456789";
const limitedKey = "limited-key-0123456789-0123456789";
export const metricsKey = "metrics-key-0123456789";
/** Further keys of the service: for somebody who decides, and for somebody who may send little. */
export const keys = `anna:${reviewerKey}:review:unlimited:2026-11-01,eager:${limitedKey}:submit:30/minute:2026-11-01`;

interface Stage {
  readonly service: RunningService;
  readonly laravel: Laravel;
  readonly pictures: PictureServer;
}

/** What is wrong, from one tenth of the time to another. */
type Trouble = readonly [
  from: number,
  until: number,
  begin: (stage: Stage) => unknown,
  end: (stage: Stage) => unknown,
];

const troubles: readonly Trouble[] = [
  [4, 5, ({ laravel }) => laravel.goDown(), ({ laravel }) => laravel.comeBack()],
  [
    6,
    7,
    ({ laravel }) => {
      laravel.mood = () => new Response("Another key, please.", { status: 401 });
    },
    ({ laravel, service }) => {
      laravel.mood = ({ body }) =>
        Number(body["report_id"]) % 25 === 0 ? new Response("The report is closed.", { status: 422 }) : null;
      return service.post("/admin/webhooks/resume", { environment: "staging" });
    },
  ],
];

/** Reports a second in each tenth of the time: more than two workers read in the third one. */
const load = [3, 5, 40, 6, 5, 5, 4, 4, 6, 3] as const;

/** Has a service live through all that its figures are there to show, in so many seconds. */
export async function storyOf(stage: Stage, seconds: number): Promise<void> {
  const began = performance.now();
  const tenth = (): number => (10 * (performance.now() - began)) / (1000 * seconds);
  const open = new Set(troubles);
  const begun = new Set<Trouble>();
  for (let second = 1; tenth() < 10; second++) {
    for (const trouble of open) {
      const [from, until, begin, end] = trouble;
      if (tenth() >= from && !begun.has(trouble)) {
        begun.add(trouble);
        await begin(stage);
      }
      if (tenth() >= until) {
        open.delete(trouble);
        await end(stage);
      }
    }
    await submit(stage, second, load[Math.min(9, Math.floor(tenth()))] ?? 1, tenth());
    await Promise.all([decide(stage, second), visit(stage, second, tenth())]);
    await Bun.sleep(Math.max(0, began + 1000 * second - performance.now()));
  }
}

async function submit(
  { service, pictures }: Stage,
  second: number,
  count: number,
  tenth: number,
): Promise<void> {
  for (let nth = 0; nth < count; nth++) {
    const report_id = 1000 * second + nth;
    const app = profiles[report_id % profiles.length]?.name ?? null;
    const isDoubtful = report_id % 4 === 0;
    const scope = { kind: isDoubtful && report_id % 3 === 0 ? "unknown" : "day", text: null };
    const members = isDoubtful
      ? {
          status: "needs_review",
          steps: null,
          candidateSteps: 8958,
          app,
          scope,
          reasons: doubtsOf(report_id),
        }
      : { app, scope };
    const name = `${report_id}-slow.png`;
    pictures.serve(name, new TextEncoder().encode(`${5000 + nth} steps ${JSON.stringify(members)} ${name}`));
    // In the eighth tenth pictures are gone, and one in each second kills its worker.
    const address =
      tenth >= 7 && tenth < 8 && nth < 2
        ? pictures.url(nth === 0 ? "gone.png" : `kill-${second}.png`)
        : pictures.url(name);
    if (address.includes("kill-")) pictures.serve(`kill-${second}.png`, new TextEncoder().encode("kill"));
    await service.submit({ report_id, s3_url: address });
  }
  if (second % 2 === 0)
    await service.fetch("/api/v1/ocr-ecosteps", {
      method: "POST",
      headers: { "x-api-key": limitedKey, "content-type": "application/json" },
      body: JSON.stringify({ report_id: 5_000_000 + second, user_id: 1, s3_url: pictures.url("steps.png") }),
    });
}

/** Codes of doubts, some more frequent than others. */
function doubtsOf(id: number): readonly object[] {
  const codes = ["one_engine", "unknown_app", "no_ring", "too_little"] as const;
  return codes.slice(0, 1 + (Math.floor(id / 4) % codes.length)).map((code) => ({ code, about: null }));
}

/** One decision every two seconds, of the oldest that there is. */
async function decide({ service }: Stage, second: number): Promise<void> {
  if (second % 2 === 1) return;
  const ask = async (path: string, body: object): Promise<unknown> => {
    const headers = { "x-api-key": reviewerKey, "content-type": "application/json" };
    return (await service.fetch(path, { method: "POST", headers, body: JSON.stringify(body) })).json();
  };
  const { items = [] } = (await ask("/admin/review/next", { most: 1 })) as {
    items?: { job: { job_id: string } }[];
  };
  const [item] = items;
  if (item === undefined) return;
  const said = [{ steps: 8958 }, { steps: 8858 }, { none: "no_count" }, { none: "rejected" }];
  await ask(`/admin/review/${item.job.job_id}/decide`, said[(second / 2) % said.length] ?? {});
}

/** Somebody watches from the second tenth on; somebody guesses keys in the last two. */
async function visit({ service }: Stage, second: number, tenth: number): Promise<void> {
  const signIn = (key: string) =>
    service.fetch("/dashboard/sign-in", {
      method: "POST",
      headers: { "sec-fetch-site": "same-origin", "content-type": "application/json", "x-api-key": "" },
      body: JSON.stringify({ key }),
    });
  if (second % 20 === 5) {
    await signIn(apiKey);
    void service.fetch("/dashboard/live").catch(() => {});
  }
  if (tenth >= 8) await signIn(`a-guess-of-second-${second}`);
}
