import { ScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { HorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler";
import { CronJob } from "kubernetes-models/batch/v1/CronJob";
import { Ingress } from "kubernetes-models/networking.k8s.io/v1/Ingress";
import { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import { ConfigMap } from "kubernetes-models/v1/ConfigMap";
import { Namespace } from "kubernetes-models/v1/Namespace";
import { PersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import { Service } from "kubernetes-models/v1/Service";

const models = [
  ConfigMap,
  CronJob,
  Deployment,
  HorizontalPodAutoscaler,
  Ingress,
  Namespace,
  NetworkPolicy,
  PersistentVolumeClaim,
  PodDisruptionBudget,
  ScaledObject,
  Service,
] as const;

/** What Kubernetes would refuse of an object, or pass over in silence: wrong types, what is missing, and keys that it does not know. */
export function problemsIn(object: { readonly kind: string; readonly apiVersion: string }): string[] {
  const model = models.find(
    ({ kind, apiVersion }) => kind === object.kind && apiVersion === object.apiVersion,
  );
  if (model === undefined) return [`${object.apiVersion} ${object.kind} is of no kind that is checked`];
  const seen = new Set<string>();
  const problems: string[] = [];
  try {
    // As a model does it with itself; one made of the object would have looked at all of it already.
    Reflect.apply(model.prototype.validate, watched(object, "", seen), []);
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  return [...problems, ...unseen(object, "", seen).map((path) => `${path}: there is no such key`)];
}

/**
 * The same object, which notes what is looked at. The validators look at every key that a schema has, at all keys of a map, and
 * let any others pass: what none of them looked at is misspelt.
 */
function watched(value: unknown, path: string, seen: Set<string>): unknown {
  if (typeof value !== "object" || value === null) return value;
  return new Proxy(value, {
    get(target, key) {
      const found: unknown = Reflect.get(target, key);
      if (typeof key !== "string") return found;
      const own = `${path}/${key}`;
      seen.add(own);
      return watched(found, own, seen);
    },
  });
}

/** The paths that were not looked at, of several below each other the uppermost. */
function unseen(value: unknown, path: string, seen: ReadonlySet<string>): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    const own = `${path}/${key}`;
    return seen.has(own) ? unseen(each, own, seen) : [own];
  });
}
