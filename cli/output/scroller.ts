import type { Key } from "./pressed-keys.ts";

/**
 * Where somebody is in a text that is longer than the window: its first line that is shown, and which of the things that
 * some lines are about is chosen. The text may change meanwhile: what is chosen stays so, wherever its line is then.
 */
export class Scroller {
  #from = 0;
  #chosen: string | null = null;

  /** The name of what is chosen. */
  get chosen(): string | null {
    return this.#chosen;
  }

  /** The first line that is shown of so many, where so many have room. */
  from(lines: number, room: number): number {
    this.#from = Math.min(Math.max(0, this.#from), Math.max(0, lines - room));
    return this.#from;
  }

  /** Follows a key; `names` has the name of what each line is about, `null` for nothing. False for any other key. */
  press(key: Key, names: readonly (string | null)[], room: number): boolean {
    switch (key) {
      case "down":
      case "j":
        this.#step(1, names, room);
        break;
      case "up":
      case "k":
        this.#step(-1, names, room);
        break;
      case "pageDown":
      case " ":
        this.#page(this.#from + room - 1);
        break;
      case "pageUp":
      case "b":
        this.#page(this.#from - room + 1);
        break;
      case "home":
      case "g":
        this.#page(0);
        break;
      case "end":
      case "G":
        this.#page(names.length);
        break;
      default:
        return false;
    }
    this.from(names.length, room);
    return true;
  }

  /** To the next line that is about something; where there is none, the text moves. */
  #step(by: 1 | -1, names: readonly (string | null)[], room: number): void {
    const at = this.#chosen === null ? -1 : names.indexOf(this.#chosen);
    const isThere = (name: string | null): boolean => name !== null;
    const next =
      by === 1
        ? names.findIndex((name, index) => index > at && isThere(name))
        : names.slice(0, Math.max(0, at)).findLastIndex(isThere);
    if (next === -1) {
      // Above the first one there is only text: to its beginning.
      if (by === -1 && at !== -1) this.#page(0);
      else this.#from += by;
      return;
    }
    this.#chosen = names[next] ?? null;
    if (next < this.#from) this.#from = next;
    if (next >= this.#from + room) this.#from = next - room + 1;
  }

  #page(from: number): void {
    this.#from = from;
    this.#chosen = null;
  }
}
