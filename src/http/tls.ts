import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { OcrEcoError } from "../errors.ts";

/** A certificate with its chain and its key, as files in PEM. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** What a server needs to speak TLS, and what the operator wants to know of it. */
export interface Tls {
  readonly cert: string;
  readonly key: string;
  /** Names that the certificate is for, as it has them. */
  readonly names: string;
  readonly validTo: Date;
}

/**
 * Reads a certificate and its key. Throws `CONFIG_INVALID` with a sentence where one cannot be read or is none, where they
 * do not belong together, or where the certificate's time is over.
 */
export function loadTls({ certFile, keyFile }: TlsFiles, now = new Date()): Tls {
  const cert = read("TLS_CERT_FILE", certFile);
  const key = read("TLS_KEY_FILE", keyFile);
  const certificate = attempt(
    () => new X509Certificate(cert),
    `TLS_CERT_FILE: ${certFile} holds no certificate in PEM.`,
  );
  const privateKey = attempt(
    () => createPrivateKey(key),
    `TLS_KEY_FILE: ${keyFile} holds no private key in PEM without a passphrase.`,
  );
  if (!certificate.checkPrivateKey(privateKey)) {
    throw wrong(`TLS_KEY_FILE: the key in ${keyFile} is not the one of the certificate in ${certFile}.`);
  }
  const validTo = new Date(certificate.validTo);
  if (validTo <= now) {
    const day = validTo.toISOString().slice(0, 10);
    throw wrong(`TLS_CERT_FILE: the certificate in ${certFile} was valid until ${day}. Put a new one there.`);
  }
  return { cert, key, names: certificate.subjectAltName ?? certificate.subject, validTo };
}

/** What changes when one of the files is written or replaced. */
export function stampOf({ certFile, keyFile }: TlsFiles): string {
  return [certFile, keyFile]
    .map((path) => statSync(path, { throwIfNoEntry: false }))
    .map((file) => (file === undefined ? "none" : `${file.ino} ${file.size} ${file.mtimeMs}`))
    .join(", ");
}

function read(name: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw wrong(`${name}: ${path} cannot be read (${code}).`);
  }
}

function attempt<T>(action: () => T, otherwise: string): T {
  try {
    return action();
  } catch {
    // What the library says may quote the file.
    throw wrong(otherwise);
  }
}

function wrong(what: string): OcrEcoError {
  return new OcrEcoError("CONFIG_INVALID", `The configuration is wrong. ${what}`);
}
