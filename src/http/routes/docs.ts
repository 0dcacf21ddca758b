import { Elysia } from "elysia";
import { type AssetName, readAsset } from "../../native/assets.ts";

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>OCR EcoSteps API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css">
  </head>
  <body>
    <div id="page"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

/** A file of its own, because the page's policy forbids scripts inside of it. */
const start = `SwaggerUIBundle({ url: "/docs/json", dom_id: "#page", deepLinking: true, validatorUrl: null });\n`;

/** Nothing is loaded from anywhere else; Swagger UI sets styles by itself and draws its icons from data addresses. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The document of the API as a page, from what is inside the program. */
export function docsRoutes() {
  const asset = (name: AssetName, type: string) => {
    // Everybody may ask: it is unpacked once, and all answers share it.
    let content: Blob | undefined;
    return () => {
      content ??= new Blob([readAsset(name)]);
      return new Response(content, {
        headers: { "content-type": type, "cache-control": "public, max-age=86400" },
      });
    };
  };
  return new Elysia({ name: "docs" })
    .get(
      "/docs",
      () =>
        new Response(page, {
          headers: {
            "content-type": "text/html; charset=utf-8",
            "content-security-policy": policy,
            "cross-origin-opener-policy": "same-origin",
          },
        }),
      { detail: { hide: true } },
    )
    .get("/docs/start.js", () => new Response(start, { headers: { "content-type": "text/javascript" } }), {
      detail: { hide: true },
    })
    .get("/docs/swagger-ui.css", asset("docs/swagger-ui.css", "text/css"), { detail: { hide: true } })
    .get("/docs/swagger-ui-bundle.js", asset("docs/swagger-ui-bundle.js", "text/javascript"), {
      detail: { hide: true },
    });
}
