import { type Finding, findingsOf, type KnownStatus } from "../../src/service/findings.ts";
import { counted, duration, percentOf } from "../output/units.ts";

/** A finding in words for an operator. */
export type ToldFinding = Pick<Finding, "name" | "level" | "value" | "limit"> & {
  readonly what: string;
  /** What to do about it. */
  readonly do: string;
};

/** What is over a limit, or worth knowing, in words, what matters most first. */
export function toldFindings(status: KnownStatus): ToldFinding[] {
  return findingsOf(status).map((finding) => {
    const { name, level, value, limit } = finding;
    const [what, doing] = wordsFor(finding);
    return { name, level, what, do: doing, value, limit };
  });
}

/** What a finding says, and what to do. */
function wordsFor(finding: Finding): readonly [what: string, doing: string] {
  const value = finding.value ?? 0;
  switch (finding.name) {
    case "stands_still":
      return [
        `no picture was read for ${duration(finding.about.seconds)} although reports wait`,
        "restart the service: nothing is lost; its log says what it had in hand",
      ];
    case "not_ready":
      return [`not ready: ${finding.about.because}`, "reports are refused; the log says why"];
    case "no_workers":
      return ["no worker runs", "the log says why; mostly it is memory"];
    case "no_gpu":
      return [
        `the GPU is not used: ${finding.about.because.replace(/\.$/, "")}`,
        "the CPU reads meanwhile; ocr-eco doctor says what is missing, and OCR_DEVICE=cpu does without it",
      ];
    case "may_lose":
      return [
        `a power cut may take accepted reports: ${finding.about.because.replace(/\.$/, "")}`,
        "set appendonly yes and appendfsync always there, and restart the service",
      ];
    case "paused":
      return ["the queue is paused", "ocr-eco queue resume"];
    case "key_to_renew":
      return [
        `the key ${finding.about.key} is ${finding.about.state.replaceAll("_", " ")}`,
        "change it while both are valid: ocr-eco keys",
      ];
    case "queue":
      return [
        `the queue is ${percentOf(value)} full: ${counted(finding.about.waiting, "job waits", "jobs wait")}`,
        "more workers up to the cores, or another machine; MAX_QUEUE_SIZE for bursts",
      ];
    case "waiting":
      return [
        `the oldest job waits for ${duration(value)}`,
        "see whether pictures load, and workers keep up; more workers up to the cores",
      ];
    case "failed":
      return [
        `${percentOf(value)} of the last hour's jobs failed: ${finding.about.failed} of ${finding.about.of}`,
        "ocr-eco queue list --state failed; DOWNLOAD_… is the pictures' server",
      ];
    case "reading":
      return [
        `of the last hour's pictures, 5 % took longer than ${duration(value)}`,
        "slow pictures' servers, or more workers than cores",
      ];
    case "waited":
      return [
        `of the last hour's jobs, 5 % waited longer than ${duration(value)}`,
        "it is over by now; more workers for the next time",
      ];
    case "held":
      return [
        `deliveries to ${finding.about.environment} are held: ${finding.about.reason}`,
        "set the right key and ocr-eco reload, or mend it there, then ocr-eco webhooks resume",
      ];
    case "down":
      return [
        `${finding.about.environment} does not answer: ${counted(finding.about.pending, "delivery waits", "deliveries wait")}`,
        "nothing is lost, and all of it goes out when it is back",
      ];
    case "undelivered":
      return [
        `${counted(finding.about.deliveries, "delivery", "deliveries")} failed for good`,
        "ocr-eco webhooks list says why; then redeliver or dismiss them",
      ];
    case "cpu":
      return [
        `the processors are ${percentOf(value)} in use`,
        "fine while nothing waits for long; else more workers up to the cores, or another machine",
      ];
    case "memory":
      return [`memory is ${percentOf(value)} in use`, "fewer workers (WORKER_COUNT), or more memory"];
    case "disk":
      return [
        `the disk of DATA_DIR is ${percentOf(value)} in use`,
        "make room; CACHE_MAX_MB, REVIEW_MAX_MB and DATABASE_MAX_MB bound what the service takes",
      ];
    case "database":
      return [
        `the database has ${percentOf(value)} of what it may (${finding.about.limitBytes / 1e6} MB)`,
        "DATABASE_MAX_MB; or keep less: JOBS_DONE_HOURS",
      ];
  }
}
