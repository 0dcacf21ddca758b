import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../scripts/rig/processes.ts";
import { MachineMeter } from "../../src/service/machine.ts";
import { inUnit, kernelWith } from "../support/kernel.ts";
import { temporaryFolder } from "../support/temporary.ts";

test("what is in use is measured of what the control group gives, not of the machine", async () => {
  const unit = "groups/system.slice/ocr-eco.service";
  const kernel = kernelWith({
    ...inUnit,
    [`${unit}/memory.max`]: "1000000000",
    [`${unit}/memory.current`]: "900000000",
    [`${unit}/cpu.max`]: "50000 100000",
    [`${unit}/cpu.stat`]: "usage_usec 1000",
  });
  const meter = new MachineMeter(temporaryFolder(), { kernel });
  expect(await meter.measure()).toMatchObject({ processors: 1, cpu: 0 });
  expect((await meter.measure()).memory).toBeCloseTo(90);
  // A thousand hours of it, since the look before.
  const used = join(kernel.groups, "system.slice/ocr-eco.service/cpu.stat");
  writeFileSync(used, "usage_usec 3600000001000\n");
  await until("it is looked at again", async () => (await meter.measure()).cpu === 100);
});
