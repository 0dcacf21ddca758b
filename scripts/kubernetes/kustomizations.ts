import { duties, namespace } from "./names.ts";

/** Of what kustomize knows, what we use. */
export interface Kustomization {
  readonly apiVersion: "kustomize.config.k8s.io/v1beta1" | "kustomize.config.k8s.io/v1alpha1";
  readonly kind: "Kustomization" | "Component";
  readonly namespace?: string;
  /** Files, and folders of other kustomizations. */
  readonly resources?: readonly string[];
  readonly components?: readonly string[];
  readonly configMapGenerator?: readonly {
    readonly name: string;
    readonly behavior?: "merge";
    readonly envs: readonly string[];
  }[];
  readonly patches?: readonly {
    readonly path: string;
    readonly target?: { readonly kind: string; readonly labelSelector: string };
  }[];
}

const plain = { apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization" } as const;
const component = { apiVersion: "kustomize.config.k8s.io/v1alpha1", kind: "Component" } as const;

export const ofBase: Kustomization = {
  ...plain,
  namespace,
  resources: ["namespace.yaml", "services.yaml", "ingress.yaml", "network-policy.yaml"],
  // Its name ends with a sum of what is in it: other settings are other Pods.
  configMapGenerator: [{ name: "ocr-eco", envs: ["settings.env"] }],
};

export const ofSqlite: Kustomization = {
  ...plain,
  namespace,
  resources: ["../../base", "deployment.yaml", "volumes.yaml", "backup.yaml"],
};

export const ofRedis: Kustomization = {
  ...plain,
  namespace,
  resources: [
    "../../base",
    "api.yaml",
    "worker.yaml",
    "deliver.yaml",
    "hpa.yaml",
    "disruption-budgets.yaml",
    "network-policy.yaml",
    "volumes.yaml",
    "backup.yaml",
  ],
  configMapGenerator: [{ name: "ocr-eco", behavior: "merge", envs: ["settings.env"] }],
};

export const ofGpu: Kustomization = {
  ...component,
  patches: [
    {
      path: "patch.yaml",
      target: {
        kind: "Deployment",
        labelSelector: Object.entries(duties.reads)
          .map(([key, value]) => `${key}=${value}`)
          .join(","),
      },
    },
  ],
};

export const keda: Kustomization = {
  ...component,
  resources: ["scaled-object.yaml"],
  patches: [{ path: "no-autoscaler.yaml" }],
};
