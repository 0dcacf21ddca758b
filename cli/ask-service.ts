import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { z } from "zod";
import { collect } from "../src/collect.ts";
import { reachable } from "../src/config/environment.ts";
import type { Places } from "../src/config/service.ts";
import { failureCodes, OcrEcoError } from "../src/errors.ts";
import { withoutQuery } from "../src/without-query.ts";

/** How long the service may take, in milliseconds: it goes over all that it keeps. */
const patience = 600_000;
const mostBytes = 1_000_000;

const problem = z.object({ code: z.enum(failureCodes), detail: z.string() });

/** Where a service listens, for somebody on the same machine. Throws `USAGE` where the settings do not say it. */
export function addressOf({ HOST: host, PORT: port, TLS_CERT_FILE: certFile }: Places): string {
  if (certFile !== undefined) {
    throw new OcrEcoError(
      "USAGE",
      "The service speaks https. Add --url with the name that its certificate is for.",
    );
  }
  if (port === 0) {
    throw new OcrEcoError("USAGE", "PORT is 0, so nobody knows where the service listens. Add --url.");
  }
  return `http://${reachable(host)}:${port}`;
}

/**
 * Posts JSON to a service and gives back its answer. A refusal is thrown as the service says it; `SERVICE_UNREACHABLE`
 * when there is no answer that makes sense. No proxy is used, because the key is for the service alone.
 */
export async function askService(
  base: string,
  path: string,
  key: string | null,
  body: object,
): Promise<unknown> {
  const { status, text } = await post(parsed(base, path), key, JSON.stringify(body)).catch(
    (error: unknown) => {
      if (error instanceof OcrEcoError) throw error;
      const code = error instanceof Error && "code" in error ? String(error.code) : "connection lost";
      throw unreachable(base, code, error);
    },
  );
  const answer = json(text);
  if (status === 200) return answer;
  const refusal = problem.safeParse(answer);
  if (!refusal.success) throw unreachable(base, `it answered ${status}`);
  const { code, detail } = refusal.data;
  const remedy = code.startsWith("KEY_")
    ? " Set API_KEY to a key with the scope admin, or give it with --key."
    : "";
  throw new OcrEcoError(code, `${detail}${remedy}`);
}

function parsed(base: string, path: string): URL {
  const url = URL.canParse(base) ? new URL(base) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw new OcrEcoError(
      "USAGE",
      `${withoutQuery(base)} is no address of a service. Write it as in https://ocr.example.org.`,
    );
  }
  url.pathname = `${url.pathname.replace(/\/+$/, "")}${path}`;
  return url;
}

async function post(url: URL, key: string | null, body: string): Promise<{ status: number; text: string }> {
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  const headers = { "content-type": "application/json", ...(key === null ? {} : { "x-api-key": key }) };
  const signal = AbortSignal.timeout(patience);
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const sent = send(url, { method: "POST", headers, agent: false, signal }, (response) => {
    const tooLarge = () => unreachable(url.origin, "its answer is too large");
    collect(response, mostBytes, tooLarge).then(
      (bytes) => resolve({ status: response.statusCode ?? 0, text: new TextDecoder().decode(bytes) }),
      reject,
    );
  });
  sent.on("error", reject);
  sent.end(body);
  return promise;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function unreachable(base: string, why: string, cause?: unknown): OcrEcoError {
  return new OcrEcoError(
    "SERVICE_UNREACHABLE",
    `No ocr-eco can be asked at ${withoutQuery(base)} (${why}). Check HOST and PORT, or give its address with --url.`,
    { cause },
  );
}
