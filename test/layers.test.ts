import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const root = join(import.meta.dir, "..");

/**
 * The folders of the program and its scripts from the lowest to the highest, and what each may import besides itself and
 * the files that stand directly in `src`: failures, the build's own facts, and a few helpers, which import none of these.
 */
const layers: Readonly<Record<string, readonly string[]>> = {
  src: [],
  "src/host": [],
  "src/outgoing": [],
  "src/config": ["src/host"],
  // A server that several instances share: how it is asked, and by which rules.
  "src/redis": ["src/config"],
  "src/observability": ["src/config", "src/redis"],
  "src/native": [],
  // Draws for pages and for browsers, and knows neither.
  "src/charts": [],
  // Keeps jobs and knows nothing of what is in them.
  "src/queue": ["src/config", "src/redis"],
  // Bytes become a reading: no network, no processes.
  "src/reading": ["src/native"],
  "src/images": ["src/outgoing", "src/redis"],
  "src/workers": ["src/host", "src/reading"],
  // Is given a way to read, and does not care which.
  "src/eval": ["src/config", "src/images", "src/reading"],
  // Makes results and sends them; of the queue it knows what a job is, and no way to change one.
  "src/webhook": [
    "src/config",
    "src/observability",
    "src/outgoing",
    "src/queue/job.ts",
    "src/reading",
    "src/redis",
  ],
  // Who may sign in, and who is.
  "src/people": ["src/config", "src/redis"],
  // What can be asked of the service, and how it answers: declared, and done by nobody here.
  "src/api": ["src/config", "src/people", "src/queue", "src/webhook"],
  // Knows nothing of who asks.
  "src/service": [
    "src/api",
    "src/config",
    "src/host",
    "src/images",
    "src/observability",
    "src/queue",
    "src/reading",
    "src/redis",
    "src/webhook",
    "src/workers",
  ],
  // Listens to the service, and looks at it when it is asked.
  "src/metrics": ["src/config", "src/host", "src/queue", "src/reading", "src/service", "src/workers"],
  // The page in a browser: a client of the contract, like any other.
  "src/dashboard": [
    "src/api",
    "src/charts",
    "src/native",
    "src/reading",
    "src/service",
    "src/webhook/reasons.ts",
    "src/webhook/schema.ts",
    "src/webhook/statuses.ts",
  ],
  // Listens to it, too, and sends what it hears.
  "src/tracing": ["src/config", "src/outgoing", "src/reading", "src/service"],
  // Asks the service, and does no work itself.
  "src/http": [
    "src/api",
    "src/config",
    "src/dashboard",
    "src/metrics",
    "src/native",
    "src/people",
    "src/queue",
    "src/reading",
    "src/redis",
    "src/service",
  ],
  "cli/output": ["src"],
  "cli/common": ["src", "cli/output"],
  "cli/remote": ["src", "cli/common", "cli/output"],
  // The commands, and what puts them together.
  cli: ["src", "cli/common", "cli/output", "cli/remote"],
  // What several scripts need.
  "scripts/common": ["src/config", "src/host", "src/reading", "src/workers"],
  // Our own screenshots.
  "scripts/draw": ["src/reading", "scripts/common"],
  // Starts a service and troubles it, for scripts and tests.
  "scripts/rig": ["src", "cli", "scripts/common"],
  // Measure, build and try; no script needs a test.
  scripts: ["src", "cli", "scripts/common", "scripts/draw", "scripts/rig"],
};

/** Folders of which others, tests too, import one file alone. */
const faces = ["scripts/draw"];

/** Relative imports of a file, of types, too, as paths from the root. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/\b(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g)].map(([, path = ""]) =>
    normalize(join(dirname(file), path)),
  );
}

/** The deepest folder of the list that holds a file. */
function layerOf(file: string): string | undefined {
  return Object.keys(layers)
    .filter((folder) => file.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `${folder}/${file}`);
}

const files = ["src", "cli", "scripts"].flatMap(filesIn);

describe("the layers", () => {
  test("hold every file", () => {
    const beside = files.filter((file) => layerOf(file) === "src" && file.split("/").length > 2);
    expect(beside).toEqual([]);
    expect(files.length).toBeGreaterThan(100);
  });

  test("are named from the lowest to the highest, so that nothing goes in circles", () => {
    const names = Object.keys(layers);
    for (const [index, name] of names.entries()) {
      for (const below of layers[name] ?? []) {
        expect(names.slice(0, index), `${name} imports ${below}`).toContain(layerOf(`${below}/`) ?? "");
      }
    }
  });

  test.each(Object.keys(layers))("%s imports from below only", (layer) => {
    // What stands directly in `src` may be imported by all, and imports nothing but itself.
    const allowed = layer === "src" ? [] : [layer, ...(layers[layer] ?? [])];
    const isAllowed = (path: string): boolean =>
      !/^(?:src|cli|scripts|test)\//.test(path) ||
      layerOf(path) === "src" ||
      allowed.some((each) => path === each || path.startsWith(`${each}/`));
    const wrong = files
      .filter((file) => layerOf(file) === layer)
      .flatMap((file) =>
        importsOf(file)
          .filter((path) => !isAllowed(path))
          .map((path) => `${file} imports ${path}`),
      );
    expect(wrong).toEqual([]);
  });

  test("know what keeps the queue in the queue alone", () => {
    const naming = files
      .filter((file) => /^(?:src|cli)\//.test(file) && !file.startsWith("src/queue/"))
      .filter((file) => {
        const namesFile = /(?:queue|lock)\.(?:db|pid)"/.test(readFileSync(join(root, file), "utf8"));
        return namesFile || importsOf(file).some((path) => /^src\/queue\/(?:sqlite|redis)\//.test(path));
      });
    expect(naming).toEqual([]);
  });

  test.each(faces)("%s is known by its index.ts alone", (folder) => {
    const isBehind = (path: string): boolean =>
      path.startsWith(`${folder}/`) && path !== `${folder}/index.ts`;
    const wrong = [...files, ...filesIn("test")]
      .filter((file) => !file.startsWith(`${folder}/`))
      .flatMap((file) =>
        importsOf(file)
          .filter(isBehind)
          .map((path) => `${file} imports ${path}`),
      );
    expect(wrong).toEqual([]);
  });

  test("let each import be of a folder that the list allows and somebody needs", () => {
    const imported = new Map(Object.keys(layers).map((name) => [name, new Set<string>()]));
    for (const file of files) {
      for (const path of importsOf(file)) imported.get(layerOf(file) ?? "")?.add(path);
    }
    for (const [name, below] of Object.entries(layers)) {
      const paths = [...(imported.get(name) ?? [])];
      for (const each of below) {
        expect(
          paths.some((path) => path.startsWith(each)),
          `${name} needs no ${each}`,
        ).toBeTrue();
      }
    }
  });
});
