import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { type PeerCertificate, rootCertificates } from "node:tls";
import { collect } from "../../src/collect.ts";
import { OcrEcoError } from "../../src/errors.ts";
import { DeadlineError, withDeadline } from "../../src/outgoing/deadline.ts";
import { exchange, type OutgoingRequest } from "../../src/outgoing/exchange.ts";

/** Where a service is. */
export interface Place {
  readonly url: string;
  /** The certificate that it shows, whatever names it has; `null` where the system's authorities have to vouch for one. */
  readonly certFile: string | null;
}

export interface Question {
  readonly method: string;
  /** Behind the service's address, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** How long all of it may take. */
  readonly milliseconds: number;
  /** Gives it up. */
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly bytes: Uint8Array;
}

/** Bytes of an answer: a thousand jobs with their readings have a tenth of that, and a picture 15 MB unless DOWNLOAD_MAX_MB says more. */
const mostBytes = 100e6;

/** Asks one thing over a connection of its own. Follows no redirect. Rejects with `SERVER_…`. */
export async function send(
  place: Place,
  { method, path, headers, body, milliseconds, signal }: Question,
): Promise<Answer> {
  const request = {
    url: new URL(place.url + path),
    method,
    headers,
    ...(body === null && method === "GET" ? {} : { body: Buffer.from(body ?? "") }),
    ...tlsOf(place),
  };
  try {
    return await withDeadline(
      milliseconds,
      (deadline) =>
        exchange(request, deadline, async (answer) => ({
          status: answer.status,
          location: answer.headers.location ?? null,
          bytes: await collect(answer.body, mostBytes, () => new Error("the answer does not end")),
        })),
      signal,
    );
  } catch (error) {
    if (error instanceof OcrEcoError) throw error;
    throw failure(place.url, error);
  }
}

/**
 * The service of this configuration is asked by an address that its certificate need not name: then it must be that very
 * certificate.
 */
function tlsOf(place: Place): Pick<OutgoingRequest, "tls"> {
  const pinned = pinnedOf(place);
  if (pinned === null) return {};
  return {
    tls: {
      ca: [...rootCertificates, pinned.pem],
      checkServerIdentity: (_host: string, shown: PeerCertificate) =>
        shown.fingerprint256 === pinned.fingerprint
          ? undefined
          : new Error("it is not the one of TLS_CERT_FILE"),
    },
  };
}

/** The certificate that a service has to show, whatever names it has; `null` where authorities vouch for one. */
export function pinnedOf({ certFile }: Place): { readonly pem: string; readonly fingerprint: string } | null {
  if (certFile === null) return null;
  try {
    const pem = readFileSync(certFile, "utf8");
    return { pem, fingerprint: new X509Certificate(pem).fingerprint256 };
  } catch (error) {
    throw new OcrEcoError("CONFIG_INVALID", `TLS_CERT_FILE: ${certFile} cannot be used (${codeOf(error)}).`);
  }
}

/** Codes with which the other end turns out to speak no TLS, or TLS where it should not. */
const otherProtocol = /WRONG_VERSION_NUMBER|PACKET_LENGTH|HTTP_REQUEST/;
const certificate = /CERT|SELF_SIGNED|VERIFY|ISSUER|not the one of TLS_CERT_FILE/;

function failure(url: string, error: unknown): OcrEcoError {
  const code = codeOf(error);
  const fail = (as: ConstructorParameters<typeof OcrEcoError>[0], sentence: string): OcrEcoError =>
    new OcrEcoError(as, sentence, { cause: error });
  if (error instanceof DeadlineError) {
    return fail(
      "SERVER_TIMEOUT",
      `${url} did not answer within ${error.milliseconds / 1000} s. See whether it is overloaded.`,
    );
  }
  if (otherProtocol.test(code))
    return fail("SERVER_TLS", `${url} does not speak https. Try http:// in --url.`);
  if (certificate.test(code)) {
    return fail(
      "SERVER_TLS",
      `The certificate of ${url} cannot be trusted (${code}). Name the host as it does, or its authority in NODE_EXTRA_CA_CERTS.`,
    );
  }
  if (code.startsWith("HPE_"))
    return fail("SERVER_UNKNOWN", `${url} does not speak http. Name the right address with --url.`);
  const hint =
    code === "ENOTFOUND" ? "There is no such host" : "See whether it runs there, and what is between";
  return fail("SERVER_UNREACHABLE", `${url} cannot be reached (${code}). ${hint}.`);
}

/** The code of a failed connection, else what was said of it. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && error.code !== undefined ? String(error.code) : error.message;
}
