import { type Html, html } from "./html.ts";
import { commonStyle } from "./style.ts";

interface Page {
  readonly title: string;
  /** What this page needs beyond what all share. */
  readonly styles: readonly Html[];
  readonly body: Html;
}

/**
 * One self-contained page: whatever is put in was escaped when it became HTML, and the page's own policy lets it load and
 * run nothing.
 */
export function pageOf({ title, styles, body }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${title} – ocr-eco</title>
<style>${[commonStyle, ...styles]}</style>
</head>
<body>
${body}
</body>
</html>
`.text;
}
