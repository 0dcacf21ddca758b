import type { IIoK8sApiCoreV1Container as Container } from "kubernetes-models/v1/Container";
import type { IIoK8sApiCoreV1Toleration as Toleration } from "kubernetes-models/v1/Toleration";
import { gpuImage } from "./names.ts";

const container: Container = {
  name: "ocr-eco",
  image: gpuImage,
  // A Pod that holds a GPU and cannot use it shall be seen, and not read on a node that is dear. One that is lost later costs nothing.
  env: [{ name: "OCR_DEVICE", value: "webgpu" }],
  resources: { limits: { "nvidia.com/gpu": "1" } },
};
const toleration: Toleration = { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" };

/** What differs in whatever reads; the patch's target says who that is. */
export const gpuPatch = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "whatever-reads" },
  spec: { template: { spec: { containers: [container], tolerations: [toleration] } } },
} as const;
