import { secretsOf } from "../../src/config/destinations.ts";
import type { LoadedService } from "../../src/config/environment.ts";
import { type ApiKey, isForFiguresAlone } from "../../src/config/keys.ts";
import { OcrEcoError } from "../../src/errors.ts";
import type { KnownSecrets } from "../../src/observability/known-secrets.ts";
import type { Log } from "../../src/service/log.ts";
import type { Service } from "../../src/service/service.ts";
import type { Reloadable } from "./reloader.ts";

interface Options {
  readonly service: Service;
  /** Reads and checks the configuration once more. */
  readonly load: () => LoadedService;
  /** The settings that the service was started with. */
  readonly started: LoadedService["fixed"];
  /** What the log hides. */
  readonly hidden: KnownSecrets;
  readonly log: Log;
}

/** The keys that callers show, and the keys and secrets of destinations. */
export function reloadableSecrets({ service, load, started, hidden, log }: Options): Reloadable {
  let said: string | undefined;
  const tellWhatWaits = (now: LoadedService["fixed"]): void => {
    const settings = Object.keys({ ...started, ...now })
      .filter((name) => started[name] !== now[name])
      .sort();
    if (settings.length > 0 && said !== settings.join())
      log.warn({ settings }, "these have changed, too, and need a restart");
    said = settings.join();
  };
  return {
    async prepare() {
      const { config, fixed } = load();
      if (config.keys.every(isForFiguresAlone) && !service.ownKeys.every(isForFiguresAlone)) {
        throw new OcrEcoError(
          "CONFIG_INVALID",
          "No key is left: everybody who reaches the service could do everything. Set one, or restart without any.",
        );
      }
      return () => {
        // Before anything can come up in the log.
        hidden.add(secretsOf(config));
        const changes = changesOf(service.ownKeys, config.keys);
        const environments = service.takeUp(config);
        log.info({ ...changes, environments }, "keys and secrets are read again");
        tellWhatWaits(fixed);
      };
    },
  };
}

/** The names of keys that came, went and changed. */
function changesOf(before: readonly ApiKey[], now: readonly ApiKey[]): Record<string, string[]> {
  const named = (keys: readonly ApiKey[], name: string): ApiKey | undefined =>
    keys.find((key) => key.name === name);
  return {
    keys_added: now.filter(({ name }) => named(before, name) === undefined).map(({ name }) => name),
    keys_removed: before.filter(({ name }) => named(now, name) === undefined).map(({ name }) => name),
    keys_changed: now
      .filter((key) => {
        const old = named(before, key.name);
        return old !== undefined && !Bun.deepEquals(old, key);
      })
      .map(({ name }) => name),
  };
}
