import { createHmac } from "node:crypto";

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
