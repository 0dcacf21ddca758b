import { describe, expect, test } from "bun:test";
import type { Reading } from "../../src/reading/reading.ts";
import { because, sentencesOf } from "../../src/reading/reasons.ts";
import { visit } from "../support/browser.ts";
import { hasProgram } from "../support/requires.ts";
import { quickService } from "../support/service.ts";

const isHere = hasProgram("chromium", "chromium");

/** A doubtful reading with reasons of all kinds. */
const doubtful = {
  status: "needs_review",
  steps: null,
  candidateSteps: 8376,
  confidence: 0.6,
  reasons: [
    because("engines_differ", { first: "8,376", second: "8,316" }),
    because("yesterday", { text: "Kemarin" }),
    because("at_label", { number: "'8,376'", label: "Langkah" }),
    because("stride", { metres: 0.754 }),
  ],
  signals: [because("uneven_digits", { number: "8,376", digits: ["3"] })],
} satisfies Partial<Reading>;

/** A service that is open to this machine and has read the same doubtful picture for two reports; the later one's job. */
async function withDoubts(over: Partial<Reading> = {}) {
  const running = quickService({ API_KEY: "", REVIEW_SIGNALS: "copy" });
  await running.start();
  const reading = JSON.stringify({ ...doubtful, ...over });
  running.pictures.serve("odd.png", new TextEncoder().encode(`8376 steps ${reading}`));
  const submit = async (report_id: number) => {
    const { body } = await running.submit({ report_id, user_id: 7, s3_url: running.pictures.url("odd.png") });
    await running.settled();
    return String(body["job_id"]);
  };
  await submit(1);
  return { running, address: `${running.url}/dashboard#jobs/${await submit(2)}` };
}

describe.skipIf(!isHere)("the reasons of a doubtful reading on the dashboard", () => {
  test("stand in Indonesian, what is about the number apart from what is odd about the picture; axe has nothing against it", async () => {
    const { address } = await withDoubts();
    const seen = await visit(address, { locale: "id-ID" });
    const { page } = seen;
    await page.getByRole("heading", { name: "Yang janggal pada gambarnya" }).waitFor();
    const [ofNumber, ofPicture] = await Promise.all(
      [0, 1].map((at) => page.locator("ul.reasons").nth(at).locator("li").allInnerTexts()),
    );
    expect(ofNumber).toEqual([
      "meragukan kedua mesin pembaca membaca digit yang berbeda: 8,376 dan 8,316",
      "meragukan ini mungkin hitungan kemarin: 'Kemarin'",
      "mendukung '8,376' ada di dekat tulisan 'Langkah'",
      "mendukung 0,75 m per langkah",
    ]);
    expect(ofPicture).toEqual([
      expect.stringMatching(
        /^meragukan perlu ditinjau: berkas yang sama pernah masuk untuk pengguna 7 tanggal [\d-]+ \(laporan 1\)$/,
      ),
      "'3' pada 8,376 tampak berbeda dari digit lainnya",
    ]);
    const whole = await page.locator("main").textContent();
    for (const english of [...sentencesOf(doubtful.reasons), ...sentencesOf(doubtful.signals), "sends it to"])
      expect(whole).not.toContain(english);
    expect(await page.locator("[lang=en]").count()).toBe(1); // The name of the other language.
    expect(await seen.unusable()).toEqual([]);
    expect([seen.failures, seen.strayed]).toEqual([[], []]);
  });

  test("stand in English as they were delivered, with the same marks", async () => {
    const { address } = await withDoubts();
    const { page } = await visit(address);
    await page.getByRole("heading", { name: "What speaks for and against the number" }).waitFor();
    const reasons = await page.locator("ul.reasons li").allInnerTexts();
    expect(reasons.slice(0, 4)).toEqual([
      "against the engines read different digits: 8,376 and 8,316",
      "against it may be yesterday's: 'Kemarin'",
      "for '8,376' stands at 'Langkah'",
      "for 0.75 m a step",
    ]);
  });

  test("stay English, and say so, where an older version has kept no codes", async () => {
    const { address } = await withDoubts();
    const seen = await visit("about:blank", { locale: "id-ID" });
    const { page } = seen;
    await page.route(/\/admin\/jobs\/[^/]+$/, async (route) => {
      const response = await route.fetch();
      const job = (await response.json()) as { result: Record<string, unknown> };
      await route.fulfill({ response, json: { ...job, result: { ...job.result, reason_codes: [] } } });
    });
    await page.goto(address);
    await page.getByRole("heading", { name: "Mengapa" }).waitFor();
    const kept = page.locator("ul.reasons li [lang=en]");
    expect(await kept.count()).toBe(6);
    expect(await kept.nth(1).textContent()).toBe("the engines read different digits: 8,376 and 8,316");
    expect(await page.locator("ul.reasons .pill").count()).toBe(0);
    expect(await page.getByRole("heading", { name: "Yang janggal pada gambarnya" }).count()).toBe(0);
  });

  test("say why there is no number, and speak for and against none", async () => {
    const { address } = await withDoubts({
      status: "no_steps",
      candidateSteps: null,
      reasons: [because("no_count", { app: "Fitbit" }), because("incomplete")],
      signals: [],
    });
    const { page } = await visit(address, { locale: "id-ID" });
    await page.getByText("ini Fitbit, tetapi tidak menunjukkan hitungan langkah").waitFor();
    expect(await page.locator("ul.reasons .pill").count()).toBe(0);
  });

  test("stand beside what each engine read for the count, and what else may be it", async () => {
    const box = { x: 100, y: 400, width: 200, height: 60 };
    const second = { engine: "tesseract", text: "8,316" } as const;
    const others = [{ text: "9,001", box: { ...box, y: 800 } }];
    const evidence = { text: "8,376", box, ties: [], second, others };
    const differing = await withDoubts({ evidence });
    const seen = await visit(differing.address);
    await seen.page.locator(".as-read").waitFor();
    expect(await seen.page.locator(".as-read div").allInnerTexts()).toEqual([
      "first engine (paddle)\n8,376",
      "second engine (tesseract)\n8,316",
      "may be the count, too\n9,001",
    ]);
    expect(await seen.page.locator("svg .box.candidate title").textContent()).toBe("9,001");
    expect(await seen.unusable()).toEqual([]);
    const alone = await withDoubts({ evidence: { ...evidence, second: null, others: [] } });
    const { page } = await visit(alone.address, { locale: "id-ID" });
    await page.locator(".as-read").waitFor();
    expect(await page.locator(".as-read div").allInnerTexts()).toEqual([
      "mesin pembaca pertama (paddle)\n8,376",
      "mesin pembaca kedua\ntidak diminta membaca",
    ]);
    expect(await page.locator("figure").textContent()).not.toContain("mungkin juga hitungannya");
  });

  test("are searched for by a short name in the language of the page", async () => {
    const { running } = await withDoubts();
    const { page } = await visit(`${running.url}/dashboard#jobs`, { locale: "id-ID" });
    await page.getByRole("link", { name: "2", exact: true }).waitFor();
    await page.getByLabel("Hitungan dari").selectOption({ label: "beberapa hari" });
    await page.getByText("Tidak ada pekerjaan seperti itu.").waitFor();
    await page.getByLabel("Hitungan dari").selectOption({ label: "semua" });
    await page.getByLabel("Keraguan").selectOption({ label: "hitungan kemarin" });
    await page.getByRole("link", { name: "2", exact: true }).waitFor();
    expect(page.url()).toContain("doubt=yesterday");
    await page.getByRole("combobox", { name: "Bahasa" }).selectOption("English");
    const names = await page.locator("#doubt option, #scope option").allInnerTexts();
    expect(names).toContain("engines differ");
    expect(names.filter((name) => name.includes("_"))).toEqual([]);
  });
});
