import { releasesIn } from "../debian-package/changelog.ts";

/** A link of Markdown that leads to a file of the project. */
const relativeLink = /\[([^\]]*)\]\((?!https?:)[^)]*\)/g;

/**
 * What is told of a version: its part of CHANGELOG.md, without links that lead nowhere outside of the project. Throws
 * with a sentence where it has none, or where changes still wait for a version, unless it is a draft.
 */
export function releaseNotes(changelog: string, version: string, isDraft: boolean): string {
  const releases = releasesIn(changelog);
  const waiting = releases.find(({ date }) => date === null);
  const own = releases.find((each) => each.version === version && each.date !== null);
  if (!isDraft && waiting !== undefined && waiting.text !== "")
    throw new Error(
      "CHANGELOG.md has changes that are not released: give them the version of package.json and a day.",
    );
  const told = isDraft && waiting !== undefined && waiting.text !== "" ? waiting : own;
  if (told === undefined) throw new Error(`CHANGELOG.md says nothing of ${version}.`);
  const title = told === own ? `# ocr-eco ${version} (${own.date})` : `# ocr-eco ${version}, a draft`;
  return `${title}\n\n${told.text.replaceAll(relativeLink, "$1")}\n`;
}
