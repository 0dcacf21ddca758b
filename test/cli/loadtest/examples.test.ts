import { expect, test } from "bun:test";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../../scripts/rig/free-port.ts";
import { ocrEco } from "../../support/cli.ts";
import { examplesIn } from "../../support/examples.ts";
import { quickPictures } from "../../support/labelled.ts";
import { loadable } from "../../support/loadable.ts";
import { apiKey } from "../../support/service.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const env = { API_KEY: apiKey };

test("the examples of ocr-eco loadtest --help work", async () => {
  const port = freePort();
  const running = await loadable(port).start();
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, "screenshots"));
  renameSync(quickPictures(4711), join(cwd, "screenshots"));
  const { stdout } = await ocrEco(["loadtest", "--help"]);
  const examples = examplesIn(stdout);
  expect(examples.length).toBeGreaterThan(3);
  for (const [index, words] of examples.entries()) {
    // As they stand, but for whom they ask and how much: that would take many minutes. One has a service of its own.
    const isOwn = words.includes("--self") && index === 0;
    const place = ["--yes", "--url", running.url, "--listen", `127.0.0.1:${port}`];
    const images = words.includes("--images") ? [] : ["--images", "screenshots"];
    const asked = isOwn ? words : [...words.filter((word) => word !== "--self"), ...place, ...images];
    // A search for the limit is tried by itself: here its options are read, and nothing is sent.
    const size = words.includes("--find-limit") ? ["--schema"] : ["--n", "10"];
    const { exitCode, stderr } = await ocrEco([...asked, ...size, "--cached"], { cwd, env });
    expect([words.join(" "), stderr, exitCode]).toEqual([words.join(" "), "", 0]);
  }
  expect(existsSync(join(cwd, "load.html"))).toBeTrue();
});
