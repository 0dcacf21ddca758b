import { describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nativeAddonsPlugin } from "../../scripts/build/plugin.ts";
import { contentOf } from "../../scripts/build/stage.ts";
import { commitOf } from "../../src/build-info.ts";
import { readAsset } from "../../src/native/assets.ts";
import { dataFiles } from "../../src/native/catalog.ts";
import { readGraph } from "../../src/reading/engines/onnx/graph.ts";
import { isModel, rewritten } from "../../src/reading/engines/onnx/rewrite.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** Bundles a program that imports these files of a made-up node_modules. */
async function bundle(files: Record<string, string>) {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const entry = join(folder, "main.ts");
  writeFileSync(
    entry,
    Object.keys(files)
      .map((name) => `import "./${name}";`)
      .join("\n"),
  );
  const { plugin, assertAllUsed } = nativeAddonsPlugin();
  const { success } = await Bun.build({
    entrypoints: [entry],
    target: "bun",
    plugins: [plugin],
    throw: false,
  });
  return { success, assertAllUsed };
}

describe("the build", () => {
  test("fails when sharp no longer looks for its library as it did", async () => {
    const { success } = await bundle({ "node_modules/sharp/dist/sharp.mjs": "export default 1" });
    expect(success).toBe(false);
  });

  test("fails when onnxruntime-node no longer looks for its library as it did", async () => {
    const { success } = await bundle({ "node_modules/onnxruntime-node/dist/binding.js": "exports.a = 1" });
    expect(success).toBe(false);
  });

  test("fails when sharp or onnxruntime-node moved the file that is replaced", async () => {
    const { success, assertAllUsed } = await bundle({
      "node_modules/sharp/dist/other.mjs": "export default 1",
    });
    expect(success).toBe(true);
    expect(assertAllUsed).toThrow("No file matched");
  });

  const models = dataFiles.flatMap((file) => (isModel(file.name) ? [{ ...file, name: file.name }] : []));

  test("has all four models", () => {
    expect(models).toHaveLength(4);
  });

  test.each(models)("carries $name as it is run, so that no start has to rewrite it", (file) => {
    const stored = readAsset(file.name);
    const content = contentOf(file);
    // From source it is rewritten when it is loaded, to the same bytes.
    expect(Buffer.compare(content, rewritten(file.name, stored))).toBe(0);
    if (file.package === null) return;
    const operators = (bytes: Uint8Array): number =>
      readGraph(bytes).nodes.filter(({ operator }) => operator !== "Constant").length;
    expect(operators(content)).toBeLessThan(0.8 * operators(stored));
  });

  test("calls the commit unknown where there is no git checkout", () => {
    expect(commitOf(temporaryFolder())).toBe("unknown");
  });

  test("marks the commit when a file of it has been changed, but not for the page that measurements write", () => {
    const folder = temporaryFolder();
    const git = (...words: string[]) => {
      const { success, stderr } = Bun.spawnSync(["git", "-C", folder, ...words]);
      if (!success) throw new Error(stderr.toString());
    };
    mkdirSync(join(folder, "docs"));
    for (const file of ["main.ts", "docs/figures.md", "docs/api.md"]) writeFileSync(join(folder, file), "1");
    git("init", "--quiet");
    git("add", ".");
    git("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "--quiet", "-m", "All");
    writeFileSync(join(folder, "docs/figures.md"), "2");
    expect(commitOf(join(folder, "docs"))).toMatch(/^[0-9a-f]{12}$/);
    writeFileSync(join(folder, "main.ts"), "2");
    expect(commitOf(join(folder, "docs"))).toMatch(/^[0-9a-f]{12}\+$/);
  });
});
