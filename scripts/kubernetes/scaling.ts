import type { IScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
import type { IHorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler";
import type { IPodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import { gauges, prefix } from "../../src/metrics/catalog.ts";
import { labelsOf, namespace, ours, waitingMetric } from "./names.ts";
import { metadata } from "./pod.ts";

type Spec = NonNullable<IHorizontalPodAutoscaler["spec"]>;
type Metric = NonNullable<Spec["metrics"]>[number];
type Behavior = NonNullable<Spec["behavior"]>;

const readers = { min: 2, max: 10 } as const;
/** What two workers read in a quarter of a minute: 95 of 100 results shall be there within 30 s. */
const waitingPerReader = "50";
const readersCpu = 80;

/** All instances see the same queue, so that adding them up would count each job several times. */
const together: Readonly<Record<"sum" | "max" | "each", string>> = { sum: "sum", max: "max", each: "max" };
const jobs = `${prefix}jobs`;
const how = together[gauges.jobs.together];
/** The jobs that wait, as Prometheus is asked for them. */
const waitingQuery = `${how}(${jobs}{job="ocr-eco",namespace="${namespace}",state="waiting"})`;

// A burst is over soon with more of them at once; a minute without reports is no reason to take them away again.
const behavior: Behavior = {
  scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: "Percent", value: 100, periodSeconds: 30 }] },
  scaleDown: { stabilizationWindowSeconds: 600, policies: [{ type: "Pods", value: 1, periodSeconds: 120 }] },
};

const byCpu = (averageUtilization: number): Metric => ({
  type: "Resource",
  resource: { name: "cpu", target: { type: "Utilization", averageUtilization } },
});

const byQueue: Metric = {
  type: "External",
  external: {
    metric: { name: waitingMetric },
    target: { type: "AverageValue", averageValue: waitingPerReader },
  },
};

function autoscaler(
  name: string,
  { min, max }: { readonly min: number; readonly max: number },
  metrics: readonly Metric[],
): IHorizontalPodAutoscaler {
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: metadata(name, ours),
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
      minReplicas: min,
      maxReplicas: max,
      metrics: [...metrics],
      behavior,
    },
  };
}

export const autoscalers = [
  autoscaler("ocr-eco-api", { min: 2, max: 6 }, [byCpu(70)]),
  autoscaler("ocr-eco-worker", readers, [byCpu(readersCpu), byQueue]),
];

/** What prometheus-adapter is told, so that the external metric is there. */
export const adapterRules = {
  rules: {
    external: [
      {
        seriesQuery: `${jobs}{job="ocr-eco",namespace!="",state="waiting"}`,
        resources: { overrides: { namespace: { resource: "namespace" } } },
        name: { as: waitingMetric },
        metricsQuery: `${how}(<<.Series>>{<<.LabelMatchers>>,job="ocr-eco",state="waiting"})`,
      },
    ],
  },
};

/** In the place of the readers' autoscaler: KEDA makes one, and asks Prometheus itself. */
export const scaledObject: IScaledObject = {
  apiVersion: "keda.sh/v1alpha1",
  kind: "ScaledObject",
  metadata: metadata("ocr-eco-worker", ours),
  spec: {
    scaleTargetRef: { name: "ocr-eco-worker" },
    minReplicaCount: readers.min,
    maxReplicaCount: readers.max,
    pollingInterval: 15,
    advanced: { horizontalPodAutoscalerConfig: { behavior } },
    triggers: [
      {
        type: "prometheus",
        metricType: "AverageValue",
        metadata: {
          serverAddress: "http://prometheus-operated.monitoring.svc:9090",
          query: waitingQuery,
          threshold: waitingPerReader,
        },
      },
      { type: "cpu", metricType: "Utilization", metadata: { value: String(readersCpu) } },
    ],
  },
};

/** As a patch: there would be two that say how many there are. */
export const noAutoscaler = {
  $patch: "delete",
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: { name: "ocr-eco-worker", namespace },
} as const;

/** Nodes are emptied one Pod of each kind after the other. */
export const disruptionBudgets = (["api", "worker", "deliver"] as const).map(
  (role): IPodDisruptionBudget => ({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: metadata(`ocr-eco-${role}`, ours),
    spec: { maxUnavailable: 1, selector: { matchLabels: labelsOf(role) } },
  }),
);
