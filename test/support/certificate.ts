import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "selfsigned";
import { temporaryFolder } from "./temporary.ts";

const dayMs = 86_400_000;

/** A certificate for this machine, signed by itself, and its key: trusted by nobody. `days` may have passed. */
export async function makeCertificate({ name = "localhost", days = 365 } = {}): Promise<{
  readonly cert: string;
  readonly key: string;
}> {
  const notAfterDate = new Date(Date.now() + days * dayMs);
  const made = await generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    notBeforeDate: new Date(notAfterDate.getTime() - 400 * dayMs),
    notAfterDate,
    extensions: [
      { name: "basicConstraints", cA: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: name },
          { type: 2, value: "pictures.example" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}

/** One that is new with every run. */
export const certificate = await makeCertificate();

/** Files of a certificate, and what they are called in the settings. */
export function certificateFiles({ cert, key }: { readonly cert: string; readonly key: string }) {
  const folder = temporaryFolder();
  const files = { certFile: join(folder, "cert.pem"), keyFile: join(folder, "key.pem") };
  writeFileSync(files.certFile, cert);
  writeFileSync(files.keyFile, key);
  return { ...files, settings: { TLS_CERT_FILE: files.certFile, TLS_KEY_FILE: files.keyFile } };
}
