import type { Comparison, Evaluation, Result } from "../../src/eval/document.ts";
import { byAppAndPage, doubtfulOf, missesOf } from "../../src/eval/summary.ts";
import { printGrid } from "../output/grid.ts";
import { painter, printable, type Terminal } from "../output/terminal.ts";
import { printCalibration, printFields, printFigures, printScopes, printThresholds } from "./figures.ts";
import { countOrNone, reasonOf, seconds, share, statusOf } from "./words.ts";

/** Prints an evaluation for a person: the sum, then each table, then everything that went wrong. */
export function printEvaluation(stream: Terminal, evaluation: Evaluation): void {
  const paint = painter(stream);
  const section = (title: string): void => void stream.write(`\n${paint("bold", title)}\n`);
  const { overall, groups, by_perturbation: byPerturbation } = evaluation;

  printHead(stream, evaluation);
  section("By app and page");
  printFigures(stream, "app", byAppAndPage(groups));
  section("By language and theme");
  printFigures(stream, "", [...Object.entries(groups.locale), ...Object.entries(groups.theme)]);
  if (evaluation.all !== undefined) {
    section("By what was done to the pictures");
    printFigures(stream, "", [
      ["as they came", overall],
      ...Object.entries(byPerturbation),
      ["all", evaluation.all],
    ]);
  }
  if (evaluation.by_scope !== undefined) {
    section("By what the number is the count of");
    printScopes(stream, "scope", evaluation.by_scope);
  }
  if (evaluation.by_group !== undefined) {
    section("By group");
    printScopes(stream, "group", evaluation.by_group);
  }
  section("Fields");
  printFields(stream, evaluation.fields);
  section("Coverage against precision");
  printThresholds(stream, evaluation.thresholds);
  section("Calibration");
  printCalibration(stream, evaluation.calibration);
  const { accepted, others } = missesOf(evaluation.results);
  printMisses(stream, "Accepted, but wrong", accepted);
  printMisses(stream, "Missed", others);
  printMisses(stream, "Right, but doubtful", doubtfulOf(evaluation.results));
  if (evaluation.comparison !== undefined) printComparison(stream, evaluation.comparison);
  if (evaluation.conditions !== undefined) section("Conditions");
  for (const { condition, value, met } of evaluation.conditions ?? []) {
    const is = value === null ? "there is nothing to measure it on" : `it is ${Number(value.toFixed(4))}`;
    stream.write(
      `  ${paint(met ? "red" : "green", `${met ? "✗ fails:" : "✓ not so:"} ${printable(condition)}`)} (${is})\n`,
    );
  }
}

function printHead(stream: Terminal, evaluation: Evaluation): void {
  const paint = painter(stream);
  const { overall, folder, engine, workers } = evaluation;
  const row = (name: string, text: string): void =>
    void stream.write(`  ${paint("dim", name.padEnd(11))}${text}\n`);
  stream.write(
    `${paint("bold", `${overall.exact} of ${overall.pictures} exact`)}  ${printable(folder)}, engine ${engine}, ${workers} ${workers === 1 ? "worker" : "workers"}\n`,
  );
  const wrong = overall.wrong_accepted - overall.negatives_accepted;
  row(
    "accepted",
    `${overall.accepted} (${share(overall.coverage)}), ${paint(wrong === 0 ? "green" : "red", `${wrong} of them wrong`)}`,
  );
  row("doubtful", `${overall.doubtful}, no number ${overall.none}, unreadable ${overall.failed}`);
  row("app right", `${overall.app_right} of ${overall.pictures}`);
  if (overall.negatives > 0) {
    const { negatives, negatives_accepted: accepted } = overall;
    row("negatives", `${negatives}, ${paint(accepted === 0 ? "green" : "red", `${accepted} accepted`)}`);
  }
  row("time", `median ${seconds(overall.median_ms)}, p95 ${seconds(overall.p95_ms)} a picture`);
  row(
    "speed",
    `${evaluation.results.length} read in ${Math.round(evaluation.seconds)} s, ${evaluation.pictures_per_second.toFixed(1)} a second`,
  );
}

function printMisses(stream: Terminal, title: string, misses: readonly Result[]): void {
  const paint = painter(stream);
  stream.write(`\n${paint("bold", `${title}: ${misses.length === 0 ? "none" : misses.length}`)}\n`);
  if (misses.length === 0) return;
  const perturbed = misses.some(({ perturbation }) => perturbation !== null);
  printGrid(
    stream,
    [
      { title: "picture", flexible: true },
      ...(perturbed ? [{ title: "done to it" }] : []),
      { title: "expected", align: "right" },
      { title: "read", align: "right" },
      { title: "status" },
      { title: "why", flexible: true },
    ],
    misses.map((miss) => [
      { text: miss.picture },
      ...(perturbed ? [{ text: miss.perturbation ?? "" }] : []),
      { text: countOrNone(miss.expected) },
      { text: countOrNone(miss.read) },
      { text: statusOf(miss), style: miss.status === "verified" ? ("red" as const) : ("yellow" as const) },
      { text: reasonOf(miss) },
    ]),
  );
}

const changeStyles = { better: "green", worse: "red", other: "yellow" } as const;

function printComparison(stream: Terminal, comparison: Comparison): void {
  const paint = painter(stream);
  const { before, now, shared, added, gone, changes } = comparison;
  stream.write(
    `\n${paint("bold", "Since the baseline")} ${printable(comparison.baseline)} (version ${printable(comparison.version)}, engine ${comparison.engine})\n`,
  );
  stream.write(`  ${shared} readings compared, ${added} new, ${gone} only in the baseline\n`);
  const names = ["exact", "accepted", "wrong_accepted", "negatives_accepted"] as const;
  printGrid(
    stream,
    [
      { title: "" },
      { title: "before", align: "right" },
      { title: "now", align: "right" },
      { title: "", align: "right" },
    ],
    names.map((name) => {
      const difference = now[name] - before[name];
      const isBetter = name === "exact" || name === "accepted" ? difference > 0 : difference < 0;
      return [
        { text: name.replaceAll("_", " ") },
        { text: String(before[name]) },
        { text: String(now[name]) },
        difference === 0
          ? { text: "" }
          : {
              text: difference > 0 ? `+${difference}` : String(difference),
              style: isBetter ? ("green" as const) : ("red" as const),
            },
      ];
    }),
  );
  if (changes.length === 0) {
    stream.write("  No reading changed.\n");
    return;
  }
  printGrid(
    stream,
    [
      { title: "picture", flexible: true },
      { title: "done to it" },
      { title: "change" },
      { title: "expected", align: "right" },
      { title: "before", align: "right" },
      { title: "now", align: "right" },
      { title: "status" },
    ],
    changes.map((change) => [
      { text: change.picture },
      { text: change.perturbation ?? "" },
      { text: change.change, style: changeStyles[change.change] },
      { text: countOrNone(change.expected) },
      { text: countOrNone(change.before.read) },
      { text: countOrNone(change.now.read) },
      {
        text:
          change.before.status === change.now.status
            ? statusOf(change.now)
            : `${statusOf(change.before)} → ${statusOf(change.now)}`,
      },
    ]),
  );
}
