import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { embeddedPath, isCompiled } from "../native/embedded.ts";
import { bundle } from "./bundle.ts";

/** The folder inside of the executable that has the page's files, compressed. */
export const dashboardFolder = "dashboard";

/** The page and its files. */
interface Dashboard {
  readonly page: string;
  /** By name, compressed with gzip. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

let made: Promise<Dashboard> | undefined;

/** The dashboard, as it is in the executable; from source it is made when somebody first asks for it. */
export function dashboard(): Promise<Dashboard> {
  made ??= make();
  return made;
}

async function make(): Promise<Dashboard> {
  const files = new Map(isCompiled ? embedded() : (await bundle()).map(packed));
  const names = [...files.keys()];
  return { page: pageWith(names), files };
}

/** A file of the page as the executable carries it. */
export function packed({
  name,
  content,
}: {
  readonly name: string;
  readonly content: Uint8Array;
}): [string, Uint8Array<ArrayBuffer>] {
  return [name, Bun.gzipSync(new Uint8Array(content), { level: 9 })];
}

function embedded(): [string, Uint8Array<ArrayBuffer>][] {
  const folder = embeddedPath(dashboardFolder);
  return readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]);
}

function pageWith(names: readonly string[]): string {
  const named = (form: RegExp): string => `/dashboard/files/${names.find((name) => form.test(name))}`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>ocr-eco</title>
    <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%2312793f'/%3E%3Cpath d='M4 4v8M6.5 4v8M9 4v8M11.500 4v8M3 10.500 13 5.500' stroke='%23fff' stroke-width='1.300'/%3E%3C/svg%3E">
    <link rel="stylesheet" href="${named(/^style-.*\.css$/)}">
    <script type="module" src="${named(/^main-.*\.js$/)}"></script>
  </head>
  <body>
    <div id="app"></div>
    <noscript>This page needs JavaScript. The command ocr-eco status says the same without.</noscript>
  </body>
</html>
`;
}
