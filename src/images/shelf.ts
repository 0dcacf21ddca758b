/**
 * Where pieces of bytes are kept under names, for a while and up to a size: in a folder of this machine, or on a server for
 * several instances. What is kept only ever saves work: any piece may be gone at any time, and whatever comes back is whole.
 */
export interface Shelf {
  /** For people, in a sentence: `The picture cache <place> cannot be used`. */
  readonly place: string;
  /** What is kept under a name; `null` where that is nothing, or too old. */
  read(name: string): Promise<Uint8Array | null>;
  /** The same for many at once. */
  readAll(names: readonly string[]): Promise<(Uint8Array | null)[]>;
  /** Whether there is something, without reading it. */
  has(name: string): Promise<boolean>;
  /** Keeps something of `at`, from when on its age counts. What does not fit at all is not kept. */
  write(name: string, content: Uint8Array, at?: Date): Promise<void>;
  /** Notes that something is needed less than all others: it goes first where there is no room. */
  letGo(name: string): Promise<void>;
  /** Rejects when it is there and stays. */
  remove(name: string): Promise<void>;
  /** The names that begin so. */
  namesFrom(beginning: string): Promise<string[]>;
  /** How much is kept, in bytes; a minute old at most. */
  bytes(): Promise<number>;
  /** Deletes what is too old or too much. */
  sweep(): Promise<void>;
  /** Resolves when nothing goes on in the background. */
  idle(): Promise<void>;
  close(): void;
}

/** What each shelf is made with. */
export interface ShelfLimits {
  /** Milliseconds since it was written after which something goes, by its name; below 0 where nothing may stay. */
  readonly mostMilliseconds: (name: string) => number;
  /** Size in MB (10⁶ bytes) beyond which those go that were not used for longest. */
  readonly mostMegabytes: number;
  /** Whether reading something counts as a use of it, as writing does. */
  readonly notesUse: boolean;
}
