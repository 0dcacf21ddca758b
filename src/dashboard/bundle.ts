import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chartStyle, palette, variablesOf } from "../charts/palette.ts";

/** A file of the page, as browsers get it. */
export interface BundledFile {
  /** With the hash of its content, so that a browser may keep it for good. */
  readonly name: string;
  readonly content: Uint8Array;
}

const folder = join(import.meta.dir, "browser");

/**
 * Makes the page's files out of its source: for the executable when that is built, and otherwise when somebody first asks for
 * them. Rejects where the source is wrong.
 */
export async function bundle(): Promise<BundledFile[]> {
  const { outputs } = await Bun.build({
    entrypoints: [join(folder, "main.tsx")],
    root: folder,
    target: "browser",
    format: "esm",
    splitting: true,
    minify: true,
    naming: { entry: "[name]-[hash].[ext]", chunk: "part-[hash].[ext]" },
    define: { "process.env.NODE_ENV": '"production"' },
    jsx: { runtime: "automatic", importSource: "preact", development: false },
  });
  const scripts = outputs.map(async (output) => ({
    name: output.path.replace(/^.*\//, ""),
    content: new Uint8Array(await output.arrayBuffer()),
  }));
  return [...(await Promise.all(scripts)), style()];
}

/** The colours and charts of all our pages, and what is this one's. */
function style(): BundledFile {
  const own = readFileSync(join(folder, "style.css"), "utf8");
  const [light, dark] = [palette.light, palette.dark].map(variablesOf);
  const text = `:root { color-scheme: light; ${light} --accent: var(--ink); --on-accent: var(--card); }
@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { color-scheme: dark; ${dark} } }
:root[data-theme="dark"] { color-scheme: dark; ${dark} }
${chartStyle}${own}`;
  const content = new TextEncoder().encode(text);
  return { name: `style-${Bun.hash(content).toString(36)}.css`, content };
}
