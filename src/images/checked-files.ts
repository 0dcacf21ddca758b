import { mkdir, readFile, rename, stat, unlink, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { freeBytes } from "../free-buffer.ts";

/** Goes up when the form changes: files of an older form are then damaged, and go. */
const formName = "ocr-eco cache 1";

/** How temporary files are called, so that those of a process that died are found. */
export const temporaryMark = ".part-";

/**
 * Files that are believed only as long as their checksum holds. Each begins with one line: form and SHA-256 of its
 * name and content, so that neither a flipped bit nor a file in another's place comes back. The time of the last
 * change says when it was written, the time of the last access when it was last of use.
 */
export class CheckedFiles {
  /** `mostMilliseconds` says how old a file may be; `notesUse` whether reading one counts as a use of it. */
  constructor(
    readonly folder: string,
    private readonly mostMilliseconds: (name: string) => number,
    private readonly notesUse: boolean,
  ) {}

  /** The content of a file; `null` when there is none that is whole and young enough: then it is deleted, too. */
  async read(name: string): Promise<Uint8Array | null> {
    const path = join(this.folder, name);
    const found = await stat(path).catch(ifMissing);
    const file = await readFile(path).catch(ifMissing);
    if (file === null || found === null) return null;
    const content = unsealed(name, file);
    if (content === null || Date.now() - found.mtimeMs > this.mostMilliseconds(name)) {
      await this.remove(name);
      return null;
    }
    // Mount options decide whether reading alone counts as an access.
    await utimes(path, this.notesUse ? new Date() : found.atime, found.mtime).catch(ifMissing);
    return content;
  }

  /** Puts a file of `at` in place as a whole. Gives back its size on disk. A cache needs no fsync: what is torn is missed. */
  async write(name: string, content: Uint8Array, at?: Date): Promise<number> {
    const path = join(this.folder, name);
    const temporary = `${path}${temporaryMark}${crypto.randomUUID()}`;
    const file = sealed(name, content);
    const { length } = file;
    // Pictures are people's: no other user of the machine reads them.
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    try {
      await writeFile(temporary, file, { flag: "wx", mode: 0o600 });
      if (at !== undefined) await utimes(temporary, new Date(), at);
      await rename(temporary, path);
    } catch (error) {
      await unlink(temporary).catch(() => {});
      throw error;
    } finally {
      freeBytes(file);
    }
    return length;
  }

  /** Has a file be one that was not used for longest. */
  async letGo(name: string): Promise<void> {
    const path = join(this.folder, name);
    const found = await stat(path).catch(ifMissing);
    if (found !== null) await utimes(path, new Date(0), found.mtime).catch(ifMissing);
  }

  /** Rejects when the file is there and stays. */
  async remove(name: string): Promise<void> {
    await unlink(join(this.folder, name)).catch(ifMissing);
  }
}

/** Content with what shows later that it is whole, and this name's. */
export function sealed(name: string, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${head(name, content)}\n`), content]);
}

/** The content of what was sealed under a name; `null` where it is something else. */
export function unsealed(name: string, file: Buffer): Uint8Array | null {
  const end = file.indexOf("\n");
  const content = new Uint8Array(file.subarray(end + 1));
  return file.toString("latin1", 0, end) === head(name, content) ? content : null;
}

function head(name: string, content: Uint8Array): string {
  const digest = new Bun.CryptoHasher("sha256").update(`${name}\n`).update(content).digest("hex");
  return `${formName} ${digest}`;
}

function ifMissing(error: unknown): null {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return null;
  throw error;
}
