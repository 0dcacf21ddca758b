import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { YAML } from "bun";
import { z } from "zod";
import { prometheusProgram } from "../../scripts/rig/prometheus.ts";
import { contract } from "../../src/api/contract.ts";
import { gauges, prefix } from "../../src/metrics/catalog.ts";
import { installations } from "../support/installations.ts";
import type { KubernetesObject } from "../support/kustomize.ts";
import { type Pod, podsIn } from "../support/pods.ts";
import { expectPrometheusTakes } from "../support/prometheus-config.ts";
import { temporaryFolder } from "../support/temporary.ts";

const deploy = join(import.meta.dir, "..", "..", "deploy");
const read = (...path: string[]): string => readFileSync(join(deploy, ...path), "utf8");

const texts = z.record(z.string(), z.string());
const ofKind = <T>(objects: readonly KubernetesObject[], kind: string, schema: z.ZodType<T>) =>
  objects
    .filter((each) => each.kind === kind)
    .map((each) => ({ name: each.metadata.name, ...schema.parse(each) }));

const serviceSchema = z.object({
  spec: z.object({ selector: texts, ports: z.array(z.object({ name: z.string(), targetPort: z.string() })) }),
});
const ingressSchema = z.object({
  metadata: z.object({ annotations: texts }),
  spec: z.object({
    tls: z.array(z.object({ hosts: z.array(z.string()) })),
    rules: z.tuple([
      z.object({
        host: z.string(),
        http: z.object({
          paths: z.array(
            z.object({
              path: z.string(),
              pathType: z.enum(["Exact", "Prefix"]),
              backend: z.object({
                service: z.object({ name: z.string(), port: z.object({ name: z.string() }) }),
              }),
            }),
          ),
        }),
      }),
    ]),
  }),
});
const selecting = z.object({ spec: z.object({ selector: z.object({ matchLabels: texts }) }) });
const scaledBy = z.object({ spec: z.object({ scaleTargetRef: z.object({ name: z.string() }) }) });

const has = (pod: Pod, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(labels).every(([key, value]) => pod.labels[key] === value);
const rolesOf = (pods: readonly Pod[]): string[] => pods.map(({ variables }) => variables["ROLE"] ?? "none");

test("each path leads to Pods that do what is asked there, and to the port that they listen on", () => {
  for (const { name, objects } of installations) {
    const pods = podsIn(objects);
    const services = ofKind(objects, "Service", serviceSchema);
    const behind = (service: string): Pod[] => {
      const found = services.find((each) => each.name === service);
      const chosen = pods.filter((pod) => has(pod, found?.spec.selector ?? { none: "such" }));
      for (const { targetPort } of found?.spec.ports ?? [])
        for (const { container } of chosen)
          expect(container.ports.map((each) => each.name)).toContain(targetPort);
      return chosen;
    };
    const routes = ofKind(objects, "Ingress", ingressSchema).flatMap(({ spec }) => spec.rules[0].http.paths);
    const led = Object.fromEntries(
      routes.map(({ path, backend }) => [path, rolesOf(behind(backend.service.name))]),
    );
    const [takesIn, reads] = name.startsWith("sqlite") ? [["all"], ["all"]] : [["api"], ["worker"]];
    expect(led).toEqual({
      [contract.submitReport.path]: takesIn,
      [contract.submitBatch.path]: takesIn,
      [contract.readUpload.path]: reads,
      [contract.readAddress.path]: reads,
      [contract.tryPicture.path]: reads,
      [contract.live.path]: takesIn,
      "/": takesIn,
    });
    expect(routes.filter(({ path, pathType }) => (path === "/") !== (pathType === "Prefix"))).toEqual([]);
  }
});

test("ingress-nginx is told what nginx is", () => {
  const nginx = read("nginx", "ocr-eco.conf");
  const saying = (name: string): string[] =>
    [...nginx.matchAll(new RegExp(`^ +${name} +([^;]+);`, "gm"))].map(([, value = ""]) => value);
  const all = ofKind(installations[0]?.objects ?? [], "Ingress", ingressSchema);
  expect(all.length).toBe(3);
  const kept = ["proxy_next_upstream", "proxy_next_upstream_tries", "proxy_buffering"];
  const times = ["connect", "send", "read"].map((each) => `proxy_${each}_timeout`);
  for (const { metadata, spec } of all) {
    const told = (name: string): string | undefined =>
      metadata.annotations[`nginx.ingress.kubernetes.io/${name.replaceAll("_", "-")}`];
    expect(saying("client_max_body_size")).toEqual([told("proxy_body_size") ?? ""]);
    for (const name of times) expect(saying(name)).toEqual([`${told(name)}s`]);
    expect(saying("proxy_next_upstream_timeout")).toEqual([`${told("proxy_next_upstream_timeout")}s`]);
    expect(saying("limit_conn")).toEqual([`ocr_eco_clients ${told("limit_connections")}`]);
    for (const name of kept) if (told(name) !== undefined) expect(saying(name)).toContain(told(name) ?? "");
    expect(spec.tls[0]?.hosts).toEqual([spec.rules[0].host]);
  }
  const live = all.find(({ spec }) =>
    spec.rules[0].http.paths.some(({ path }) => path === contract.live.path),
  );
  expect(live?.metadata.annotations["nginx.ingress.kubernetes.io/proxy-buffering"]).toBe("off");
});

test("what scales, spreads and is spared is there, and readers have one autoscaler", () => {
  for (const { name, objects } of installations) {
    const pods = podsIn(objects);
    const deployments = ofKind(objects, "Deployment", z.object({ spec: z.looseObject({}) }));
    const scalers = ["HorizontalPodAutoscaler", "ScaledObject"].flatMap((kind) =>
      ofKind(objects, kind, scaledBy).map(({ spec }) => spec.scaleTargetRef.name),
    );
    const isOnRedis = name.startsWith("redis");
    expect(scalers.toSorted()).toEqual(isOnRedis ? ["ocr-eco-api", "ocr-eco-worker"] : []);
    // A number in the file would undo theirs each time that it is applied.
    expect(deployments.flatMap((each) => ("replicas" in each.spec ? [] : [each.name])).toSorted()).toEqual(
      scalers.toSorted(),
    );
    const spared = ofKind(objects, "PodDisruptionBudget", selecting);
    expect(
      spared.flatMap(({ spec }) => rolesOf(pods.filter((pod) => has(pod, spec.selector.matchLabels)))),
    ).toEqual(isOnRedis ? ["api", "worker", "deliver"] : []);
    const claims = ofKind(objects, "PersistentVolumeClaim", z.object({})).map((each) => each.name);
    const mounted = pods.flatMap(({ spec }) =>
      spec.volumes.flatMap(({ persistentVolumeClaim: claim }) => (claim ? [claim.claimName] : [])),
    );
    expect([...new Set(mounted)].toSorted()).toEqual(claims.toSorted());
  }
});

test("one folder is one instance's, and whoever copies it is on its node", () => {
  const objects = installations.find(({ name }) => name === "sqlite")?.objects ?? [];
  const strategies = ofKind(
    objects,
    "Deployment",
    z.object({ spec: z.object({ replicas: z.number(), strategy: z.object({ type: z.string() }) }) }),
  );
  expect(strategies.map(({ spec }) => [spec.replicas, spec.strategy.type])).toEqual([[1, "Recreate"]]);
  const [serving, copying] = podsIn(objects);
  expect(copying?.spec.volumes.find(({ name }) => name === "data")).toEqual(
    serving?.spec.volumes.find(({ name }) => name === "data"),
  );
  const near = JSON.stringify(objects.find(({ kind }) => kind === "CronJob"));
  expect(near).toContain(`"matchLabels":${JSON.stringify({ ...chosenBy(objects) })}`);
});

function chosenBy(objects: readonly KubernetesObject[]): Record<string, string> {
  return ofKind(objects, "Deployment", selecting)[0]?.spec.selector.matchLabels ?? {};
}

test("readers come by the reports that wait, which all instances see alike", () => {
  expect(gauges.jobs).toMatchObject({ together: "max", labels: ["state"] });
  const rule = z
    .object({
      rules: z.object({
        external: z.tuple([
          z.object({ seriesQuery: z.string(), name: z.object({ as: z.string() }), metricsQuery: z.string() }),
        ]),
      }),
    })
    .parse(YAML.parse(read("kubernetes", "prometheus", "adapter-rules.yaml"))).rules.external[0];
  expect(rule.seriesQuery).toStartWith(`${prefix}jobs{`);
  expect(rule.metricsQuery).toStartWith("max(<<.Series>>{<<.LabelMatchers>>,");
  expect(read("kubernetes", "overlays", "redis", "hpa.yaml")).toContain(`name: ${rule.name.as}\n`);
  expect(read("kubernetes", "components", "keda", "scaled-object.yaml")).toContain(`max(${prefix}jobs{`);
});

test("whoever connects is let in by name, and what they connect to is a port of the Pods", () => {
  const policySchema = z.object({
    spec: z.object({
      ingress: z
        .array(z.object({ from: z.array(z.unknown()), ports: z.array(z.object({ port: z.string() })) }))
        .default([]),
      egress: z.array(z.object({ to: z.array(z.unknown()), ports: z.array(z.object({ port: z.number() })) })),
    }),
  });
  for (const { name, objects } of installations) {
    const policies = ofKind(objects, "NetworkPolicy", policySchema);
    const into = policies.flatMap(({ spec }) =>
      spec.ingress.flatMap(({ ports }) => ports.map(({ port }) => port)),
    );
    expect(into).toEqual(["http", "metrics"]);
    const out = policies.flatMap(({ spec }) =>
      spec.egress.flatMap(({ ports }) => ports.map(({ port }) => port)),
    );
    expect(out).toEqual(name.startsWith("redis") ? [53, 53, 443, 6379] : [53, 53, 443]);
  }
});

test.skipIf(prometheusProgram === null)("Prometheus takes the job that finds the Pods", () => {
  const place = temporaryFolder();
  const key = join(place, "key");
  writeFileSync(key, "a-key");
  const text = read("kubernetes", "prometheus", "scrape-config.yaml").replace(
    "/etc/prometheus/ocr-eco.key",
    key,
  );
  // Debian's is built without what finds Pods.
  const { scrape_configs: jobs } = z
    .object({ scrape_configs: z.array(z.looseObject({ kubernetes_sd_configs: z.array(z.unknown()) })) })
    .parse(YAML.parse(text));
  const rest = jobs.map(({ kubernetes_sd_configs: _, ...job }) => job);
  writeFileSync(join(place, "prometheus.yml"), YAML.stringify({ scrape_configs: rest }, null, 2));
  expectPrometheusTakes(join(place, "prometheus.yml"));
});
