/**
 * Loaded before a program, it has the program say on standard error which files of OpenTelemetry it loads; not those of its API, which
 * prom-client loads and which does nothing.
 */
import { readFileSync } from "node:fs";

Bun.plugin({
  name: "tell of OpenTelemetry",
  setup(build) {
    build.onLoad({ filter: /node_modules\/@opentelemetry\/(?!api\/)/ }, ({ path }) => {
      process.stderr.write(`loads ${path}\n`);
      return { contents: readFileSync(path, "utf8"), loader: "js" };
    });
  },
});
