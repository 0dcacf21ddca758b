import { describe, expect, test } from "bun:test";
import { labelsFromCsv, labelsFromJson } from "../../src/eval/labels.ts";
import { failureOf } from "../support/failure.ts";

const json = (labels: object): string => JSON.stringify(labels);

describe("labels.json", () => {
  test("gives a label for each file, without what is not compared", () => {
    const labels = labelsFromJson(
      json({ "a.png": { steps: 5475, app: "Fitbit", date: "--11-23", note: "blurred" } }),
      "labels.json",
    );
    expect([...labels]).toEqual([["a.png", { steps: 5475, app: "Fitbit", date: "--11-23" }]]);
  });

  test("may say that a picture shows no count", () => {
    expect(labelsFromJson(json({ "a.png": { steps: null } }), "labels.json").get("a.png")?.steps).toBeNull();
  });

  test.each([
    ["is no JSON", "{", /^x\/labels\.json is no JSON \(.+\)\. Correct it\.$/],
    ["is a list", "[]", /must hold one object with a label for each file name/],
    [
      "has no count",
      json({ "a.png": {} }),
      /^x\/labels\.json cannot be used: a\.png: steps is wrong \(.+\)\.$/,
    ],
    ["has a count in words", json({ "a.png": { steps: "many" } }), /a\.png: steps is wrong/],
    ["has half a step", json({ "a.png": { steps: 1.5 } }), /a\.png: steps is wrong/],
    ["has a label that is a number", json({ "a.png": 5475 }), /a\.png: expected object/],
    [
      "has a date of another form",
      json({ "a.png": { steps: 1, date: "23/11" } }),
      /date is wrong \(expected a date as/,
    ],
    [
      "has a scope that there is not",
      json({ "a.png": { steps: 1, scope: "week" } }),
      /a\.png: scope is wrong \(expected one of day, part_of_day, several_days, .+, unknown\)\.$/,
    ],
    [
      "has a count of a negative",
      json({ "negatives/a.png": { steps: 1 } }),
      /negatives\/a\.png: steps is wrong \(expected null, as for all of negatives\/\)\.$/,
    ],
    [
      "has several faults",
      json({ "a.png": {}, "b.png": {}, "c.png": {} }),
      /a\.png: .+, and 2 more labels are wrong\.$/,
    ],
  ])("that %s is refused in one sentence", async (_what, content, sentence) => {
    const { code, message } = await failureOf(() => labelsFromJson(content, "x/labels.json"));
    expect(code).toBe("LABELS_INVALID");
    expect(message).toMatch(sentence);
    expect(message).not.toContain("\n");
  });
});

describe("labels.csv", () => {
  test("has the same members, whatever parts the cells and ends the rows", () => {
    const expected = new Map([
      ["a.png", { steps: 5475, distance_km: 3.26, date_text: 'Today, "24" Nov', also_accept: [100, 200] }],
      ["b.png", { steps: null, distance_km: null, date_text: null, also_accept: null }],
    ]);
    const comma =
      'file,steps,distance_km,date_text,also_accept,note\r\na.png,5475,3.26,"Today, ""24"" Nov",100 200,x\r\nb.png,,,,,\r\n';
    const semicolon =
      'file;steps;distance_km;date_text;also_accept\na.png;5475;3.26;"Today, ""24"" Nov";100 200\n\nb.png;;;;';
    expect(labelsFromCsv(comma, "labels.csv")).toEqual(expected as never);
    expect(labelsFromCsv(semicolon, "labels.csv")).toEqual(expected as never);
  });

  test("may have line breaks inside of a cell", () => {
    const labels = labelsFromCsv('file,date_text,steps\na.png,"Today\n24 Nov",1', "labels.csv");
    expect(labels.get("a.png")).toMatchObject({ steps: 1, date_text: "Today\n24 Nov" });
  });

  test.each([
    ["has no header", "a.png,5475\n", /must start with a header whose first column is file/],
    ["counts nothing", "file,app\na.png,Fitbit\n", /which has a column steps/],
    ["has a count in words", "file,steps\na.png,many\n", /cannot be used: a\.png: steps is wrong/],
    ["labels a file twice", "file,steps\na.png,1\na.png,2\n", /labels a\.png twice/],
    ["never ends a cell", 'file,steps\na.png,1\n"b.png,2\n', /is no CSV from line 3 on/],
  ])("that %s is refused in one sentence", async (_what, content, sentence) => {
    const { code, message } = await failureOf(() => labelsFromCsv(content, "labels.csv"));
    expect(code).toBe("LABELS_INVALID");
    expect(message).toMatch(sentence);
  });
});
