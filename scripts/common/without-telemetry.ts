import { parseConfig } from "../../src/config/config.ts";
import { nativeEnvironment } from "../../src/config/environment.ts";

/**
 * For scripts that load ONNX Runtime in their own process: it is told to send no telemetry by the environment that
 * a process is started with, so the script starts itself again once. Returns false in the outer process, whose
 * work is then done.
 */
export function runWithoutTelemetry(): boolean {
  if (process.env["ORT_DISABLE_TELEMETRY"] === "1") return true;
  const again = Bun.spawnSync([process.execPath, ...process.argv.slice(1)], {
    env: nativeEnvironment(parseConfig({})),
    stdin: "inherit",
    stdout: "inherit",
    stderr: "inherit",
  });
  process.exitCode = again.exitCode;
  return false;
}
