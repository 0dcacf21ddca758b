import { describe, expect, test } from "bun:test";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CardMeter } from "../../src/host/nvidia.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** A program that prints these lines, and notes each time that it was asked. */
function program(lines: readonly string[], then = ""): { readonly path: string; readonly diary: string } {
  const folder = temporaryFolder();
  const [path, diary] = [join(folder, "nvidia-smi"), join(folder, "diary")];
  writeFileSync(diary, "");
  const printed = lines.map((line) => `echo '${line}'`).join("\n");
  writeFileSync(path, `#!/bin/sh\necho "$@" >> '${diary}'\n${printed}\n${then}\n`);
  chmodSync(path, 0o755);
  return { path, diary };
}

const h100 = "NVIDIA H100 80GB HBM3";

describe("what a card is doing", () => {
  test("is told by the driver's program, of the card that is meant, and asked for seldom", async () => {
    const { path, diary } = program(["NVIDIA A2, 10, 15356, 1, 40", `${h100}, 1234, 81559, 17, 38`]);
    const meter = new CardMeter(path);
    const use = { memoryUsedMb: 1234, memoryTotalMb: 81559, busyPercent: 17, celsius: 38 };
    expect(await Promise.all([meter.measure(h100), meter.measure(h100)])).toEqual([use, use]);
    expect(readFileSync(diary, "utf8").trim().split("\n")).toHaveLength(1);
  });

  test("has gaps where the driver has them", async () => {
    const { path } = program([`${h100}, [N/A], 81559, [Not Supported], 38`]);
    expect(await new CardMeter(path).measure(h100)).toEqual({
      memoryUsedMb: null,
      memoryTotalMb: 81559,
      busyPercent: null,
      celsius: 38,
    });
  });

  test("is not known of other makers' cards, without the program, and when it fails", async () => {
    const { path, diary } = program([`${h100}, 1, 2, 3, 4`], "exit 9");
    expect(await new CardMeter(path).measure("AMD Radeon RX 7900")).toBeNull();
    expect(readFileSync(diary, "utf8")).toBe("");
    expect(await new CardMeter(path).measure(h100)).toBeNull();
    expect(await new CardMeter(`${path}-none`).measure(h100)).toBeNull();
  });

  test("is waited for only a moment when the program hangs, which gets no second one beside it", async () => {
    // What it starts holds its output open after it is killed, as it does itself where it cannot be.
    const { path, diary } = program([], "sleep 20");
    const meter = new CardMeter(path, { freshMs: 0, patienceMs: 300 });
    expect(await meter.measure(h100)).toBeNull();
    await Bun.sleep(1);
    expect(await meter.measure(h100)).toBeNull();
    expect(readFileSync(diary, "utf8").trim().split("\n")).toHaveLength(1);
  });
});
