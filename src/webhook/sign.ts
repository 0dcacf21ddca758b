import { createHmac } from "node:crypto";
import { OcrEcoError } from "../errors.ts";

/** Bytes that the specification asks of a secret. */
const secretBytes = { least: 24, most: 64 } as const;

/**
 * Reads the signing secrets of one destination: `whsec_` and base64; several, separated by spaces, while one
 * rotates. Throws `CONFIG_INVALID` naming `variable`, never the secret.
 */
export function parseSecrets(text: string, variable = "WEBHOOK_SECRET"): Uint8Array[] {
  const words = text.split(/\s+/).filter((word) => word !== "");
  return words.map((word) => {
    const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(word)?.[1] ?? "";
    const secret = Buffer.from(encoded, "base64");
    if (secret.length < secretBytes.least || secret.length > secretBytes.most) {
      throw new OcrEcoError(
        "CONFIG_INVALID",
        `${variable} holds no secret. Make one: echo whsec_$(openssl rand -base64 32).`,
      );
    }
    return new Uint8Array(secret);
  });
}

interface Signed {
  /** The same at every attempt, so that the receiver knows it again. */
  readonly id: string;
  /** When this attempt is made, in milliseconds since 1970. */
  readonly sentAt: number;
  /** The exact text that is sent. */
  readonly body: string;
  readonly secrets: readonly Uint8Array[];
}

/**
 * The headers of Standard Webhooks (standardwebhooks.com, 1.0.0): a signature over id, time and body by each of the
 * secrets, so that the receiver may know any one of them. Without a secret there is no signature.
 */
export function webhookHeaders({ id, sentAt, body, secrets }: Signed): Record<string, string> {
  const timestamp = String(Math.floor(sentAt / 1000));
  const signatures = secrets.map((secret) => {
    const digest = createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64");
    return `v1,${digest}`;
  });
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    ...(signatures.length === 0 ? {} : { "webhook-signature": signatures.join(" ") }),
  };
}
