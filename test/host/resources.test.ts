import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { cores, memory } from "../../src/host/resources.ts";
import { inUnit, kernelWith } from "../support/kernel.ts";

const unit = "groups/system.slice/ocr-eco.service";

describe("memory", () => {
  test("is the machine's where no control group has a limit, or one that is larger", () => {
    const free = { totalBytes: 16_384_000_000, availableBytes: 12_288_000_000, limitedBy: null };
    expect(memory(kernelWith(inUnit))).toEqual(free);
    expect(memory(kernelWith({ ...inUnit, [`${unit}/memory.max`]: "max" }))).toEqual(free);
    const large = { [`${unit}/memory.max`]: "99000000000", [`${unit}/memory.current`]: "98000000000" };
    expect(memory(kernelWith({ ...inUnit, ...large }))).toEqual(free);
  });

  test("is what the own group has left, without what the kernel only keeps of files", () => {
    const kernel = kernelWith({
      ...inUnit,
      [`${unit}/memory.max`]: "2000000000",
      [`${unit}/memory.current`]: "900000000",
      [`${unit}/memory.stat`]: "anon 5\nfile 600000000\ninactive_file 500000000\nactive_file 1",
    });
    expect(memory(kernel)).toEqual({
      totalBytes: 2_000_000_000,
      availableBytes: 1_600_000_000,
      limitedBy: join(kernel.groups, "system.slice/ocr-eco.service/memory.max"),
    });
  });

  test("is that of the group around it which has least left, and of the lower of two limits", () => {
    const kernel = kernelWith({
      ...inUnit,
      [`${unit}/memory.max`]: "2000000000",
      [`${unit}/memory.current`]: "100000000",
      "groups/system.slice/memory.max": "4000000000",
      "groups/system.slice/memory.high": "3000000000",
      "groups/system.slice/memory.current": "2900000000",
    });
    expect(memory(kernel)).toMatchObject({
      availableBytes: 100_000_000,
      limitedBy: join(kernel.groups, "system.slice/memory.high"),
    });
  });

  test("is the machine's where others have taken more of that than the group may have", () => {
    const meminfo = "MemTotal: 16000000 kB\nMemAvailable: 500000 kB";
    const limit = { [`${unit}/memory.max`]: "2000000000", [`${unit}/memory.current`]: "0" };
    expect(memory(kernelWith({ ...inUnit, ...limit, "processes/meminfo": meminfo }))).toMatchObject({
      availableBytes: 512_000_000,
      limitedBy: null,
    });
  });

  test("is a container's own, whatever the path of its group is outside", () => {
    for (const path of ["/", "/docker/0123abcd", "/../../kubepods/pod1"]) {
      const kernel = kernelWith({
        ...inUnit,
        "processes/self/cgroup": `0::${path}`,
        "groups/memory.max": "1000000000",
        "groups/memory.current": "1100000000",
      });
      expect([path, memory(kernel)]).toMatchObject([path, { availableBytes: 0, totalBytes: 1e9 }]);
    }
  });

  test("is limited by groups of version 1, too", () => {
    const kernel = kernelWith({
      ...inUnit,
      "processes/self/cgroup": "9:cpu,cpuacct:/docker/a\n4:memory:/docker/a\n0::/",
      "groups/memory/docker/a/memory.limit_in_bytes": "1000000000",
      "groups/memory/docker/a/memory.usage_in_bytes": "500000000",
      "groups/memory/docker/a/memory.stat": "inactive_file 1\ntotal_inactive_file 100000000",
      "groups/memory/memory.limit_in_bytes": "9223372036854771712",
      "groups/memory/memory.usage_in_bytes": "9000000000",
    });
    expect(memory(kernel)).toEqual({
      totalBytes: 1e9,
      availableBytes: 600_000_000,
      limitedBy: join(kernel.groups, "memory/docker/a/memory.limit_in_bytes"),
    });
  });

  test("is what the system says where there is none of these files", () => {
    const { totalBytes, availableBytes } = memory(kernelWith({}));
    expect(totalBytes).toBeGreaterThan(0);
    expect(availableBytes).toBeLessThanOrEqual(totalBytes);
  });
});

describe("cores", () => {
  test("are those that the process may run on, where no control group gives less", () => {
    for (const quota of ["max 100000", "800000 100000", "1600000 100000"])
      expect(cores(kernelWith({ ...inUnit, [`${unit}/cpu.max`]: quota }), 8)).toEqual({
        count: 8,
        limit: null,
      });
    expect(cores(kernelWith({}), 8)).toEqual({ count: 8, limit: null });
  });

  test("are the whole ones of the least time that a group gives, and one at least", () => {
    const kernel = kernelWith({
      ...inUnit,
      [`${unit}/cpu.max`]: "max 100000",
      "groups/system.slice/cpu.max": "125000 50000",
      "groups/system.slice/cpu.stat": "usage_usec 7000\nuser_usec 1",
      "groups/cpu.max": "400000 100000",
    });
    const file = join(kernel.groups, "system.slice/cpu.max");
    expect(cores(kernel, 8)).toEqual({ count: 2, limit: { file, cores: 2.5, usedMs: 7 } });
    expect(cores(kernelWith({ ...inUnit, [`${unit}/cpu.max`]: "30000 100000" }), 8).count).toBe(1);
  });

  test("are limited by groups of version 1, too", () => {
    const files = {
      ...inUnit,
      "processes/self/cgroup": "9:cpu,cpuacct:/docker/a",
      "groups/cpu/docker/a/cpu.cfs_quota_us": "300000",
      "groups/cpu/docker/a/cpu.cfs_period_us": "100000",
      "groups/cpu/cpu.cfs_quota_us": "-1",
      "groups/cpu/cpu.cfs_period_us": "100000",
    };
    const { count, limit } = cores(kernelWith(files), 8);
    expect([count, limit?.cores]).toEqual([3, 3]);
  });
});
