import { YAML } from "bun";
import { folder } from "../../scripts/kubernetes/files.ts";
import { filesOnDisk } from "../../scripts/kubernetes/on-disk.ts";
import { built } from "./kustomize.ts";

/** What operators install of deploy/kubernetes: an overlay, and components that they add to it in a kustomization of their own. */
const parts = {
  sqlite: [],
  "sqlite with a GPU": ["gpu"],
  redis: [],
  "redis with KEDA and GPUs": ["keda", "gpu"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
const names = ["sqlite", "sqlite with a GPU", "redis", "redis with KEDA and GPUs"] as const;

/** All files of deploy/kubernetes, and in the folder `own` such a kustomization. */
export function filesOf(name: keyof typeof parts): Map<string, string> {
  const own = {
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    resources: [`../overlays/${name.split(" ")[0]}`],
    components: parts[name].map((each) => `../components/${each}`),
  };
  return filesOnDisk(folder).set("own/kustomization.yaml", YAML.stringify(own));
}

/** Each of them, with the objects that it comes to. */
export const installations = names.map((name) => ({ name, objects: built(filesOf(name), "own") }));
