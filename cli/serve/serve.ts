import { secretsOf } from "../../src/config/destinations.ts";
import { loadServiceConfig } from "../../src/config/environment.ts";
import { dutiesOf } from "../../src/config/role.ts";
import type { ServiceConfig } from "../../src/config/service.ts";
import { unknownSettings } from "../../src/config/unknown-settings.ts";
import { cores } from "../../src/host/resources.ts";
import { type HttpContext, httpContext } from "../../src/http/context.ts";
import { createHandler } from "../../src/http/handler.ts";
import { Listener } from "../../src/http/listener.ts";
import { createMetricsHandler } from "../../src/http/metrics-handler.ts";
import type { TlsFiles } from "../../src/http/tls.ts";
import { KnownSecrets } from "../../src/observability/known-secrets.ts";
import { createLog } from "../../src/observability/log.ts";
import { warnOfOpenFolder } from "../../src/service/data-folder.ts";
import { Service } from "../../src/service/service.ts";
import { within } from "../../src/service/within.ts";
import { Tracing } from "../../src/tracing/tracing.ts";
import { parseAcceptance } from "../../src/webhook/acceptance.ts";
import { createWarmPool } from "../common/pool.ts";
import { onToldToEnd } from "../common/told-to-end.ts";
import { reloadableSecrets } from "./reload-secrets.ts";
import { Reloader } from "./reloader.ts";
import { terminalWatch } from "./terminal-gone.ts";

/** How long the last lines of the log may take to get out, in milliseconds. */
const lastWordsMs = 500;

/**
 * Runs the service until it is told to end, and returns the exit status. SIGTERM and SIGINT let it finish what it has
 * in hand; a second one ends it at once. SIGHUP has it take up other keys and secrets. `createPool` makes the workers;
 * `onListening` hears where it listens.
 */
export async function serve(
  createPool: typeof createWarmPool = createWarmPool,
  onListening: (address: string) => void = () => {},
): Promise<number> {
  const startedAt = Date.now();
  onToldToEnd(() => process.exit(0));
  const reloader = new Reloader();
  const isTerminalGone = terminalWatch();
  let hungUp = (): void => process.exit(1);
  // As early as can be: nobody who asks for a reload may end a service that only just starts.
  process.on("SIGHUP", () => (isTerminalGone() ? hungUp() : reloader.ask()));
  const load = () => loadServiceConfig({ ACCEPT: parseAcceptance });
  const { config, fixed } = load();
  const unknown = unknownSettings();
  const hidden = new KnownSecrets(secretsOf(config));
  const log = createLog(config.LOG_LEVEL, hidden, config.TIMEZONE);
  const languages = config.OCR_LANGUAGES.split("+");
  const pool = createPool(config, languages, log);
  // They load while the database opens.
  pool.warmUpAll().catch(() => {});
  const service = await Service.open(
    config,
    pool,
    { engine: config.OCR_ENGINE, languages, dataFolder: config.TESSDATA_PREFIX ?? null },
    log,
  ).catch(async (error) => {
    await pool.close();
    throw error;
  });
  const tracing = config.tracing === null ? null : new Tracing(config.tracing, service.events, log);
  const ended = Promise.withResolvers<number>();
  const context = httpContext(service, startedAt, log);
  let listener: Listener | undefined;
  let ofMetrics: Listener | undefined;
  const hangUp = async (): Promise<void> => {
    // Answers on their way go out; whoever comes now finds nobody.
    await within(lastWordsMs / 1000, Promise.all([listener?.stop(), ofMetrics?.stop()]));
    await Promise.all([listener?.hangUp(), ofMetrics?.hangUp()]);
    // Downloads and deliveries that were given up may hold on to their connections for a while yet.
    setTimeout(() => process.exit(), lastWordsMs).unref();
  };
  const stop = async (signal: string): Promise<void> => {
    if (service.isDraining) {
      log.warn({ signal }, "ending at once");
      process.exit(1);
    }
    log.info({ signal }, "told to end");
    context.live.close();
    await service.drain();
    await tracing?.close();
    await hangUp();
    log.info({}, "ended");
    ended.resolve(0);
  };
  const told = (signal: string): void => {
    stop(signal).catch((error: unknown) => {
      log.error({ err: error }, "it could not end in order; what waits is on disk");
      process.exit(1);
    });
  };
  onToldToEnd(told);
  hungUp = () => told("SIGHUP");
  reloader.open({
    // Whatever else is to take up what has changed belongs here.
    parts: [
      reloadableSecrets({ service, load, started: fixed, hidden, log }),
      { prepare: async () => listener?.prepareTls() ?? (() => {}) },
      { prepare: async () => ofMetrics?.prepareTls() ?? (() => {}) },
      { prepare: async () => prepareHeaders(load().config, tracing) },
    ],
    refusal: () => (service.isDraining ? "the service is about to end" : null),
    log,
    onDone: (outcome) =>
      service.audit.note({ via: "signal", action: "reload", by: null, target: {}, outcome }),
  });
  try {
    const { HOST: hostname, PORT: port } = config;
    listener = Listener.open({
      hostname,
      port,
      handler: createHandler(context, log),
      log,
      tls: tlsOf(config),
    });
    ofMetrics = metricsListener(context, log);
    warn(config, context.access.isOpen, log);
    for (const what of unknown) log.warn({}, what);
    log.info(
      { address: listener.address, data: config.DATA_DIR, role: config.ROLE, workers: config.WORKER_COUNT },
      "listening",
    );
    onListening(listener.address);
    await service.start();
    if (!service.isDraining) log.info({ milliseconds: Date.now() - startedAt }, "ready");
  } catch (error) {
    // While it ends, workers that were loading are ended, too.
    if (!service.isDraining) {
      await service.drain();
      await hangUp();
      throw error;
    }
  }
  return ended.promise;
}

/** Headers that are sent with traces are keys, too. Another address waits for the restart. */
function prepareHeaders({ tracing: now }: ServiceConfig, tracing: Tracing | null): () => void {
  return () => {
    if (now !== null) tracing?.takeUp(now.headers);
  };
}

/** The port for the figures alone, where one is set. */
function metricsListener(context: HttpContext, log: ReturnType<typeof createLog>): Listener | undefined {
  const { METRICS_HOST: hostname, METRICS_PORT: port } = context.service.config;
  if (port === undefined) return undefined;
  const handler = createMetricsHandler(context, log);
  const settings = "METRICS_PORT or METRICS_HOST";
  const tls = tlsOf(context.service.config);
  const listener = Listener.open({ hostname, port, handler, log, settings, tls });
  log.info({ address: new URL("metrics", listener.address).href }, "figures are at");
  return listener;
}

function tlsOf({ TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile }: ServiceConfig): TlsFiles | null {
  return certFile === undefined || keyFile === undefined ? null : { certFile, keyFile };
}

/** What is allowed, and still worth a look. */
function warn(config: ServiceConfig, isOpen: boolean, log: ReturnType<typeof createLog>): void {
  const { count } = cores();
  if (config.WORKER_COUNT > count) {
    log.warn(
      { workers: config.WORKER_COUNT, cores: count },
      "more workers than cores: each picture takes longer",
    );
  }
  warnOfOpenFolder(config.DATA_DIR, log);
  if (isOpen) log.warn({}, "no key is set: only this machine may ask, and may do everything");
  const { takesIn, delivers } = dutiesOf[config.ROLE];
  // Who only reads asks nothing of destinations; who takes in for others that send knows their addresses, and no keys.
  if (!takesIn && !delivers) return;
  if (config.addressed.size === 0) {
    log.warn(
      {},
      "no destination is set: reports are refused until LARAVEL_API_URL and LARAVEL_API_KEY are (ocr-eco init asks for them)",
    );
  } else if (!config.addressed.has(config.DEFAULT_ENVIRONMENT)) {
    const environment = config.DEFAULT_ENVIRONMENT;
    log.warn(
      { environment },
      "reports that name no environment are refused: DEFAULT_ENVIRONMENT has no destination",
    );
  }
}
