/** One version in CHANGELOG.md. */
export interface Release {
  readonly version: string;
  /** As in 2026-11-27; `null` for what is not released. */
  readonly date: string | null;
  /** Its text, headings of the third rank and lists. */
  readonly text: string;
}

/** The versions in the text of CHANGELOG.md, newest first; what is not released yet bears the name `Unreleased`. */
export function releasesIn(changelog: string): Release[] {
  const parts = changelog.split(/^## /m).slice(1);
  return parts.map((part) => {
    const [, version = "", date = null] = /^(\S+)(?: \((\d{4}-\d\d-\d\d)\))?/.exec(part) ?? [];
    return { version, date, text: part.slice(part.indexOf("\n")).trim() };
  });
}

/** A time as Debian writes it. */
function debianTime(date: Date): string {
  const [, day, number, month, year, time] =
    /^(\w{3}), (\d\d) (\w{3}) (\d{4}) ([\d:]{8})/.exec(date.toUTCString()) ?? [];
  return `${day}, ${number} ${month} ${year} ${time} +0000`;
}

/** The lists of a release as Debian has them: each point one paragraph, without marks of Markdown and links. */
function points(text: string): string {
  const plain = text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/\*\*|`/g, "")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  const joined: string[] = [];
  for (const line of plain) {
    if (line.startsWith("- ") || joined.length === 0) joined.push(line.replace(/^- /, ""));
    else joined.push(`${joined.pop()} ${line.trim()}`);
  }
  return joined.map((point) => `  * ${wrapped(point)}`).join("\n");
}

/** Lines of 76 characters, indented behind a point's star. */
function wrapped(text: string): string {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1) ?? "";
    if (last !== "" && last.length + word.length > 74) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines.join("\n    ");
}

/** The changelog of the package: of all that is released, and of the package's own version first where that is not among them. */
export function debianChangelog(
  releases: readonly Release[],
  { version, maintainer, now }: { readonly version: string; readonly maintainer: string; readonly now: Date },
): string {
  const entry = (of: string, text: string, date: Date): string =>
    `ocr-eco (${of}) unstable; urgency=medium\n\n${points(text)}\n\n -- ${maintainer}  ${debianTime(date)}\n`;
  const released = releases.filter(({ date }) => date !== null);
  const own = released.some((each) => each.version === version)
    ? []
    : [entry(version, releases.find(({ date }) => date === null)?.text || "- Not released.", now)];
  const others = released.map(({ version: of, text, date }) =>
    entry(of, text, new Date(`${date}T00:00:00Z`)),
  );
  return [...own, ...others].join("\n");
}
