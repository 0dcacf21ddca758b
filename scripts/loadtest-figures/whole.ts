import { type LoadtestDocument, loadtestSchema } from "../../cli/loadtest/document.ts";
import { program } from "../rig/serving.ts";

/** The load test of an operator who has nothing but the program: a service of its own, and drawn pictures. */
export async function wholeWay(reports: number, connections: number): Promise<LoadtestDocument> {
  const words = ["loadtest", "--self", "--n", String(reports), "-c", String(connections), "--json"];
  const child = Bun.spawn([...program, ...words], { stdout: "pipe", stderr: "inherit" });
  return loadtestSchema.parse(JSON.parse(await new Response(child.stdout).text()));
}
