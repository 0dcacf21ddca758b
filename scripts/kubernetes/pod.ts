import type { IIoK8sApiCoreV1Container as Container } from "kubernetes-models/v1/Container";
import type { IIoK8sApiCoreV1PodSpec as PodSpec } from "kubernetes-models/v1/PodSpec";
import type { IIoK8sApiCoreV1Volume as Volume } from "kubernetes-models/v1/Volume";
import type { Role } from "../../src/config/role.ts";
import { folders, image, namespace, ports, user } from "./names.ts";

/** What a container may take. */
export interface Size {
  readonly cpu: readonly [request: string, limit: string];
  readonly memory: readonly [request: string, limit: string];
}

/** A worker for each processor of the limit, each with up to 1.2 GB where a picture is large, beside the server itself. */
export const readerSize: Size = { cpu: ["2", "2"], memory: ["1Gi", "3Gi"] };
/** The server itself, which takes 150 MB. */
export const serverSize: Size = { cpu: ["250m", "1"], memory: ["256Mi", "768Mi"] };

const secretsOf: Readonly<Record<Role | "backup", readonly string[]>> = {
  all: ["API_KEY", "LARAVEL_API_KEY", "METRICS_KEY", "WEBHOOK_SECRET"],
  // Who only takes in or reads has no key of Laravel's to lose.
  api: ["API_KEY", "CACHE_PASSWORD", "METRICS_KEY", "QUEUE_PASSWORD"],
  worker: ["API_KEY", "CACHE_PASSWORD", "METRICS_KEY", "QUEUE_PASSWORD"],
  deliver: [
    "API_KEY",
    "CACHE_PASSWORD",
    "LARAVEL_API_KEY",
    "METRICS_KEY",
    "QUEUE_PASSWORD",
    "WEBHOOK_SECRET",
  ],
  backup: ["QUEUE_PASSWORD"],
};

/** The file in the Secret that holds a secret. */
const fileOf = (secret: string): string => secret.toLowerCase();

/** A Pod of the program: as nobody, on a root that nobody writes to. */
export function podSpec(options: {
  readonly role: Role | "backup";
  readonly container: Partial<Container>;
  readonly size: Size;
  readonly data: Volume;
  readonly further?: readonly Volume[];
  /** A copy of a folder needs none where no server keeps the queue. */
  readonly hasSecrets?: boolean;
}): PodSpec {
  const { role, container, size, data, further = [], hasSecrets = true } = options;
  const secrets = hasSecrets ? secretsOf[role] : [];
  const secretVolume: Volume = {
    name: "secrets",
    secret: {
      secretName: "ocr-eco",
      // For the group of the Pod, which is fsGroup's.
      defaultMode: 0o440,
      items: secrets.map((name) => ({ key: fileOf(name), path: fileOf(name) })),
    },
  };
  return {
    // It asks nothing of the cluster, and Services of others are no settings of ours.
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      // Otherwise each start hands all files to the group anew, and opens what the program has closed.
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [
      {
        name: "ocr-eco",
        image,
        ...container,
        env: [
          ...(container.env ?? []),
          ...secrets.map((name) => ({ name: `${name}_FILE`, value: `${folders.secrets}/${fileOf(name)}` })),
        ],
        envFrom: [{ configMapRef: { name: "ocr-eco" } }],
        resources: {
          requests: { cpu: size.cpu[0], memory: size.memory[0] },
          limits: { cpu: size.cpu[1], memory: size.memory[1] },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          readOnlyRootFilesystem: true,
        },
        volumeMounts: [
          { name: "data", mountPath: folders.data },
          { name: "cache", mountPath: folders.cache },
          { name: "tmp", mountPath: "/tmp" },
          ...(hasSecrets ? [{ name: "secrets", mountPath: folders.secrets, readOnly: true }] : []),
          ...(container.volumeMounts ?? []),
        ],
      },
    ],
    volumes: [
      data,
      // The libraries that the executable carries are unpacked there.
      { name: "cache", emptyDir: { sizeLimit: "1Gi" } },
      { name: "tmp", emptyDir: { sizeLimit: "1Gi" } },
      ...(hasSecrets ? [secretVolume] : []),
      ...further,
    ],
  };
}

/** What `serve` listens on, and how the kubelet asks it. There is no shell in the image, and none is needed. */
export const serving: Partial<Container> = {
  ports: [
    { name: "http", containerPort: ports.http },
    { name: "metrics", containerPort: ports.metrics },
  ],
  // A large database that another version migrates may take minutes.
  startupProbe: { httpGet: { path: "/health", port: "http" }, periodSeconds: 2, failureThreshold: 150 },
  readinessProbe: { httpGet: { path: "/ready", port: "http" }, periodSeconds: 5, timeoutSeconds: 5 },
  // Late answers of a busy machine are no reason to kill what reads.
  livenessProbe: {
    httpGet: { path: "/health", port: "http" },
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 6,
  },
  // Until all proxies know that this Pod is leaving, it takes reports in as ever.
  lifecycle: { preStop: { sleep: { seconds: 5 } } },
};

/** Longer than those seconds, DRAIN_SECONDS and the 2 s that traces get, all together. */
export const secondsToEnd = 45;

export const metadata = (name: string, labels: Readonly<Record<string, string>>) => ({
  name,
  namespace,
  labels: { ...labels },
});
