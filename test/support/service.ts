import { join } from "node:path";
import { Laravel } from "../../scripts/rig/laravel.ts";
import { PictureServer } from "../../scripts/rig/picture-server.ts";
import { quickCommand, RunningService } from "../../scripts/rig/running-service.ts";
import { cleanUp } from "./clean-up.ts";
import { ocrEcoCommand } from "./cli.ts";
import { temporaryFolder } from "./temporary.ts";

export { apiKey } from "../../scripts/rig/running-service.ts";

const serve: readonly string[] = [...ocrEcoCommand, "serve"];

/** A service that is not started yet; it and what stands beside it end with the test. */
export function service(
  env: Readonly<Record<string, string>> = {},
  command: readonly string[] = serve,
): RunningService {
  const laravel = new Laravel();
  const pictures = new PictureServer();
  const dataFolder = join(temporaryFolder(), "data");
  const made = new RunningService({ laravel, pictures, dataFolder, env, command });
  cleanUp(async () => {
    if (made.pid > 0) await made.kill();
    await laravel.close();
    await pictures.close();
  });
  return made;
}

/** The same, with workers that read nothing: see fake-worker.ts for what they make of which picture. */
export function quickService(env: Readonly<Record<string, string>> = {}): RunningService {
  return service(env, quickCommand);
}
