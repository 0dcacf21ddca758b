import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { BunPlugin } from "bun";

/** Replaces the code of one kind of file while it is bundled. */
interface Rule {
  /** Matches the absolute path of the file. */
  readonly filter: RegExp;
  /** A piece of the original that must still be there, or the replacement may no longer be right. */
  readonly expects: string;
  readonly replace: (original: string) => string;
}

const commandersUtil = "import { stripVTControlCharacters } from 'node:util';";

const addons = JSON.stringify(join(import.meta.dir, "..", "..", "src", "native", "addons.ts"));

const onnxruntimeRequire =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is their code, not ours
  "require(`../bin/napi-v6/${process.platform}/${process.arch}/onnxruntime_binding.node`)";

/** The folder that bundled packages are told to be in: they find nothing there, on any machine. */
const nowhere = "inside-the-executable";

/**
 * sharp and onnxruntime-node look for their libraries in node_modules with requires that the bundler cannot
 * follow. The rules put our loader in that place and leave the rest of the packages as it is. Commander takes one function of
 * node:util, which takes longer to load than the help takes to write, and which Bun has without it.
 */
const rules: readonly Rule[] = [
  {
    filter: /\/node_modules\/sharp\/dist\/sharp\.mjs$/,
    expects: 'require("@img/sharp-linux-x64/sharp.node")',
    replace: () => `import { loadAddon } from ${addons};\nexport default loadAddon("sharp");\n`,
  },
  {
    filter: /\/node_modules\/onnxruntime-node\/dist\/binding\.js$/,
    expects: onnxruntimeRequire,
    replace: (original) =>
      original.replace(onnxruntimeRequire, () => `require(${addons}).loadAddon("onnxruntime")`),
  },
  {
    filter: /\/node_modules\/commander\/lib\/(?:command|help)\.js$/,
    expects: commandersUtil,
    replace: (original) =>
      original.replace(commandersUtil, () => "const stripVTControlCharacters = Bun.stripANSI;"),
  },
];

/** The plugin, and a check to call after the build: it throws when a rule was never used. */
export function nativeAddonsPlugin(): { plugin: BunPlugin; assertAllUsed: () => void } {
  const used = new Set<Rule>();
  return {
    plugin: {
      name: "native-addons",
      setup(build) {
        for (const rule of rules) {
          build.onLoad({ filter: rule.filter }, ({ path }) => {
            const original = readFileSync(path, "utf8");
            if (!original.includes(rule.expects)) {
              throw new Error(`${path} has changed: it no longer contains ${rule.expects}`);
            }
            used.add(rule);
            return { contents: rule.replace(original), loader: "js" };
          });
        }
        // The bundler would write the build machine's paths in the place of these names.
        build.onLoad({ filter: /\/node_modules\/.*\.c?js$/ }, ({ path }) => {
          const original = readFileSync(path, "utf8");
          if (!/\b__(dir|file)name\b/.test(original)) return undefined;
          const own = `var __dirname = "/${nowhere}", __filename = "/${nowhere}/${basename(path)}";`;
          return { contents: `${own}\n${original}`, loader: "js" };
        });
        // sharp also exists as CommonJS; two copies of it would load the addon past our loader.
        build.onLoad({ filter: /\/node_modules\/sharp\/dist\/sharp\.cjs$/ }, ({ path }) => {
          throw new Error(`${path} must not be bundled: import sharp instead of requiring it`);
        });
      },
    },
    assertAllUsed() {
      for (const rule of rules) {
        if (!used.has(rule)) throw new Error(`No file matched ${rule.filter}: its package moved it`);
      }
    },
  };
}
