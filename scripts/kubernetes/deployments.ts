import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import type { IIoK8sApiAppsV1DeploymentStrategy as Strategy } from "kubernetes-models/apps/v1/DeploymentStrategy";
import type { IIoK8sApiCoreV1TopologySpreadConstraint as SpreadConstraint } from "kubernetes-models/v1/TopologySpreadConstraint";
import type { Role } from "../../src/config/role.ts";
import { dutiesOf } from "../../src/config/role.ts";
import { duties, labelsOf } from "./names.ts";
import { metadata, podSpec, readerSize, secondsToEnd, serverSize, serving } from "./pod.ts";

function deployment(
  name: string,
  role: Role,
  spec: Pick<NonNullable<IDeployment["spec"]>, "replicas" | "strategy">,
): IDeployment {
  const { takesIn, reads } = dutiesOf[role];
  const isAlone = role === "all";
  const chosen = labelsOf(role);
  const labels = { ...chosen, ...(takesIn && duties.takesIn), ...(reads && duties.reads) };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadata(name, labels),
    spec: {
      ...spec,
      revisionHistoryLimit: 3,
      selector: { matchLabels: { ...chosen } },
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: secondsToEnd,
          ...(!isAlone && { topologySpreadConstraints: apart(chosen) }),
          ...podSpec({
            role,
            container: { ...serving, env: [{ name: "ROLE", value: role }] },
            size: reads ? readerSize : serverSize,
            data: isAlone
              ? { name: "data", persistentVolumeClaim: { claimName: "ocr-eco-data" } }
              : // CACHE_MAX_MB and REVIEW_MAX_MB and some more, should CACHE_URL be left out.
                { name: "data", emptyDir: { sizeLimit: "8Gi" } },
          }),
        },
      },
    },
  };
}

/** A zone or a node that is lost takes some of them, and not all. */
function apart(chosen: Readonly<Record<string, string>>): SpreadConstraint[] {
  return ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: { ...chosen } },
  }));
}

/** One folder is one process's: the new one starts when the old one is gone. */
export const onSqlite = deployment("ocr-eco", "all", { replicas: 1, strategy: { type: "Recreate" } });

const oneMore: Strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
// Where all GPUs are taken, a Pod more would wait for ever; meanwhile reports wait in the queue.
const oneLess: Strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } };

/** How many of the first two there are is for their autoscalers to say. */
export const onRedis = {
  api: deployment("ocr-eco-api", "api", { strategy: oneMore }),
  worker: deployment("ocr-eco-worker", "worker", { strategy: oneLess }),
  deliver: deployment("ocr-eco-deliver", "deliver", { replicas: 2, strategy: oneMore }),
} as const;
