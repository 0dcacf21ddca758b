/**
 * A worker process that reads nothing: `bun fake-worker.ts <mode>`. It shows the pool each way to answer, to hang and to
 * die without the time that real engines take. What it does with a picture is a word in the picture's name, and what it
 * reads in the bytes: `8958 steps` are that many, and all of the bytes are its text. Members of the reading may follow as
 * JSON: `8958 steps {"status":"needs_review"}`. Bytes that begin with `never` are never done with, and with `until <file>`
 * it reads for as long as there is no such file. The answer's page is the worker's process id.
 */
import { appendFileSync, existsSync } from "node:fs";
import type { Reading } from "../../src/reading/reading.ts";
import type { Picture, ToWorker } from "../../src/workers/protocol.ts";

const [mode, diary] = process.argv.slice(2);
/** How long a slow picture takes, in milliseconds. */
const slowness = 150;
/** How much memory a hungry one takes, in bytes. */
const hunger = 500 * 2 ** 20;

process.on("disconnect", () => process.exit(0));
process.on("message", (message: ToWorker) => {
  if (message.type === "configure") start();
  else if (message.type === "view")
    process.send?.({ type: "viewed", id: message.id, view: message.bytes, residentBytes: 1 });
  else void read(message);
});
if (diary !== undefined) appendFileSync(diary, `${process.pid}\n`);
if (mode === "dies-at-start") {
  process.stderr.write("cannot allocate memory\n");
  process.exit(7);
}

function start(): void {
  if (mode === "hangs-at-start") return;
  if (mode === "unusable") {
    process.send?.({ type: "unusable", failure: { code: "LANGUAGE_CORRUPT", message: "Bad language." } });
    return;
  }
  process.send?.({ type: "ready" });
}

async function read({ id, picture }: Extract<ToWorker, { type: "read" }>): Promise<void> {
  const text = new TextDecoder().decode(picture.bytes);
  // As words of their own: ids in hexadecimal digits may have "bad" in them.
  const name = `${picture.name} ${/^never\b/.exec(text) ?? ""}`;
  const does = (what: string): boolean => new RegExp(`\\b${what}\\b`).test(name);
  if (does("kill")) process.kill(process.pid, "SIGKILL");
  if (does("never")) return;
  if (does("hungry")) {
    const held = new Uint8Array(hunger).fill(1);
    await Bun.sleep(60_000);
    process.exit(held.length);
  }
  const [, gate] = /until (\S+)/.exec(text) ?? [];
  while (gate !== undefined && !existsSync(gate)) await Bun.sleep(10);
  if (does("slow") || mode === "reads-slowly") await Bun.sleep(slowness);
  const residentBytes = does("huge") ? 2 ** 40 : 1;
  if (does("bad")) {
    process.send?.({
      type: "failed",
      id,
      failure: { code: "IMAGE_CORRUPT", message: picture.name },
      residentBytes,
    });
    return;
  }
  const parts = [{ part: "decode", from: 0, until: 0.4 } as const];
  const result = {
    reading: readingOf(picture),
    overlay: null,
    isHurried: does("hurried"),
    parts,
    fellBack: null,
  };
  process.send?.({ type: "done", id, result, residentBytes });
}

/** A reading that is sure of the steps in the bytes, or finds none. */
function readingOf({ bytes }: Picture): Reading {
  const text = new TextDecoder().decode(bytes);
  const [, steps, members = "{}"] = /^(\d+) steps(?: (\{.*\}))?/.exec(text) ?? [];
  return {
    status: steps === undefined ? "no_steps" : "verified",
    steps: steps === undefined ? null : Number(steps),
    candidateSteps: null,
    confidence: steps === undefined ? 0 : 0.999,
    reasons: [],
    app: "Samsung Health",
    appClass: "Samsung Health",
    scope: null,
    page: String(process.pid),
    locale: "en",
    theme: "light",
    evidence: null,
    signals: [],
    fields: {},
    values: { date: null, distanceKm: null, durationS: null, caloriesKcal: null, goal: null, clock: null },
    lines:
      steps === undefined
        ? []
        : [{ text, box: { x: 0, y: 0, width: 1, height: 1 }, confidence: 1, words: [] }],
    image: {
      format: "png",
      width: 1080,
      height: 2340,
      dpi: null,
      turned: 0,
      bytes: bytes.length,
      sha256: new Bun.CryptoHasher("sha256").update(bytes).digest("hex"),
      perceptualHash: "",
    },
    engines: ["paddle"],
    warnings: [],
    milliseconds: 1,
    ...JSON.parse(members),
  };
}
