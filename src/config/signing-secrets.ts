/** Bytes that Standard Webhooks (standardwebhooks.com) asks of a secret. */
const secretBytes = { least: 24, most: 64 } as const;

/** The secrets of a text: several, separated by spaces or line breaks, while one rotates. */
export function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

/** Reads signing secrets: `whsec_` and base64 each. Throws an `Error` that says what is wrong, never the secret. */
export function parseSecrets(text: string): Uint8Array[] {
  return wordsOf(text).map((word) => {
    const [, digits = "", padding = ""] = /^whsec_([A-Za-z0-9+/]+)(={0,2})$/.exec(word) ?? [];
    const isBase64 = digits.length % 4 !== 1 && (padding === "" || (digits + padding).length % 4 === 0);
    const secret = Buffer.from(isBase64 ? digits : "", "base64");
    if (secret.length < secretBytes.least || secret.length > secretBytes.most) {
      throw new Error(
        "must be whsec_ and base64 of 24 to 64 bytes, several separated by spaces or line breaks; make one: echo whsec_$(openssl rand -base64 32)",
      );
    }
    return new Uint8Array(secret);
  });
}
