import { describe, expect, test } from "bun:test";
import type { AuditEntries, AuditPage, AuditQuestion } from "../../src/observability/audit-question.ts";

export const all = { limit: 1000 };

/** An audit log that something is noted in, and what reads it; `note` and `entries` may be of two instances. */
export interface Place {
  readonly entries: AuditEntries;
  readonly note: (n: number | string, more?: object) => Promise<void>;
}

export const numbers = ({ entries }: AuditPage): unknown[] => entries.map(({ target }) => target["n"]);

/** All pages of a question. */
export async function pagesOf(entries: AuditEntries, question: AuditQuestion): Promise<AuditPage[]> {
  const pages: AuditPage[] = [];
  for (let before: string | null | undefined; before !== null; ) {
    const page = await entries.find({ ...question, ...(before === undefined ? {} : { before }) });
    pages.push(page);
    before = page.next;
  }
  return pages;
}

/** How entries are found, wherever they are kept. */
export function auditSuite(where: string, log: () => Promise<Place>): void {
  describe(`entries of the audit log ${where}`, () => {
    test("come newest first, with all that is known of them", async () => {
      const { entries, note } = await log();
      await note(1, { address: "10.0.0.5", request_id: "r-1" });
      await note(2, { via: "cli", by: null });
      const page = await entries.find(all);
      expect(page).toEqual({
        entries: [
          {
            at: expect.stringMatching(/Z$/),
            via: "cli",
            action: "pause",
            by: null,
            address: null,
            target: { n: 2 },
            outcome: "ok",
            request_id: null,
          },
          {
            at: expect.stringMatching(/Z$/),
            via: "http",
            action: "pause",
            by: "ops",
            address: "10.0.0.5",
            target: { n: 1 },
            outcome: "ok",
            request_id: "r-1",
          },
        ],
        next: null,
        lookedAt: { bytes: expect.any(Number), backTo: page.entries[1]?.at ?? "" },
      });
    });

    test("are found by who did it, by what was done or its beginning, and by a value of what it was done to", async () => {
      const { entries, note } = await log();
      await note(7, { by: "anna", action: "jobs/cancel" });
      await note(17, { by: "budi", action: "jobs/retry" });
      await note("019abcde-0123-7000", { by: "anna" });
      await note("7", { by: "ann", target: { n: "7", ids: ["msg_1", { path: "/backups/a.tar" }] } });
      const found = async (question: Partial<AuditQuestion>) =>
        numbers(await entries.find({ ...all, ...question }));
      expect(await found({ by: "anna" })).toEqual(["019abcde-0123-7000", 7]);
      expect(await found({ by: "ann" })).toEqual(["7"]);
      expect(await found({ action: "jobs" })).toEqual([17, 7]);
      expect(await found({ action: "jobs/retry", by: "anna" })).toEqual([]);
      expect(await found({ about: "7" })).toEqual(["7", 7]);
      expect(await found({ about: "019abcde" })).toEqual(["019abcde-0123-7000"]);
      expect(await found({ about: "019" })).toEqual([]);
      expect(await found({ about: "msg_1" })).toEqual(["7"]);
      expect(await found({ about: "a.tar" })).toEqual(["7"]);
      // What a member is called is nothing that was done to.
      expect(await found({ about: "path" })).toEqual([]);
    });

    test.each(['a "quoted" name', "Bambang Sudjatmikó", "back\\slash", "😀"])(
      "are found by %s, however it is written in the file",
      async (name) => {
        const { entries, note } = await log();
        await note(name, { by: name });
        await note(2);
        expect(numbers(await entries.find({ ...all, by: name }))).toEqual([name]);
        expect(numbers(await entries.find({ ...all, about: name.slice(0, 9) }))).toEqual([name]);
      },
    );

    test("come in pages, none of them twice and none left out, although others are added meanwhile", async () => {
      const { entries, note } = await log();
      for (let n = 1; n <= 25; n++) await note(n);
      expect((await pagesOf(entries, { limit: 4 })).flatMap(numbers)).toEqual(
        Array.from({ length: 25 }, (_, at) => 25 - at),
      );
      const first = await entries.find({ limit: 3 });
      await note(26);
      expect(numbers(await entries.find({ limit: 3, before: first.next ?? "" }))).toEqual([22, 21, 20]);
      for (const before of ["0-0", "zz-9", "x"])
        expect(await entries.find({ limit: 3, before })).toMatchObject({ entries: [], next: null });
    });
  });
}
