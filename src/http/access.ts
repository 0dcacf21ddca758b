import { timingSafeEqual } from "node:crypto";
import { type ApiKey, hashOf, type Scope } from "../config/keys.ts";
import { OcrEcoError } from "../errors.ts";

/** What may be asked without a key; everything else needs a scope. */
const open: readonly string[] = ["/", "/health", "/ready", "/status", "/app-status"];

/** The scope that a request needs, `null` for none. Whatever is not listed needs the highest one. */
export function scopeNeeded(method: string, requested: string): Scope | null {
  // The router takes a path with a slash at its end for the same one. None of ours is written with escapes.
  const path = requested.length > 1 ? requested.replace(/\/$/, "") : requested;
  if (path.includes("%")) return "admin";
  if (open.includes(path) || path === "/docs" || path.startsWith("/docs/")) return null;
  if (method === "POST" && /^\/api\/v1\/ocr-ecosteps(\/batch)?$/.test(path)) return "submit";
  if (path === "/api/v1/ocr-ecosteps/local") return "admin";
  return path.startsWith("/api/v1/") ? "read" : "admin";
}

/** Knows the keys of the service. Without any key everybody may do everything: then only this machine can ask. */
export class Access {
  readonly #keys: readonly ApiKey[];
  readonly #today: () => string;

  /** `today` is an ISO day, at whose end keys expire. */
  constructor(keys: readonly ApiKey[], today: () => string) {
    this.#keys = keys;
    this.#today = today;
  }

  get isOpen(): boolean {
    return this.#keys.length === 0;
  }

  /** The key that was shown, `null` when none of ours was. All keys are compared, each in the same time. */
  keyOf(shown: string | null): ApiKey | null {
    if (shown === null) return null;
    const hash = hashOf(shown);
    let found: ApiKey | null = null;
    for (const key of this.#keys) if (timingSafeEqual(hash, key.hash)) found = key;
    return found;
  }

  /** The key that lets a request in; `null` where none is needed. Throws `KEY_MISSING` or `KEY_REFUSED`. */
  check(shown: string | null, scope: Scope): ApiKey | null {
    if (this.isOpen) return null;
    if (shown === null || shown === "") {
      throw new OcrEcoError("KEY_MISSING", "No key was sent. Send it as the header x-api-key.");
    }
    const key = this.keyOf(shown);
    if (key === null) throw new OcrEcoError("KEY_REFUSED", "The key in x-api-key is not known here.");
    if (key.expires !== null && key.expires < this.#today()) {
      throw new OcrEcoError("KEY_REFUSED", `The key ${key.name} was valid until ${key.expires}.`);
    }
    if (!key.scopes.includes(scope)) {
      throw new OcrEcoError(
        "KEY_REFUSED",
        `The key ${key.name} may not do this: it lacks the scope ${scope}.`,
      );
    }
    return key;
  }
}
