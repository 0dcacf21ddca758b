import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { basename, join } from "node:path";
import { commit, version } from "../../src/build-info.ts";
import { cores } from "../../src/host/resources.ts";
import { type FiguresScript, sectionText, withSection } from "./figures-page.ts";
import { type Grid, printSection, type Section } from "./section.ts";

const ourPage = join(import.meta.dir, "..", "..", "docs", "figures.md");

/** What a script measures: printed when it is known, and in the end written to its page where that is wanted. */
export class Figures {
  readonly #script: FiguresScript;
  readonly #options: FiguresOptions;
  readonly #page: string;
  readonly #parts: (Section | Grid)[] = [];
  /** Before the script itself is what the machine works on. */
  readonly #load = loadavg()[0] ?? 0;

  /** Throws a sentence where the figures are to be written and the page cannot be: before anything is measured. */
  constructor(script: FiguresScript, options: FiguresOptions) {
    this.#script = script;
    this.#options = options;
    this.#page = options.page ?? ourPage;
    if (options.write) withSection(readPage(this.#page), script, "");
  }

  /** All that was measured so far. */
  get parts(): readonly (Section | Grid)[] {
    return this.#parts;
  }

  /** All parts whose figures are held against targets. */
  get sections(): readonly Section[] {
    return this.#parts.filter((part) => "targets" in part);
  }

  /** Prints figures, unless the script is to print JSON, and keeps them for the page. */
  add(title: string, targets: Section["targets"]): void {
    const section = { title, targets };
    this.keep(section);
    if (this.#options.json !== true) printSection(section);
  }

  /** Keeps for the page what the script prints in its own way. */
  keep(part: Section | Grid): void {
    this.#parts.push(part);
  }

  /** Replaces the script's section of the page where that is wanted. */
  end(): void {
    const { write, program } = this.#options;
    if (!write) return;
    const { count } = cores();
    const conditions = {
      command: commandOf(this.#script),
      date: new Date().toISOString().slice(0, 10),
      version: versionOf(program),
      cores: count,
      machine: `${count} ${count === 1 ? "core" : "cores"} (${cpus()[0]?.model.trim() ?? "unknown"}), Bun ${Bun.version}`,
      load: this.#load,
    };
    const text = sectionText(this.#script, conditions, this.#parts);
    writeFileSync(this.#page, withSection(readPage(this.#page), this.#script, text));
    console.error(`The section of ${this.#script} in docs/${basename(this.#page)} is written.`);
  }
}

interface FiguresOptions {
  readonly write: boolean;
  /** The script prints JSON, and nothing else. */
  readonly json?: boolean;
  /** How what is measured is started, where that may be the executable. */
  readonly program?: readonly string[];
  /** Another page than docs/figures.md, in the same folder. */
  readonly page?: string;
}

function readPage(path: string): string {
  if (existsSync(path)) return readFileSync(path, "utf8");
  const name = `docs/${basename(path)}`;
  throw new Error(`There is no ${name}: git restore ${name} brings it back.`);
}

function commandOf(script: string): string {
  const words = process.argv.slice(2).filter((word) => word !== "--write" && word !== "--json");
  const quoted = words.map((word) => (/^[\w.,:=/-]+$/.test(word) ? word : `'${word}'`));
  return ["bun", `scripts/${script}.ts`, ...quoted].join(" ");
}

/** The version and the commit of how something is started; an executable may be older than the sources, so it says so itself. */
function versionOf(program: readonly string[] = []): string {
  if (program.length !== 1) return `version ${version} (commit ${commit()}) from source`;
  const { stdout } = Bun.spawnSync([...program, "--version"]);
  return `version ${stdout.toString().split("\n")[0]?.replace("ocr-eco ", "")} as an executable`;
}
