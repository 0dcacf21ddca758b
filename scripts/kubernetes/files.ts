import { join } from "node:path";
import { YAML } from "bun";
import { backup, backupsClaim, dataClaim } from "./backup.ts";
import { ingresses, networkPolicy, ownNamespace, services, toRedis } from "./base.ts";
import { problemsIn } from "./check.ts";
import { onRedis, onSqlite } from "./deployments.ts";
import { gpuPatch } from "./gpu.ts";
import { keda, ofBase, ofGpu, ofRedis, ofSqlite } from "./kustomizations.ts";
import { scrapeConfig } from "./prometheus.ts";
import { adapterRules, autoscalers, disruptionBudgets, noAutoscaler, scaledObject } from "./scaling.ts";
import { baseSettings, redisSettings, type Settings } from "./settings.ts";

export const folder = join(import.meta.dir, "..", "..", "deploy", "kubernetes");

/** A file's text: what it is for, and its documents. */
function yaml(about: string, ...documents: readonly object[]): string {
  return `${comment(about)}${documents.map(textOf).join("---\n")}`;
}

/** A document with quotes as Biome sets them. */
function textOf(document: object): string {
  const text = YAML.stringify(document, null, 2);
  return `${text.replaceAll(/"(?:[^"\\\n]|\\")*\\"(?:[^"\\\n]|\\")*"/g, (quoted) => `'${String(JSON.parse(quoted))}'`)}\n`;
}

/** The same of what Kubernetes is given as it stands; what it would not take, or not understand, is not written. */
function objects(about: string, ...all: readonly Parameters<typeof problemsIn>[0][]): string {
  const problems = all.flatMap((each) => problemsIn(each).map((problem) => `${each.kind}: ${problem}`));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return yaml(about, ...all);
}

function settings(about: string, set: Settings): string {
  const lines = Object.entries(set).map(([name, value]) => `${name}=${value}\n`);
  return `${comment(about)}${lines.join("")}`;
}

function comment(about: string): string {
  const lines = [""];
  for (const word of `${about} Made by scripts/kubernetes.ts.`.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length > 120) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.map((line) => `# ${line}\n`).join("");
}

/** All files of deploy/kubernetes, by their paths in it. */
export function writtenFiles(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries({
      "base/kustomization.yaml": yaml("What both overlays begin with.", ofBase),
      "base/namespace.yaml": objects("Applied first, so that the Secret can be made in it.", ownNamespace),
      "base/settings.env": settings(
        `Settings of all instances, as .env.production explains them. To be changed in a kustomization of your own: where Laravel is, and
TRUST_PROXY, the network of the cluster's Pods, of which only the Ingress controller is let in.`,
        baseSettings,
      ),
      "base/services.yaml": objects(
        "Who takes reports in, and who reads while a caller waits: one and the same on SQLite.",
        ...services,
      ),
      "base/ingress.yaml": objects(
        `For ingress-nginx, as deploy/nginx/ocr-eco.conf is for nginx; the name and the certificate (the Secret ocr-eco-tls) are yours.
Figures are not reached this way: they have a port of their own.`,
        ...ingresses,
      ),
      "base/network-policy.yaml": objects(
        `Connections come from the Ingress controller and Prometheus. They go to where names are asked for, and to pictures and Laravel over
https; where those have private addresses, or Namespaces other names than here, add a policy of your own: policies add up.`,
        networkPolicy,
      ),
      "overlays/sqlite/kustomization.yaml": yaml("One instance, whose queue is a folder.", ofSqlite),
      "overlays/sqlite/deployment.yaml": objects(
        "Never more than one, and the old one ends before the new one starts: a folder is one process's.",
        onSqlite,
      ),
      "overlays/sqlite/volumes.yaml": objects(
        "The queue, and copies of it; on another disk, if you can.",
        dataClaim,
        backupsClaim,
      ),
      "overlays/sqlite/backup.yaml": objects(
        "A copy of the queue each night, on the node that has its volume; fourteen of them stay.",
        backup("folder"),
      ),
      "overlays/redis/kustomization.yaml": yaml(
        "Several instances that share a queue on a Redis server.",
        ofRedis,
      ),
      "overlays/redis/settings.env": settings(
        "Where the queue is, and the pictures that are kept. Passwords are in the Secret.",
        redisSettings,
      ),
      "overlays/redis/api.yaml": objects("Take reports in, and answer whoever asks.", onRedis.api),
      "overlays/redis/worker.yaml": objects(
        "Read; what a Pod may take decides how many workers it has.",
        onRedis.worker,
      ),
      "overlays/redis/deliver.yaml": objects("Send results, and alone have Laravel's keys.", onRedis.deliver),
      "overlays/redis/hpa.yaml": objects(
        `How many there are: by processors, and readers by waiting reports, too. That figure comes from prometheus-adapter with the rule in
../../prometheus/adapter-rules.yaml; without it readers come by processors and stay until it is there.`,
        ...autoscalers,
      ),
      "overlays/redis/disruption-budgets.yaml": objects(
        "While nodes are emptied, one of each kind at a time.",
        ...disruptionBudgets,
      ),
      "overlays/redis/network-policy.yaml": objects(
        "Connections to the Redis servers, in a Namespace of theirs.",
        toRedis,
      ),
      "overlays/redis/volumes.yaml": objects("Copies of the queue.", backupsClaim),
      "overlays/redis/backup.yaml": objects(
        "A copy of the queue each night; fourteen of them stay.",
        backup("server"),
      ),
      "components/gpu/kustomization.yaml": yaml("Whatever reads does it on a GPU of NVIDIA.", ofGpu),
      "components/gpu/patch.yaml": yaml(
        `The image is the one with the loader for GPUs (PACKAGES=libvulkan1). Where NVIDIA's is not the nodes' usual runtime, add runtimeClassName.`,
        gpuPatch,
      ),
      "components/keda/kustomization.yaml": yaml(
        "For the overlay for Redis: KEDA says how many read, and asks Prometheus for it.",
        keda,
      ),
      "components/keda/scaled-object.yaml": objects(
        "serverAddress is where your Prometheus is.",
        scaledObject,
      ),
      "components/keda/no-autoscaler.yaml": yaml("KEDA makes one of its own.", noAutoscaler),
      "prometheus/adapter-rules.yaml": yaml(
        `Values for the chart of prometheus-adapter: the external metric of overlays/redis/hpa.yaml. All instances see the same queue, so that
its figures are taken once.`,
        adapterRules,
      ),
      "prometheus/scrape-config.yaml": yaml(
        `A job for Prometheus' scrape_configs: each Pod by itself, with the key from METRICS_KEY. Rules and alerts know the job by its name; the
label namespace is what adapter-rules.yaml and KEDA ask for.`,
        scrapeConfig,
      ),
    }),
  );
}
