import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import packageJson from "../../package.json";
import { debianChangelog, releasesIn } from "../../scripts/debian-package/changelog.ts";

const ours = readFileSync(join(import.meta.dir, "..", "..", "CHANGELOG.md"), "utf8");
const by = { maintainer: "Somebody <a@example.org>", now: new Date("2026-12-01T10:20:30Z") };

test("the changelog has the version of the program, and each release has a day", () => {
  const releases = releasesIn(ours);
  expect(releases[0]).toMatchObject({ version: "Unreleased", date: null });
  expect(releases.slice(1).map(({ date }) => date)).not.toContain(null);
  expect(releases.map(({ version }) => version)).toContain(packageJson.version);
  for (const { text } of releases) expect(text).not.toBe("");
});

test("Debian's changelog has each point as a paragraph, without marks and links", () => {
  const text = `# Changes\n\n## Unreleased\n\n### Added\n\n- [\`a\`](b.md): **one**\n  thing.\n- Two.\n\n## 1.0.0 (2026-11-24)\n\nThe first.\n`;
  expect(debianChangelog(releasesIn(text), { ...by, version: "1.1.0" })).toBe(
    `ocr-eco (1.1.0) unstable; urgency=medium

  * a: one thing.
  * Two.

 -- Somebody <a@example.org>  Tue, 01 Dec 2026 10:20:30 +0000

ocr-eco (1.0.0) unstable; urgency=medium

  * The first.

 -- Somebody <a@example.org>  Tue, 24 Nov 2026 00:00:00 +0000
`,
  );
  // A release that is there already is not told twice.
  expect(debianChangelog(releasesIn(text), { ...by, version: "1.0.0" })).toStartWith("ocr-eco (1.0.0)");
});
