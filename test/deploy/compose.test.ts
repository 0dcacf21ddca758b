import { expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { YAML } from "bun";
import { DCLinter } from "dclint";
import { Redis } from "ioredis";
import { z } from "zod";
import { until } from "../../scripts/rig/processes.ts";
import { prometheusProgram } from "../../scripts/rig/prometheus.ts";
import { parseServiceConfig } from "../../src/config/service.ts";
import { cleanUp } from "../support/clean-up.ts";
import { ocrEco } from "../support/cli.ts";
import { expectPrometheusTakes } from "../support/prometheus-config.ts";
import { hasProgram } from "../support/requires.ts";
import { temporaryFolder } from "../support/temporary.ts";

const deploy = join(import.meta.dir, "..", "..", "deploy");
const folder = join(deploy, "docker");
const file = join(folder, "docker-compose.prod.yml");

const serviceSchema = z.object({
  image: z.string().optional(),
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  volumes: z.array(z.string()).default([]),
  secrets: z.array(z.union([z.string(), z.object({ source: z.string(), target: z.string() })])).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  networks: z.array(z.string()),
  restart: z.literal("unless-stopped"),
  healthcheck: z.object({ test: z.array(z.string()), interval: z.string(), timeout: z.string() }),
  logging: z.object({ options: z.object({ "max-size": z.string() }) }),
  deploy: z.object({ resources: z.object({ limits: z.object({ cpus: z.string(), memory: z.string() }) }) }),
  security_opt: z.array(z.literal("no-new-privileges:true")).length(1),
  read_only: z.boolean().optional(),
  stop_grace_period: z.string().optional(),
});
const compose = z
  .object({
    services: z.record(z.string(), serviceSchema),
    networks: z.record(
      z.string(),
      z
        .object({ ipam: z.object({ config: z.array(z.object({ subnet: z.string() })) }).optional() })
        .nullable(),
    ),
    volumes: z.record(z.string(), z.null()),
    secrets: z.record(z.string(), z.object({ file: z.string() })),
  })
  .parse(YAML.parse(readFileSync(file, "utf8")));
const api = compose.services["ocr-api"];

test("dclint finds nothing wrong with the file for Docker Compose", () => {
  const linter = new DCLinter({
    rules: { "require-quotes-in-ports": [1, { quoteType: "double" }] },
    quiet: false,
    debug: false,
    exclude: [],
  });
  const [found, ...others] = linter.lintFiles([file], false);
  expect([found?.messages.map(({ line, message }) => `${line}: ${message}`), others]).toEqual([[], []]);
});

test("all that it names is there: files, secrets, volumes, networks", () => {
  for (const [name, { volumes, secrets, networks }] of Object.entries(compose.services)) {
    for (const volume of volumes) {
      const [from = "", ...rest] = volume.split(":");
      if (!from.startsWith(".")) expect([name, from, from in compose.volumes]).toEqual([name, from, true]);
      // What only the operator has is told at the top of the file.
      else if (from !== "./settings")
        expect([volume, existsSync(join(folder, from)), rest.at(-1)]).toEqual([volume, true, "ro"]);
    }
    for (const secret of secrets)
      expect(Object.keys(compose.secrets)).toContain(typeof secret === "string" ? secret : secret.source);
    for (const network of networks) expect(Object.keys(compose.networks)).toContain(network);
  }
  expect(existsSync(join(folder, api?.build?.context ?? "", api?.build?.dockerfile ?? ""))).toBe(true);
});

test("each instance has its secrets as files, a folder of its own, and the time to end", () => {
  const secrets = api?.secrets.map((each) => `/run/secrets/${String(each)}`) ?? [];
  const files = Object.entries(api?.environment ?? {}).filter(([name]) => name.endsWith("_FILE"));
  expect(files.map(([, path]) => path).toSorted()).toEqual(secrets.toSorted());
  // Nothing that is a secret stands in it.
  expect(Object.keys(api?.environment ?? {}).filter((name) => /(KEY|PASSWORD|SECRET)$/.test(name))).toEqual(
    [],
  );
  // A volume with a name would be the same for all: the image declares the folder, and Docker gives each its own.
  const [, declared = ""] =
    /^VOLUME (\[.*\])$/m.exec(readFileSync(join(folder, "Dockerfile.prod"), "utf8")) ?? [];
  expect(JSON.parse(declared)).toEqual(["/var/lib/ocr-eco", "/var/cache/ocr-eco"]);
  expect(api?.volumes.filter((volume) => volume.includes("/var/"))).toEqual([]);
  expect(Number.parseInt(api?.stop_grace_period ?? "", 10)).toBeGreaterThan(
    parseServiceConfig({}).DRAIN_SECONDS,
  );
  expect(api?.environment["TRUST_PROXY"]).toBe(
    compose.networks["front"]?.ipam?.config[0]?.subnet ?? "nobody",
  );
  expect([compose.services["nginx"]?.networks, api?.read_only]).toEqual([["front"], true]);
});

test("the program takes what an instance is given, with .env.production without its secrets", async () => {
  const place = temporaryFolder();
  const example = readFileSync(join(deploy, "..", ".env.production"), "utf8");
  const settings = example
    .replaceAll(/^\w+_KEY=change-me$/gm, "")
    .replace("change-me.example.org", "app.example.org");
  writeFileSync(join(place, ".env"), settings);
  const env = Object.entries(api?.environment ?? {}).map(([name, value]): [string, string] => {
    if (!name.endsWith("_FILE")) return [name, value];
    writeFileSync(
      join(place, name),
      name.startsWith("WEBHOOK") ? `whsec_${"a".repeat(44)}` : `a-secret-0123456789-${name}`,
    );
    return [name, join(place, name)];
  });
  // With secrets, `config` says where they come from, and ends with 2 where `serve` would refuse anything.
  const { exitCode, stdout, stderr } = await ocrEco(["config"], { cwd: place, env: Object.fromEntries(env) });
  expect([exitCode, stderr]).toEqual([0, ""]);
  for (const [name] of env) expect(stdout).toContain(name);
});

test("its own files differ from those for one machine in addresses alone", () => {
  const lines = (path: string): string[] =>
    readFileSync(join(deploy, path), "utf8")
      .split("\n")
      .map((line) => line.replace(/ *(?<!\S)#.*$/, "").trimEnd())
      .filter((line) => line !== "");
  const apart = (own: string, other: string): string[] => {
    const [a, b] = [lines(own), lines(other)];
    return [...a.filter((line) => !b.includes(line)), ...b.filter((line) => !a.includes(line))];
  };
  expect(apart("docker/grafana-datasource.yml", "grafana/provisioning/datasources/ocr-eco.yml")).toEqual([
    "    url: http://prometheus:9090",
    "    url: http://127.0.0.1:9090",
  ]);
  const upstreams = apart("docker/nginx-upstreams.conf", "nginx/ocr-eco-upstreams.conf");
  expect(
    upstreams.filter((line) => !/^ {4}server (ocr-api|127\.0\.0\.1):8000( max_fails=0)?;$/.test(line)),
  ).toEqual([]);
  expect(
    apart("docker/prometheus.yml", "prometheus/prometheus.yml").filter((line) =>
      /job_name|rule|path/.test(line),
    ),
  ).toEqual([]);
});

test.skipIf(prometheusProgram === null)("Prometheus takes its own file", () => {
  const place = temporaryFolder();
  for (const name of ["rules.yml", "alerts.yml"])
    writeFileSync(join(place, name), readFileSync(join(deploy, "prometheus", name)));
  const key = join(place, "key");
  writeFileSync(key, "a-key");
  const own = readFileSync(join(folder, "prometheus.yml"), "utf8").replace("/run/secrets/metrics_key", key);
  writeFileSync(join(place, "prometheus.yml"), own);
  expectPrometheusTakes(join(place, "prometheus.yml"));
});

test.skipIf(!hasProgram("redis-server", "redis-server"))(
  "its queue has a password that no list of processes shows, is on disk at once, and throws nothing away",
  async () => {
    const place = temporaryFolder();
    const [bin, data] = [join(place, "bin"), join(place, "data")];
    for (const each of [bin, data]) mkdirSync(each);
    // Redis in the place of its fork, which Debian 12 does not have, on a socket.
    writeFileSync(join(bin, "valkey-server"), `#!/bin/sh\nexec redis-server "$@"\n`);
    chmodSync(join(bin, "valkey-server"), 0o755);
    const password = 'it"s a secret';
    writeFileSync(join(place, "password"), password.replace('"', '\\"'));
    const config = readFileSync(join(folder, "valkey.conf"), "utf8");
    const socket = join(place, "socket");
    writeFileSync(join(place, "valkey.conf"), `${config}\nport 0\nunixsocket ${socket}\ndir ${data}\n`);
    const command = (compose.services["valkey"]?.command ?? []).map((word) =>
      word
        // As Compose does it.
        .replaceAll("$$", "$")
        .replace("/run/secrets/queue_password", join(place, "password"))
        .replace("/etc/valkey.conf", join(place, "valkey.conf")),
    );
    const child = Bun.spawn(command, {
      env: { PATH: `${bin}:${process.env["PATH"]}` },
      stdio: ["ignore", "ignore", "ignore"],
    });
    cleanUp(async () => {
      child.kill("SIGKILL");
      await child.exited;
    });
    await until("it listens", () => existsSync(socket) && statSync(socket).isSocket());
    const client = new Redis({ path: socket, password, lazyConnect: true });
    await client.connect();
    const settings = ["appendonly", "appendfsync", "maxmemory-policy"];
    const found = await Promise.all(settings.map((name) => client.config("GET", name)));
    expect(found.flat()).toEqual([
      "appendonly",
      "yes",
      "appendfsync",
      "always",
      "maxmemory-policy",
      "noeviction",
    ]);
    await client.quit();
    expect(readFileSync(`/proc/${child.pid}/cmdline`, "utf8")).not.toContain("secret");
    // It is the container's first process itself, which hears that it is to end.
    child.kill("SIGTERM");
    expect(await child.exited).toBe(0);
  },
);
