import { loadConfig } from "../../src/config/environment.ts";
import { OcrEcoError } from "../../src/errors.ts";
import { sniffFormat } from "../../src/reading/image/format.ts";
import { parseInstant } from "../common/instant.ts";
import type { Io } from "../common/io.ts";
import type { RemoteOptions } from "../common/options.ts";
import { createProgress } from "../output/progress.ts";
import { print } from "../remote/list.ts";
import { Remote } from "../remote/remote.ts";
import { type Exported, emptyExport, exportedText } from "./exported.ts";
import { LabelFolder } from "./label-folder.ts";
import { type Decision, type OwnLabel, type Wanted, wantedOf } from "./wanted.ts";

/** Options of `review export`, as commander gives them. */
export interface ExportOptions extends RemoteOptions {
  readonly since?: string;
  readonly json?: true;
}

/** Of decisions in one answer. */
const pageSize = 500;
/** Answers that are asked for: half a million decisions, so that no server keeps us asking for ever. */
const mostAnswers = 1000;
/** Hexadecimal digits of a picture's hash that it is named by: enough that no two are called the same. */
const digits = 16;

/**
 * Makes a test set of what people decided, or adds to one. Says at the end what it came to; exit status 0. What was written
 * stays, whatever goes wrong later.
 */
export async function exportLabels(folder: string, options: ExportOptions, io: Io): Promise<number> {
  const { TIMEZONE } = loadConfig();
  const since = options.since === undefined ? 0 : parseInstant("--since", options.since, TIMEZONE).getTime();
  const remote = Remote.from(options);
  const labels = new LabelFolder(folder);
  const wanted = wantedOf(await decisionsOf(remote), since);
  const exported = emptyExport();
  const progress = createProgress(io.stderr, wanted.length);
  try {
    for (const [done, each] of wanted.entries()) {
      progress.show(done);
      await exportOne(each, { remote, labels, exported });
    }
  } finally {
    progress.hide();
    labels.save();
  }
  return print(io, options, exported, () => exportedText(io.stdout, folder, exported));
}

async function decisionsOf(remote: Remote): Promise<Decision[]> {
  const found: Decision[] = [];
  let before: string | undefined;
  for (let answers = 0; answers < mostAnswers; answers++) {
    const page = await remote.ask("listDecisions", { query: { before, limit: pageSize } });
    found.push(...page.decisions);
    // A server that leads nowhere new has no more.
    if (page.next === null || page.next === before) break;
    before = page.next;
  }
  return found;
}

interface Into {
  readonly remote: Remote;
  readonly labels: LabelFolder;
  readonly exported: Exported;
}

async function exportOne({ sha256, jobId, said }: Wanted, { remote, labels, exported }: Into): Promise<void> {
  const stem = sha256.slice(0, digits);
  const label = typeof said === "string" ? null : said;
  const isToBeNegative = label?.steps === null;
  if (labels.isByHand(stem, label, isToBeNegative)) {
    exported.by_hand.push(stem);
    return;
  }
  if (typeof said === "string") {
    exported.left_out[said]++;
    if (labels.withdraw(stem)) exported.withdrawn++;
    return;
  }
  if (!labels.has(stem)) {
    const bytes = await pictureOf(remote, jobId, sha256);
    if (bytes === null) {
      exported.gone++;
      return;
    }
    labels.add(stem, sniffFormat(bytes, "The picture"), bytes, isToBeNegative);
  }
  if (labels.label(stem, said satisfies OwnLabel, isToBeNegative)) exported.written++;
  else exported.unchanged++;
}

/** The picture that was decided about; `null` where it is kept no more, or its report was forgotten meanwhile. */
async function pictureOf(remote: Remote, jobId: string, sha256: string): Promise<Uint8Array | null> {
  const bytes = await remote.picture(jobId).catch((error: unknown) => {
    if (error instanceof OcrEcoError && ["PICTURE_GONE", "JOB_UNKNOWN"].includes(error.code)) return null;
    throw error;
  });
  if (bytes === null) return null;
  if (new Bun.CryptoHasher("sha256").update(bytes).digest("hex") === sha256) return bytes;
  throw new OcrEcoError(
    "SERVER_FAILED",
    `${remote.url} gave another picture than the one that was decided about. See what changes pictures on their way.`,
  );
}
