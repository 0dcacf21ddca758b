import { createHash } from "node:crypto";
import type { Destination } from "../config/destinations.ts";
import { parseSecrets } from "../config/signing-secrets.ts";

/** A destination with what is made of its key and secrets: what a delivery leaves with. */
export interface Sealed {
  readonly destination: Destination;
  readonly secrets: readonly Uint8Array[];
  /** Tells key and address from others, without telling the key. */
  readonly fingerprint: string;
}

export function sealed(destination: Destination): Sealed {
  const { url, key, secrets } = destination;
  return {
    destination,
    secrets: secrets.flatMap((secret) => parseSecrets(secret)),
    fingerprint: createHash("sha256").update(`${url}\n${key}`).digest("hex").slice(0, 16),
  };
}
