import { z } from "zod";
import type { KubernetesObject } from "./kustomize.ts";

const texts = z.record(z.string(), z.string());
const asked = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) });
const containerSchema = z.object({
  name: z.literal("ocr-eco"),
  image: z.string(),
  args: z.array(z.string()).default([]),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })).default([]),
  env: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  envFrom: z.array(z.object({ configMapRef: z.object({ name: z.string() }) })),
  startupProbe: asked.optional(),
  readinessProbe: asked.optional(),
  livenessProbe: asked.optional(),
  lifecycle: z.object({ preStop: z.object({ sleep: z.object({ seconds: z.number() }) }) }).optional(),
  resources: z.object({ requests: texts, limits: texts }),
  securityContext: z.unknown(),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
});
const podSchema = z.object({
  metadata: z.object({ labels: texts }),
  spec: z.object({
    automountServiceAccountToken: z.boolean(),
    enableServiceLinks: z.boolean(),
    terminationGracePeriodSeconds: z.number().optional(),
    securityContext: z.unknown(),
    containers: z.tuple([containerSchema]),
    volumes: z.array(
      z.object({
        name: z.string(),
        emptyDir: z.object({ sizeLimit: z.string() }).optional(),
        persistentVolumeClaim: z.object({ claimName: z.string() }).optional(),
        secret: z
          .object({ secretName: z.string(), items: z.array(z.object({ key: z.string(), path: z.string() })) })
          .optional(),
      }),
    ),
  }),
});
const deploymentSchema = z.object({
  spec: z.object({
    replicas: z.number().optional(),
    strategy: z.object({ type: z.string() }),
    selector: z.object({ matchLabels: texts }),
    template: podSchema,
  }),
});
const cronJobSchema = z.object({
  spec: z.object({ jobTemplate: z.object({ spec: z.object({ template: podSchema }) }) }),
});

/** A Pod that something makes, as far as tests look at it. */
export interface Pod {
  readonly kind: "Deployment" | "CronJob";
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: z.infer<typeof podSchema>["spec"];
  readonly container: z.infer<typeof containerSchema>;
  /** All variables that its container has: of the ConfigMap, and its own. */
  readonly variables: Readonly<Record<string, string>>;
  /** The files of the Secret that it sees. */
  readonly secrets: readonly string[];
}

/** The Pods that these objects make. */
export function podsIn(objects: readonly KubernetesObject[]): Pod[] {
  return objects.flatMap((object): Pod[] => {
    if (object.kind === "Deployment") {
      const { template } = deploymentSchema.parse(object).spec;
      return [podOf("Deployment", object, template, objects)];
    }
    if (object.kind !== "CronJob") return [];
    const { template } = cronJobSchema.parse(object).spec.jobTemplate.spec;
    return [podOf("CronJob", object, template, objects)];
  });
}

function podOf(
  kind: Pod["kind"],
  { metadata: { name } }: KubernetesObject,
  { metadata: { labels }, spec }: z.infer<typeof podSchema>,
  objects: readonly KubernetesObject[],
): Pod {
  const [container] = spec.containers;
  const shared = container.envFrom.map(({ configMapRef }) => {
    const found = objects.find(
      (each) => each.kind === "ConfigMap" && each.metadata.name === configMapRef.name,
    );
    return texts.parse(found?.["data"]);
  });
  const own = Object.fromEntries(container.env.map((each) => [each.name, each.value]));
  return {
    kind,
    name,
    labels,
    spec,
    container,
    variables: Object.assign({}, ...shared, own),
    secrets: spec.volumes.flatMap(({ secret }) => secret?.items.map(({ path }) => path) ?? []),
  };
}
