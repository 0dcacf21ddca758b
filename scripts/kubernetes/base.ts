import type { IIngress } from "kubernetes-models/networking.k8s.io/v1/Ingress";
import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { IIoK8sApiNetworkingV1NetworkPolicyPeer as Peer } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer";
import type { INamespace } from "kubernetes-models/v1/Namespace";
import type { IService } from "kubernetes-models/v1/Service";
import { contract } from "../../src/api/contract.ts";
import { duties, namespace, neighbours, ours, ports } from "./names.ts";
import { metadata } from "./pod.ts";

export const ownNamespace: INamespace = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: {
    name: namespace,
    // Nothing that asks for more than ours do is let in.
    labels: { ...ours, "pod-security.kubernetes.io/enforce": "restricted" },
  },
};

function service(name: string, chosen: Readonly<Record<string, string>>): IService {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata(name, ours),
    spec: {
      selector: { ...ours, ...chosen },
      ports: [{ name: "http", port: ports.http, targetPort: "http" }],
    },
  };
}

export const services = [service("ocr-eco", duties.takesIn), service("ocr-eco-readers", duties.reads)];

const host = "ocr.example.org";
type To = "ocr-eco" | "ocr-eco-readers";

function ingress(
  name: string,
  annotations: Readonly<Record<string, string>>,
  routes: readonly (readonly [path: string, to: To])[],
): IIngress {
  const ofNginx = {
    // As deploy/nginx/ocr-eco.conf: DOWNLOAD_MAX_MB and a little more, and longer than anything the service does itself.
    "proxy-body-size": "16m",
    "proxy-connect-timeout": "2",
    "proxy-send-timeout": "65",
    "proxy-read-timeout": "70",
    "proxy-next-upstream": "error http_503",
    "proxy-next-upstream-tries": "3",
    "proxy-next-upstream-timeout": "10",
    "limit-connections": "50",
    ...annotations,
  };
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      ...metadata(name, ours),
      annotations: Object.fromEntries(
        Object.entries(ofNginx).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]),
      ),
    },
    spec: {
      ingressClassName: "nginx",
      tls: [{ hosts: [host], secretName: "ocr-eco-tls" }],
      rules: [
        {
          host,
          http: {
            paths: routes.map(([path, to]) => ({
              path,
              pathType: path === "/" ? "Prefix" : "Exact",
              backend: { service: { name: to, port: { name: "http" } } },
            })),
          },
        },
      ],
    },
  };
}

/** Annotations count for all paths of an Ingress, so that each kind of them has its own. */
export const ingresses = [
  // A report that came twice is one job, and reading changes nothing: both may be sent to another one after all.
  ingress("ocr-eco-reports", { "proxy-next-upstream": "error http_503 non_idempotent" }, [
    [contract.submitReport.path, "ocr-eco"],
    [contract.submitBatch.path, "ocr-eco"],
    [contract.readUpload.path, "ocr-eco-readers"],
    [contract.readAddress.path, "ocr-eco-readers"],
    [contract.tryPicture.path, "ocr-eco-readers"],
  ]),
  // News of each second, for hours.
  ingress("ocr-eco-live", { "proxy-buffering": "off" }, [[contract.live.path, "ocr-eco"]]),
  ingress("ocr-eco", {}, [["/", "ocr-eco"]]),
];

const inNamespace = (name: string): Peer => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
});

// The service itself loads nothing from there unless ALLOWED_PRIVATE_NETWORKS says so.
const notPublic = ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"];

/** Also of the Pods that copy the queue: those are asked by nobody. */
export const networkPolicy: INetworkPolicy = {
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: metadata("ocr-eco", ours),
  spec: {
    podSelector: { matchLabels: { ...ours } },
    policyTypes: ["Ingress", "Egress"],
    ingress: [
      { from: [inNamespace(neighbours.ingress)], ports: [{ port: "http" }] },
      { from: [inNamespace(neighbours.prometheus)], ports: [{ port: "metrics" }] },
    ],
    egress: [
      {
        // The second one is the cache of names that nodes may have.
        to: [inNamespace(neighbours.dns), { ipBlock: { cidr: "169.254.20.10/32" } }],
        ports: [
          { protocol: "UDP", port: ports.dns },
          { protocol: "TCP", port: ports.dns },
        ],
      },
      {
        to: [
          { ipBlock: { cidr: "0.0.0.0/0", except: notPublic } },
          { ipBlock: { cidr: "::/0", except: ["fc00::/7", "fe80::/10"] } },
        ],
        ports: [{ port: ports.https }],
      },
    ],
  },
};

export const toRedis: INetworkPolicy = {
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: metadata("ocr-eco-redis", ours),
  spec: {
    podSelector: { matchLabels: { ...ours } },
    policyTypes: ["Egress"],
    egress: [{ to: [inNamespace(neighbours.redis)], ports: [{ port: ports.redis }] }],
  },
};
