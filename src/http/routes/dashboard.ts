import { Elysia } from "elysia";
import type { z } from "zod";
import type { jobBoxes, session as sessionEndpoint } from "../../api/dashboard.ts";
import { dashboard } from "../../dashboard/files.ts";
import { OcrEcoError } from "../../errors.ts";
import { isoTime } from "../../iso-time.ts";
import type { Session } from "../../people/session.ts";
import type { Job } from "../../queue/job.ts";
import type { Reading } from "../../reading/reading.ts";
import { boxesOf, countAsRead, numbersOn } from "../../service/boxes.ts";
import { callerOf } from "../caller.ts";
import { type HttpContext, refuseWhileDraining } from "../context.ts";
import { streamHeaders } from "../live.ts";
import { notThere } from "../not-there.ts";
import type { Serving } from "../serve.ts";
import { droppingCookie } from "../session-cookie.ts";
import { crossSite } from "../sign-in.ts";

/**
 * The page runs and loads nothing but its own files; pictures that somebody chooses are shown from memory. No text ever
 * becomes script, whatever stands on a picture (Trusted Types).
 */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/** The dashboard's page and its files. */
export function dashboardRoutes() {
  return new Elysia({ name: "dashboard" })
    .get(
      "/dashboard",
      async () =>
        new Response((await dashboard()).page, {
          headers: {
            "content-type": "text/html; charset=utf-8",
            "content-security-policy": policy,
            "cross-origin-opener-policy": "same-origin",
          },
        }),
      { detail: { hide: true } },
    )
    .get(
      "/dashboard/files/:file",
      async ({ params: { file }, request }) => {
        const content = (await dashboard()).files.get(file);
        if (content === undefined) return notThere(request);
        const takesGzip = /\bgzip\b/.test(request.headers.get("accept-encoding") ?? "");
        return new Response(takesGzip ? content : Bun.gunzipSync(content), {
          headers: {
            "content-type": file.endsWith(".css")
              ? "text/css; charset=utf-8"
              : "text/javascript; charset=utf-8",
            "cache-control": "public, max-age=31536000, immutable",
            vary: "accept-encoding",
            ...(takesGzip ? { "content-encoding": "gzip" } : {}),
          },
        });
      },
      { detail: { hide: true } },
    );
}

/** What the page asks for: sessions, and how the service is. */
export function serveDashboard(serving: Serving, context: HttpContext): void {
  const { service, access, signIn, live } = context;
  const shown = (session: Session | null): z.input<typeof sessionEndpoint.answer.schema> => ({
    signed_in: session !== null,
    open: access.isOpen,
    name: session?.name ?? null,
    role: session?.role ?? (access.isOpen ? "operate" : null),
    csrf: session?.csrf ?? null,
    ends_at: isoTime(session?.endsAt ?? null),
  });
  const note = (
    request: Request,
    session: Session | null,
    action: string,
    outcome: string,
  ): Promise<void> => {
    const { id, address } = callerOf(request);
    const target = session === null ? {} : { with: session.by, role: session.role };
    const by = session?.name ?? null;
    return service.audit.note({ via: "dashboard", action, by, address, target, outcome, request_id: id });
  };
  /** With another cookie, where one is due. */
  const renewed = async (answer: Response, request: Request): Promise<Response> => {
    const cookie = await signIn.renewalFor(request);
    if (cookie !== null) answer.headers.append("set-cookie", cookie);
    return answer;
  };
  serving.serve("session", (_, request) =>
    isFromPage(request) ? renewed(Response.json(shown(signIn.sessionOf(request))), request) : shown(null),
  );
  serving.serve("signIn", async ({ body }, request) => {
    refuseOtherPages(request);
    const { address } = callerOf(request);
    const { session, cookie } =
      "key" in body
        ? await signIn.withKey(body.key, address)
        : await signIn.withPassword(body.name, body.password, address);
    // Whoever signs in anew in the same browser leaves no session behind.
    await signIn.end(request);
    await note(request, session, "sign in", "ok");
    return Response.json(shown(session), { headers: { "set-cookie": cookie } });
  });
  serving.serve("signOut", async (_, request) => {
    refuseOtherPages(request);
    const session = signIn.sessionOf(request);
    await signIn.end(request);
    if (session !== null) await note(request, session, "sign out", "ok");
    return Response.json(shown(null), { headers: { "set-cookie": droppingCookie } });
  });
  serving.serve("tryPicture", async ({ body: { file } }) => {
    refuseWhileDraining(service);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { result, reading } = await service.direct.tryBytes(file.name || "the upload", bytes);
    const { engines, milliseconds } = reading;
    return { result, engines: [...engines], milliseconds, ...foundOn(reading) };
  });
  const jobOf = async (id: string): Promise<Job> => {
    const job = await service.queue.jobs.get(id);
    if (job !== null) return job;
    throw new OcrEcoError("JOB_UNKNOWN", "There is no such job. Finished ones are deleted after a while.");
  };
  serving.serve("jobBoxes", async ({ params }) => {
    const reading = await service.pictures.reading(await jobOf(params.job_id));
    return { ...foundOn(reading), numbers: numbersOn(reading) };
  });
  serving.serve("jobPicture", async ({ params, query }) => {
    const job = await jobOf(params.job_id);
    const { pictures } = service;
    const { bytes, format } = await (query.shown === "true" ? pictures.shown(job) : pictures.picture(job));
    return new Response(new Uint8Array(bytes), { headers: { "content-type": `image/${format}` } });
  });
  serving.serve("live", (_, request) => {
    // Where no key is needed, a page of somebody else could take all places: it hears nothing, and holds on to them.
    refuseOtherPages(request);
    refuseWhileDraining(service);
    // HEAD comes here, too, and would hold on to a stream that nobody reads.
    if (request.method === "HEAD") return new Response(null, { headers: streamHeaders });
    const session = access.isBySession(request) ? signIn.sessionOf(request) : null;
    const key = access.keyOf(request);
    const holder =
      session !== null
        ? `session ${session.id}`
        : key !== null
          ? `key ${key.name}`
          : `address ${callerOf(request).address}`;
    const isStill = () => !service.isDraining && access.stillLetsIn(request, "look");
    const stream = live.open(holder, isStill);
    return renewed(stream, request);
  });
}

/** Where everything was found on a picture. */
function foundOn(reading: Reading): Omit<z.input<typeof jobBoxes.answer.schema>, "numbers"> {
  const { width, height, turned } = reading.image;
  return { width, height, turned, count_as_read: countAsRead(reading), boxes: boxesOf(reading) };
}

/** Browsers say which page a request is of; other programs say nothing. */
function isFromPage({ headers }: Request): boolean {
  return ["same-origin", null].includes(headers.get("sec-fetch-site"));
}

function refuseOtherPages(request: Request): void {
  if (!isFromPage(request)) throw crossSite();
}
