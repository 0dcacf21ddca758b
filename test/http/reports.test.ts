import { describe, expect, spyOn, test } from "bun:test";
import { TestApp } from "../support/app.ts";

const messages = {
  new: "Laporan Anda telah diterima dan dimasukkan ke dalam antrean verifikasi.",
  known: "Laporan Anda telah diterima dan sedang dalam antrean verifikasi.",
};

describe("a report", () => {
  test("becomes a job that waits, with the picture's address and the ids as they came", async () => {
    const app = await TestApp.open();
    const { status, body } = await app.report({ report_id: "007", user_id: 145 });
    expect(status).toBe(202);
    expect(body).toMatchObject({ message: messages.new, status: "waiting" });
    const job = await app.service.queue.jobs.get(body["job_id"] ?? "");
    expect(job).toMatchObject({
      reportId: "007",
      userId: 145,
      url: "https://s3.example.org/a.png",
      environment: "staging",
    });
  });

  test("is taken in without a copy of its headers, which no route needs", async () => {
    const url = (await TestApp.open()).listen();
    const copies = spyOn(Headers.prototype, "toJSON");
    try {
      const body = JSON.stringify({ report_id: 5, user_id: 7, s3_url: "https://s3.example.org/a.png" });
      expect((await fetch(`${url}/api/v1/ocr-ecosteps`, { method: "POST", body })).status).toBe(202);
      expect(copies).not.toHaveBeenCalled();
    } finally {
      copies.mockRestore();
    }
  });

  test("that is sent again while it waits keeps its job, and has the newest picture", async () => {
    const app = await TestApp.open();
    const first = await app.report({ report_id: 5 });
    const again = await app.report({ report_id: "5", s3_url: "https://s3.example.org/b.png" });
    expect(again.body).toMatchObject({ message: messages.known, job_id: first.body["job_id"] });
    const job = await app.service.queue.jobs.get(first.body["job_id"] ?? "");
    expect(job).toMatchObject({ reportId: "5", url: "https://s3.example.org/b.png" });
  });

  test("is answered in one length, whatever the message says", async () => {
    const app = await TestApp.open();
    const lengths = new Set([(await app.report()).text.length, (await app.report()).text.length]);
    expect(lengths.size).toBe(1);
  });

  test("goes to the environment that it names, in any case, and production before the others", async () => {
    const app = await TestApp.open({ LARAVEL_API_URL_ACCEPTANCE: "http://127.0.0.1:9" });
    for (const [index, environment] of ["staging", "Acceptance", "PRODUCTION"].entries())
      expect((await app.report({ report_id: index + 1, environment })).status).toBe(202);
    const claims = await app.service.queue.jobs.claim(3, 1000);
    expect(claims.map(({ job }) => job.environment)).toEqual(["production", "staging", "acceptance"]);
  });

  test.each([
    ["a body that is no JSON", "{", 400, "REQUEST_MALFORMED"],
    ["a list", "[]", 422, "REQUEST_INVALID"],
    ["no ids", { report_id: undefined, user_id: undefined }, 422, "REQUEST_INVALID"],
    ["a number beyond what JSON keeps", { report_id: 2 ** 53 }, 422, "REQUEST_INVALID"],
    ["half a report", { report_id: 1.5 }, 422, "REQUEST_INVALID"],
    ["an empty id", { user_id: " " }, 422, "REQUEST_INVALID"],
    ["an id of half a character", '{"report_id":"\\ud800"}', 422, "REQUEST_INVALID"],
    ["an id of two lines", { report_id: "5\n6" }, 422, "REQUEST_INVALID"],
    [
      "thousands of brackets",
      `{"report_id":${"[".repeat(5000)}${"]".repeat(5000)}}`,
      400,
      "REQUEST_MALFORMED",
    ],
    ["more than a megabyte", `{"report_id":"${"x".repeat(1_000_001)}"}`, 413, "REQUEST_TOO_LARGE"],
    ["no body at all", "", 422, "REQUEST_INVALID"],
    ["another kind of address", { s3_url: "file:///etc/passwd" }, 422, "REQUEST_INVALID"],
    ["an environment that nobody knows", { environment: "prod" }, 422, "ENVIRONMENT_UNKNOWN"],
  ])("is refused with %s", async (_what, change, status, code) => {
    const app = await TestApp.open();
    const answer =
      typeof change === "string"
        ? await app.ask("POST", "/api/v1/ocr-ecosteps", { body: change })
        : await app.report(change);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.body).toMatchObject({ status, code });
    expect(answer.status).toBe(status);
    expect(await app.service.queue.jobs.list({ most: 1 })).toEqual([]);
  });

  test("that is no UTF-8 is refused: its ids would all become one", async () => {
    const app = await TestApp.open();
    const bytes = Buffer.from(
      '{"report_id":"\xe9","user_id":1,"s3_url":"https://s3.example.org/a.png"}',
      "latin1",
    );
    expect(
      (await app.ask("POST", "/api/v1/ocr-ecosteps", { body: new Uint8Array(bytes) })).body,
    ).toMatchObject({
      code: "REQUEST_MALFORMED",
    });
  });

  test("is understood as JSON whatever its content type says, and `null` is no environment", async () => {
    const app = await TestApp.open();
    const body = { report_id: " 5 ", user_id: 1, s3_url: "https://s3.example.org/a.png", environment: null };
    const type = "application/x-www-form-urlencoded";
    const answer = await app.ask("POST", "/api/v1/ocr-ecosteps", { body, type });
    expect(answer.status).toBe(202);
    expect(await app.service.queue.jobs.get(answer.body["job_id"] ?? "")).toMatchObject({
      reportId: " 5 ",
      environment: "staging",
    });
  });

  test.each(["pre-prod", "__proto__", "../../x", "constructor"])(
    "for the environment %s is told what can be done about it, and nothing that does not help",
    async (environment) => {
      const app = await TestApp.open();
      const { body } = await app.report({ environment });
      expect(body).toMatchObject({ status: 422, code: "ENVIRONMENT_UNKNOWN" });
      const advice = /set (LARAVEL_API_URL_\w+) /.exec(String(body["detail"]))?.[1];
      if (advice === undefined) expect(String(body["detail"])).toContain("letters, digits and _");
      else expect(advice.slice("LARAVEL_API_URL_".length).toLowerCase()).toBe(environment);
    },
  );

  test("of a wrong form is answered as the old service did", async () => {
    const app = await TestApp.open();
    expect((await app.report({ s3_url: "nowhere" })).body).toMatchObject({
      error: "Validation Error",
      message: "Data yang dikirim tidak valid",
      details: ["body -> s3_url: must be an http or https address"],
    });
  });

  test("names the variable to set when its environment has no destination", async () => {
    const app = await TestApp.open({
      LARAVEL_API_URL: "",
      LARAVEL_API_URL_STAGING: "http://127.0.0.1:9",
    });
    const { body } = await app.report({ environment: "production" });
    expect(body).toMatchObject({ code: "ENVIRONMENT_UNKNOWN" });
    expect(String(body["detail"])).toContain("LARAVEL_API_URL_PRODUCTION");
  });

  test("is refused when the queue is full, and one that waits already is not", async () => {
    const app = await TestApp.open({ MAX_QUEUE_SIZE: "1" });
    await app.report({ report_id: 1 });
    const refused = await app.report({ report_id: 2 });
    expect(refused.status).toBe(503);
    expect(refused.body).toMatchObject({
      error: "Queue is full",
      message: "Sistem sedang sibuk. Silakan coba lagi dalam beberapa saat.",
    });
    expect(Number(refused.headers.get("retry-after"))).toBePositive();
    expect((await app.report({ report_id: 1 })).status).toBe(202);
  });

  test("is refused with a time to come back while the service ends", async () => {
    const app = await TestApp.open();
    await app.service.drain();
    const refused = await app.report();
    expect(refused.body).toMatchObject({ status: 503, code: "DRAINING" });
    expect(Number(refused.headers.get("retry-after"))).toBePositive();
  });
});

describe("a batch", () => {
  test("has an outcome for each of its reports, in order", async () => {
    const app = await TestApp.open({ MAX_QUEUE_SIZE: "1" });
    const report = { user_id: 1, s3_url: "https://s3.example.org/a.png" };
    const { status, body } = await app.ask("POST", "/api/v1/ocr-ecosteps/batch", {
      body: {
        reports: [
          { ...report, report_id: 5 },
          { report_id: "x" },
          { ...report, report_id: "5" },
          { ...report, report_id: 6, environment: "nowhere" },
          { ...report, report_id: 7 },
          null,
        ],
      },
    });
    expect(status).toBe(200);
    expect(body["results"]).toMatchObject([
      { report_id: 5, status_code: 202, message: messages.new },
      { report_id: "x", status_code: 422, code: "REQUEST_INVALID" },
      { report_id: "5", status_code: 202, message: messages.known },
      { report_id: 6, status_code: 422, code: "ENVIRONMENT_UNKNOWN" },
      { report_id: 7, status_code: 503, code: "QUEUE_FULL" },
      { report_id: null, status_code: 422, code: "REQUEST_INVALID" },
    ]);
  });

  test.each([0, 101])("of %i reports is refused as a whole", async (count) => {
    const app = await TestApp.open();
    const reports = Array.from({ length: count }, () => ({}));
    const { body } = await app.ask("POST", "/api/v1/ocr-ecosteps/batch", { body: { reports } });
    expect(body).toMatchObject({ status: 422, code: "REQUEST_INVALID" });
  });
});
