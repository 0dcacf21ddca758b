/** What is pressed at a terminal, by the name of the key; letters name themselves. */
export type Key =
  | "up"
  | "down"
  | "pageUp"
  | "pageDown"
  | "home"
  | "end"
  | "enter"
  | "escape"
  | "interrupt"
  | (string & {});

/** Sequences that terminals send, see "XTerm Control Sequences", PC-Style Function Keys; and those of the Linux console. */
const named: Readonly<Record<string, Key>> = {
  "\x1b[A": "up",
  "\x1bOA": "up",
  "\x1b[B": "down",
  "\x1bOB": "down",
  "\x1b[5~": "pageUp",
  "\x1b[6~": "pageDown",
  "\x1b[H": "home",
  "\x1bOH": "home",
  "\x1b[1~": "home",
  "\x1b[F": "end",
  "\x1bOF": "end",
  "\x1b[4~": "end",
  "\x1b": "escape",
  "\r": "enter",
  "\n": "enter",
  // What Ctrl-C and Ctrl-D are while the terminal makes no signals of them.
  "\x03": "interrupt",
  "\x04": "interrupt",
};

/** A sequence, whether it is known or not, or one character. */
const one = new RegExp(`${"\x1b"}(?:\\[[0-9;?]*[ -/]*[@-~]|O[A-Za-z])|.`, "gsu");

/** The keys that a piece of a terminal's input tells of; what it says of others is left out. */
export function keysIn(typed: string): Key[] {
  return [...typed.matchAll(one)].flatMap(([text]) => {
    const key = named[text] ?? (/^[\x20-\x7e]$/.test(text) ? text : null);
    return key === null ? [] : [key];
  });
}
