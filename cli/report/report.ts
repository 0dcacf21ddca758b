import type { Io } from "../common/io.ts";
import type { RemoteOptions } from "../common/options.ts";
import { outputFile } from "../common/output-file.ts";
import { painter, type Terminal, tell } from "../output/terminal.ts";
import { print } from "../remote/list.ts";
import { Remote } from "../remote/remote.ts";
import { reportDocument } from "./document.ts";
import { reportPage } from "./page.ts";
import { reportScreen } from "./screen.ts";

/** Options of `ocr-eco report`, as commander gives them. */
export interface ReportOptions extends RemoteOptions {
  readonly days: number;
  readonly environment?: string;
  readonly json?: true;
  readonly html?: string;
}

/** What is printed is made for a terminal of this many columns, and never narrower. */
const usualWidth = 80;

/** Says what a service did on the last days; that is exit status 0, whatever it did. */
export async function report(options: ReportOptions, io: Io): Promise<number> {
  const remote = Remote.from(options);
  const { days, environment, html } = options;
  const file = html === undefined ? null : outputFile(html, "The report", []);
  const totals = await remote.ask("totals", { query: { days, environment } });
  if (file !== null) {
    file.write(reportPage(totals, remote.url));
    tell(io.stderr, `The page is in ${html}.`);
  }
  return print(io, options, reportDocument(remote.url, totals), () => {
    const stream: Terminal = io.stdout;
    const isDrawn = stream.isTTY === true;
    const width = isDrawn ? Math.max(usualWidth, stream.columns ?? usualWidth) : usualWidth;
    const lines = reportScreen(totals, { url: remote.url, width, paint: painter(stream), isDrawn });
    return `${lines.join("\n")}\n`;
  });
}
