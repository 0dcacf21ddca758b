import { execute } from "./program.ts";

// A reader that has seen enough, as in "ocr-eco licenses | head", is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

// Not process.exit(): what has been printed into a pipe must arrive first.
process.exitCode = await execute(process.argv.slice(2));
