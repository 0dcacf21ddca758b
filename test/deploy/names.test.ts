import { expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { contract, dashboardPaths, documentPaths } from "../../src/api/contract.ts";
import { allSettings, isSetting } from "../../src/config/all-settings.ts";
import { parseServiceConfig } from "../../src/config/service.ts";
import { failureCodes } from "../../src/errors.ts";
import { commandsIn, unknownOf } from "../support/typed-commands.ts";

const folder = join(import.meta.dir, "..", "..", "deploy");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => statSync(join(folder, name)).isFile())
  .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
const textOf = (name: string): string => files.find((each) => each.name === name)?.text ?? "";

/** What is found in each file and is not as it should be, beside the file's name; and how much was looked at. */
function judge(find: (text: string) => readonly string[], isRight: (found: string, name: string) => boolean) {
  const all = files.flatMap(({ name, text }) => find(text).map((found) => [name, found] as const));
  return { count: all.length, wrong: all.filter(([name, found]) => !isRight(found, name)) };
}

/** Of other programs: systemd's, Docker's, Grafana's, drivers'. */
const othersNames =
  /^(CAP_NET_BIND_SERVICE|AF_[A-Z0-9]+|VK_DRIVER_FILES|NVIDIA_DRIVER_CAPABILITIES|GF_SECURITY_ADMIN_PASSWORD__FILE|REDISCLI_AUTH)$/;
// Read by whoever unpacks libraries, which knows no settings.
const ofLibraries = "OCR_ECO_CACHE_DIR";

test("every variable in deploy/ is a setting of the program, and every code one of its failures", () => {
  const isKnown = (name: string): boolean =>
    name in allSettings || isSetting(name) || isSetting(name.replace(/_FILE$/, "")) || name === ofLibraries;
  const { count, wrong } = judge(
    (text) => [...text.matchAll(/\b[A-Z][A-Z0-9]+(?:_+[A-Z0-9]+)+\b/g)].map(([name]) => name),
    (name) => isKnown(name) || othersNames.test(name) || failureCodes.some((code) => code === name),
  );
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(40);
  // Names without an underscore as well, where they are set: ENV, Environment=, environment:, and in sentences.
  const set = judge(
    (text) =>
      [
        ...text.matchAll(
          /(?:^ENV |^Environment=|^(?: {4})?(?=[A-Z_]+=)|^ {6}(?=[A-Z_]+: )|with |service: |- name: (?=[A-Z_]+\n))([A-Z_]{4,})[=:\n]/gm,
        ),
      ].map(([, name = ""]) => name),
    (name) => isKnown(name) || othersNames.test(name),
  );
  expect(set.wrong).toEqual([]);
  expect(set.count).toBeGreaterThan(10);
});

test("every port in deploy/ is the service's, or one of another program's", () => {
  const { PORT } = parseServiceConfig({});
  const [, figures = ""] = /^METRICS_PORT=(\d+)$/m.exec(textOf("kubernetes/base/settings.env")) ?? [];
  const others = {
    "docker/docker-compose.prod.yml": ["80", "443", "3000", "6379", "9090"],
    "docker/grafana-datasource.yml": ["9090"],
    "grafana/provisioning/datasources/ocr-eco.yml": ["9090"],
    "kubernetes/base/network-policy.yaml": ["53", "443"],
    "kubernetes/overlays/redis/network-policy.yaml": ["6379"],
    "kubernetes/overlays/redis/settings.env": ["6379"],
    "kubernetes/components/keda/scaled-object.yaml": ["9090"],
    "prometheus/prometheus.yml": ["9093"],
  } as Readonly<Record<string, readonly string[]>>;
  const { count, wrong } = judge(
    (text) =>
      [
        ...text.matchAll(
          /(?<=(?:\d+\.\d+\.\d+\.\d+|\bocr-api|valkey|prometheus):)\d{2,5}(?![\w.])|(?<=^EXPOSE )\d+|(?<= port: )\d+|(?<=containerPort: )\d+|(?<=\.svc:)\d+/gm,
        ),
      ].map(([port]) => port),
    (port, name) =>
      port === String(PORT) ||
      (name.startsWith("kubernetes/") && port === figures) ||
      (others[name] ?? []).includes(port),
  );
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(15);
});

const paths = new Set<string>([
  ...Object.values(contract).map(({ path }) => path),
  ...dashboardPaths,
  ...documentPaths,
]);

/** The paths that an expression of nginx' stands for: alternatives in brackets, and a slash that may be there. */
function standsFor(expression: string): string[] {
  const plain = expression.replace(/^\^|\$$/g, "").replace(/\/\?$/, "");
  const [, before, alternatives, after] = /^([^(]*)\(([^)]*)\)(.*)$/.exec(plain) ?? [];
  return alternatives === undefined
    ? [plain]
    : alternatives.split("|").map((each) => `${before}${each}${after}`);
}

const ofNginx = [...textOf("nginx/ocr-eco.conf").matchAll(/^\s+location (?:[~=] )?([/^]\S+) \{/gm)].flatMap(
  ([, expression = ""]) => standsFor(expression),
);
const ofCaddy = [...textOf("caddy/Caddyfile").matchAll(/^\s+@\w+ path (.*)$/gm)].flatMap(([, all = ""]) =>
  all.split(" "),
);

test("every path in deploy/ is one that the service answers", () => {
  const ofOthers = ["/", "/.well-known/acme-challenge/"];
  const isKnown = (path: string): boolean =>
    paths.has(path.replace(/(?<=.)\/$/, "")) || ofOthers.includes(path);
  expect([...ofNginx, ...ofCaddy].filter((path) => !isKnown(path))).toEqual([]);
  expect(ofNginx.length).toBeGreaterThan(6);
  expect(ofCaddy.length).toBeGreaterThan(5);
  // What begins like a folder of the machine is one.
  const folders = /^\/(etc|usr|var|run|dev|tmp|made|make-root)\b/;
  const probes = judge(
    (text) =>
      [...text.matchAll(/(?<=(?:health_uri|metrics_path:|\bpath:) )\/\S*/g)]
        .map(([path]) => path)
        .filter((path) => !folders.test(path)),
    isKnown,
  );
  // Three of each Deployment for Kubernetes, seven of its Ingresses, and four others.
  expect([probes.wrong, probes.count]).toEqual([[], 4 * 3 + 7 + 4]);
  // In sentences.
  const told = judge(
    (text) =>
      [...text.matchAll(/(?<=[\s`"'(])\/[a-z][\w/:-]*/g)]
        .map(([path]) => path)
        .filter((path) => !folders.test(path)),
    (path) => isKnown(path) || ["/dashboard/live", "/-/ready", "/api/health"].includes(path),
  );
  expect(told.wrong).toEqual([]);
  expect(told.count).toBeGreaterThan(8);
});

test("whatever takes reports or reads pictures is sent to any instance, by nginx and by Caddy", () => {
  // A picture below a folder of one machine is read there.
  const local = contract.readLocal.path;
  const taking = Object.values(contract)
    .filter(({ method, path }) => method === "POST" && path.startsWith("/api/") && path !== local)
    .map(({ path }) => path);
  expect(taking.length).toBe(4);
  expect(taking.filter((path) => !ofNginx.includes(path))).toEqual([]);
  expect(taking.filter((path) => !ofCaddy.includes(path))).toEqual([]);
});

test("every command in deploy/ is one that the program has, with these options", async () => {
  const typed = files.flatMap(({ text }) =>
    commandsIn(
      text
        .split("\n")
        .flatMap((line) => [
          // Lists of words, as Docker takes them, and names of files before the program.
          line
            .replaceAll(/",\s*"/g, " ")
            .replaceAll(/["[\]]/g, "")
            .replaceAll(/\/usr\/(local\/)?bin\/ocr-eco/g, "ocr-eco"),
          ...[...line.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span),
        ])
        .filter(
          (line) =>
            /(?:^|[=`]|CMD |: )ocr-eco [a-z]+/.test(line) &&
            !/^#|Description|^ocr-eco:|docker build/.test(line),
        ),
    ),
  );
  expect(await unknownOf(typed)).toEqual([]);
  expect(typed.length).toBeGreaterThan(5);
});
