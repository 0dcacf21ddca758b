import { OcrEcoError } from "../errors.ts";

/** The server did not answer for as long as we wait. `why` is what is known of it. */
export function unreachable(server: string, why: string): OcrEcoError {
  return new OcrEcoError(
    "QUEUE_UNREACHABLE",
    `The queue's ${server} does not answer (${why}). See whether it runs, and whether this machine may reach it; a service that runs goes on by itself when it answers.`,
  );
}

/** Why submissions are refused while there is still a little room for what ends jobs. */
export function storageFull(server: string): OcrEcoError {
  return new OcrEcoError(
    "QUEUE_STORAGE_FULL",
    `The queue's ${server} has used up its maxmemory, so nothing new is taken in. Wait until old jobs are deleted, or raise it.`,
  );
}

/** Whether an error says that the connection, or the server behind it, is not what it was: the same may go well later. */
export function isOfConnection(error: unknown): boolean {
  const { name, message } = asError(error);
  if (name === "MaxRetriesPerRequestError" || name === "AbortError") return true;
  return /^(Stream isn't writeable|Connection is closed|Command timed out|LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|MOVED |ASK |NOREPLICAS|TRYAGAIN|BUSY |UNBLOCKED|read E|write E|connect E)/.test(
    message,
  );
}

/** Whether a command was refused because there is no memory left. */
function isOutOfMemory(error: unknown): boolean {
  return asError(error).message.startsWith("OOM ");
}

/**
 * Turns what the server answers into a failure that names it and says what to do. What is left are mistakes of this program; the
 * client's own errors are let go, because they carry the whole command: addresses, ids, passwords.
 */
export function fromServer(error: unknown, server: string): unknown {
  if (error instanceof OcrEcoError) return error;
  const { message } = asError(error);
  if (isOutOfMemory(error)) return storageFull(server);
  if (message.startsWith("MISCONF"))
    return new OcrEcoError(
      "QUEUE_STORAGE_FULL",
      `The queue's ${server} cannot write to its disk, so it takes nothing in. Check that disk.`,
    );
  const refused = refusal(message, server);
  return refused ?? new Error(`Redis: ${message}`);
}

/** Why a server's certificate is not taken, by what the system calls it; `null` for anything else. */
export function mistrust(code: string, server: string): OcrEcoError | null {
  if (!/CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME|^ERR_TLS/.test(code)) return null;
  return new OcrEcoError(
    "QUEUE_REFUSED",
    `The queue's ${server} shows a certificate that is not trusted (${code}). Set QUEUE_CA_FILE to that of its authority, or correct the name in QUEUE_URL.`,
  );
}

/** What a server says that does not let us in, or not do what is needed; `null` for anything else. */
export function refusal(message: string, server: string): OcrEcoError | null {
  const refuse = (what: string) => new OcrEcoError("QUEUE_REFUSED", `The queue's ${server} ${what}.`);
  if (/^(WRONGPASS|ERR invalid password)/.test(message))
    return refuse("refuses the user or password. Correct QUEUE_URL or QUEUE_PASSWORD");
  if (message.startsWith("NOAUTH")) return refuse("asks for a password. Set QUEUE_PASSWORD");
  if (message.startsWith("NOPERM"))
    return refuse(
      "does not let this user do what a queue needs. Give it all commands on keys and channels of its prefix",
    );
  if (/DB index is out of range|invalid DB index/i.test(message))
    return refuse("has no database of the number in QUEUE_URL. Take another one");
  if (message.includes("cluster support disabled"))
    return refuse("is no cluster. Name it with redis:// in QUEUE_URL, or rediss:// with TLS");
  return null;
}

/** What was named is one node of several, and not the one that has the queue now. */
export function partOfCluster(server: string): OcrEcoError {
  return new OcrEcoError(
    "QUEUE_REFUSED",
    `The queue's ${server} is a node of a cluster that keeps the queue elsewhere. Name the cluster, with redis+cluster:// in QUEUE_URL.`,
  );
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
