import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeCertificate } from "../../scripts/rig/make-certificate.ts";
import { temporaryFolder } from "./temporary.ts";

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
