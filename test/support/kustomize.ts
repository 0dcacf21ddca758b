import { join } from "node:path";
import { YAML } from "bun";
import { z } from "zod";
import type { Kustomization } from "../../scripts/kubernetes/kustomizations.ts";

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
  }),
});
export type KubernetesObject = z.infer<typeof objectSchema>;

const kustomizationSchema: z.ZodType<Kustomization> = z.strictObject({
  apiVersion: z.enum(["kustomize.config.k8s.io/v1beta1", "kustomize.config.k8s.io/v1alpha1"]),
  kind: z.enum(["Kustomization", "Component"]),
  namespace: z.string().exactOptional(),
  resources: z.array(z.string()).exactOptional(),
  components: z.array(z.string()).exactOptional(),
  configMapGenerator: z
    .array(
      z.strictObject({
        name: z.string(),
        behavior: z.literal("merge").exactOptional(),
        envs: z.array(z.string()),
      }),
    )
    .exactOptional(),
  patches: z
    .array(
      z.strictObject({
        path: z.string(),
        target: z.strictObject({ kind: z.string(), labelSelector: z.string() }).exactOptional(),
      }),
    )
    .exactOptional(),
});

/**
 * What kustomize makes of a folder, as far as ours ask it to: resources, ConfigMaps of settings, components, and patches. Only
 * names get no sums of what is in them. Throws where something that is named is not there.
 */
export function built(files: ReadonlyMap<string, string>, folder: string): KubernetesObject[] {
  return into([], files, folder);
}

function into(before: readonly KubernetesObject[], files: ReadonlyMap<string, string>, folder: string) {
  const textOf = (name: string): string => {
    const text = files.get(join(folder, name));
    if (text === undefined) throw new Error(`${folder} names ${name}, which is not there`);
    return text;
  };
  const own = kustomizationSchema.parse(YAML.parse(textOf("kustomization.yaml")));
  let all = [...before];
  for (const name of own.resources ?? [])
    all = files.has(join(folder, name, "kustomization.yaml"))
      ? [...all, ...built(files, join(folder, name))]
      : [...all, ...objectsIn(textOf(name)).map((each) => inNamespace(each, own.namespace))];
  for (const { name, behavior, envs } of own.configMapGenerator ?? []) {
    const data = Object.assign({}, ...envs.map((each) => settingsIn(textOf(each))));
    const there = all.find((each) => each.kind === "ConfigMap" && each.metadata.name === name);
    if ((behavior === "merge") !== (there !== undefined))
      throw new Error(`${folder}: the ConfigMap ${name} is there twice, or not at all`);
    const made = { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data };
    if (there === undefined) all.push(inNamespace(objectSchema.parse(made), own.namespace));
    else all = all.map((each) => (each === there ? objectSchema.parse(merged(there, { data })) : each));
  }
  for (const name of own.components ?? []) all = into(all, files, join(folder, name));
  for (const { path, target } of own.patches ?? []) {
    const patch = objectSchema.parse(YAML.parse(textOf(path)));
    const isMeant = (each: KubernetesObject): boolean =>
      target === undefined
        ? idOf(each) === idOf(patch)
        : each.kind === target.kind && hasLabels(each, target.labelSelector);
    if (!all.some(isMeant)) throw new Error(`${folder}: nothing is there for ${path}`);
    all = patch["$patch"] === "delete" ? all.filter((each) => !isMeant(each)) : all;
    all = all.map((each) =>
      isMeant(each) ? objectSchema.parse({ ...merged(each, patch), metadata: each.metadata }) : each,
    );
  }
  return all;
}

export function objectsIn(text: string): KubernetesObject[] {
  const documents: unknown = YAML.parse(text);
  return z.array(objectSchema).parse(Array.isArray(documents) ? documents : [documents]);
}

function settingsIn(text: string): Record<string, string> {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

function inNamespace(object: KubernetesObject, namespace: string | undefined): KubernetesObject {
  if (namespace === undefined || object.kind === "Namespace") return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}

const idOf = ({ apiVersion, kind, metadata: { name, namespace } }: KubernetesObject): string =>
  [apiVersion, kind, namespace, name].join(" ");

function hasLabels({ metadata: { labels = {} } }: KubernetesObject, selector: string): boolean {
  return selector.split(",").every((each) => {
    const [key = "", value] = each.split("=");
    return labels[key] === value;
  });
}

const mapSchema = z.record(z.string(), z.unknown());
const namedSchema = z.array(z.looseObject({ name: z.string() }));

/** A strategic merge: maps key by key, lists of what has a name by that, others in the place of what was there. */
function merged(value: unknown, patch: unknown): Record<string, unknown> {
  const [before, after] = [mapSchema.parse(value), mapSchema.parse(patch)];
  const out = { ...before };
  for (const [key, wanted] of Object.entries(after)) out[key] = mergedValue(before[key], wanted);
  return out;
}

function mergedValue(value: unknown, wanted: unknown): unknown {
  if (mapSchema.safeParse(wanted).success && mapSchema.safeParse(value).success) return merged(value, wanted);
  const [own, named] = [namedSchema.safeParse(value), namedSchema.safeParse(wanted)];
  if (!own.success || !named.success) return wanted;
  const fresh = named.data.filter(({ name }) => own.data.every((each) => each.name !== name));
  return [
    ...fresh,
    ...own.data.map((each) => {
      const over = named.data.find(({ name }) => name === each.name);
      return over === undefined ? each : merged(each, over);
    }),
  ];
}
