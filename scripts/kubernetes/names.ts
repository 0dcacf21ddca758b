import packageJson from "../../package.json";

/** The image without a registry: `images` of a kustomization puts one before it. */
export const image = `ocr-eco:${packageJson.version}`;
/** The same with the loader for GPUs, under a name of its own, so that it can be set by itself. */
export const gpuImage = `ocr-eco-gpu:${packageJson.version}`;

export const namespace = "ocr-eco";
/** Of the image: deploy/docker/make-root.sh. */
export const user = 10001;

/** What containers, Services and NetworkPolicies call the ports; METRICS_PORT is in settings.ts. */
export const ports = { http: 8000, metrics: 9464, redis: 6379, dns: 53, https: 443 } as const;

/** Where the others live, who may connect, or whom we ask. */
export const neighbours = {
  ingress: "ingress-nginx",
  prometheus: "monitoring",
  redis: "redis",
  dns: "kube-system",
} as const;

/** The folders of the image; what is mounted belongs to root, and what lies in it is the program's alone only below that. */
export const folders = {
  data: "/var/lib/ocr-eco",
  cache: "/var/cache/ocr-eco",
  backups: "/var/lib/ocr-eco-backups",
  secrets: "/run/secrets/ocr-eco",
} as const;

/** On everything that is ours. */
export const ours = { "app.kubernetes.io/name": "ocr-eco" } as const;

/** What a Pod is for; Services find those that take reports in and those that read by this, whatever their role is called. */
export const duties = {
  takesIn: { "ocr-eco/takes-in": "true" },
  reads: { "ocr-eco/reads": "true" },
} as const;

export const labelsOf = (component: string) => ({ ...ours, "app.kubernetes.io/component": component });

/** The external metric by which readers are added, as prometheus-adapter offers it. */
export const waitingMetric = "ocr_eco_queue_waiting";
