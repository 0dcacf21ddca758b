import { describe, expect, test } from "bun:test";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { problemsIn } from "../../scripts/kubernetes/check.ts";
import { folder, writtenFiles } from "../../scripts/kubernetes/files.ts";
import { filesOnDisk } from "../../scripts/kubernetes/on-disk.ts";
import { contract } from "../../src/api/contract.ts";
import { parseServiceConfig } from "../../src/config/service.ts";
import { filesOf, installations } from "../support/installations.ts";
import { objectsIn } from "../support/kustomize.ts";
import { podsIn } from "../support/pods.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { commandsIn, unknownOf } from "../support/typed-commands.ts";

const deploy = join(import.meta.dir, "..", "..", "deploy");
const read = (...path: string[]): string => readFileSync(join(deploy, ...path), "utf8");
const image = read("docker", "Dockerfile.prod");

const pods = installations.flatMap(({ name, objects }) =>
  podsIn(objects).map((pod) => ({ ...pod, of: name })),
);
const serving = pods.filter(({ kind }) => kind === "Deployment");

/** Debian has no kustomize that is new enough: where a machine has none, one line says so, and the rest is what is tried. */
function withKustomize(name: string, run: () => void): void {
  if (Bun.which("kubectl") !== null) test(name, run);
  else console.warn(`not tried, because there is no kubectl: ${name}`);
}

describe("what is written for Kubernetes", () => {
  test("is what its script writes", () => {
    expect(filesOnDisk(folder)).toEqual(
      new Map([...writtenFiles()].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    );
  });

  test("is nothing that Kubernetes would refuse or not understand, with each component", () => {
    for (const { name, objects } of installations) {
      const wrong = objects.flatMap((each) =>
        problemsIn(each).map((problem) => [each.metadata.name, problem]),
      );
      expect([name, wrong]).toEqual([name, []]);
      expect(objects.length).toBeGreaterThan(10);
    }
  });

  test("would be told of by the check for a misspelt key, a wrong type and what is missing", () => {
    const text = read("kubernetes", "overlays", "sqlite", "deployment.yaml")
      .replace("replicas: 1", 'replicas: "1"\n  replcas: 1')
      .replace("readinessProbe", "readynessProbe");
    const [broken = { apiVersion: "", kind: "" }] = objectsIn(text);
    expect(problemsIn(broken).join("\n")).toBe(
      `data/spec/replicas must be integer
/spec/replcas: there is no such key
/spec/template/spec/containers/0/readynessProbe: there is no such key`,
    );
    expect(problemsIn({ apiVersion: "v1", kind: "Service", spec: { ports: [{}] } } as never)).toEqual([
      "data/spec/ports/0 must have required property port",
    ]);
    expect(problemsIn({ apiVersion: "v2", kind: "Service" })).toEqual([
      "v2 Service is of no kind that is checked",
    ]);
  });

  withKustomize("is put together by kustomize as by these tests", () => {
    for (const { name, objects } of installations) {
      const place = temporaryFolder();
      for (const [path, text] of filesOf(name)) {
        mkdirSync(dirname(join(place, path)), { recursive: true });
        writeFileSync(join(place, path), text);
      }
      const { stdout, stderr } = Bun.spawnSync(["kubectl", "kustomize", join(place, "own")]);
      expect([name, `${stderr}`]).toEqual([name, ""]);
      // Settings' name has the sum of what is in them at its end.
      const text = `${stdout}`.replaceAll(/name: ocr-eco-[a-z0-9]{10}$/gm, "name: ocr-eco");
      expect(text).not.toBe(`${stdout}`);
      expect(inOrder(objectsIn(text))).toEqual(inOrder(objects));
    }
  });
});

withKustomize("kustomize takes the kustomization that operators are shown", () => {
  const page = readFileSync(join(deploy, "..", "docs", "operations.md"), "utf8");
  const [, shown = ""] = /^```yaml\n(apiVersion: kustomize[\s\S]*?)^```/m.exec(page) ?? [];
  const place = temporaryFolder();
  mkdirSync(join(place, "ours"));
  cpSync(folder, join(place, "deploy", "kubernetes"), { recursive: true });
  writeFileSync(join(place, "ours", "kustomization.yaml"), shown);
  const { stdout, stderr } = Bun.spawnSync(["kubectl", "kustomize", join(place, "ours")]);
  expect(`${stderr}`).toBe("");
  const objects = objectsIn(`${stdout}`);
  expect(objects.flatMap((each) => problemsIn(each))).toEqual([]);
  // Each line of it counts: nothing is left of what it changes.
  const left = /change-me|host: ocr\.example\.org|image: ocr-eco|redis\.svc|TRUST_PROXY: 10\.0\.0\.0/g;
  expect(`${stdout}`.match(left)).toBeNull();
});

/** The same, with lists of what has a name, and objects, in the order of these. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(inOrder).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, each]) => [key, inOrder(each)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
const keyOf = (value: unknown): string => JSON.stringify(value);

const secretsFolder = "/run/secrets/ocr-eco/";

/** Variables that the image has already. */
const ofImage = Object.fromEntries(
  [...image.matchAll(/^(?:ENV | {4})([A-Z_]+)=(\S+)/gm)].map(([, name = "", value = ""]) => [name, value]),
);

describe("a Pod for Kubernetes", () => {
  test("has settings with which the program starts in its role, and no secrets but as files", () => {
    const place = temporaryFolder();
    const started = serving.map(({ of, variables, secrets }) => {
      const files = Object.entries(variables).filter(([name]) => name.endsWith("_FILE"));
      expect(files.map(([, path]) => path).toSorted()).toEqual(
        secrets.map((name) => `${secretsFolder}${name}`).toSorted(),
      );
      expect(Object.keys(variables).filter((name) => /(KEY|PASSWORD|SECRET)$/.test(name))).toEqual([]);
      for (const name of secrets) {
        const secret = name === "webhook_secret" ? `whsec_${"A".repeat(44)}` : `${name}-0123456789abcdef`;
        writeFileSync(join(place, name), secret);
      }
      const filledIn = Object.entries({ ...ofImage, ...variables }).map(([name, value]) => [
        name,
        value.replace(secretsFolder, `${place}/`).replace("change-me", "laravel"),
      ]);
      const config = parseServiceConfig(Object.fromEntries(filledIn));
      expect(config.HOST).toBe("0.0.0.0");
      return [of, config.ROLE, config.OCR_DEVICE, secrets.includes("laravel_api_key")];
    });
    expect(started).toEqual([
      ["sqlite", "all", "auto", true],
      ["sqlite with a GPU", "all", "webgpu", true],
      ["redis", "api", "auto", false],
      ["redis", "worker", "auto", false],
      ["redis", "deliver", "auto", true],
      ["redis with KEDA and GPUs", "api", "auto", false],
      ["redis with KEDA and GPUs", "worker", "webgpu", false],
      ["redis with KEDA and GPUs", "deliver", "auto", true],
    ]);
  });

  test("runs as the image's user, with no rights, on a root that nobody writes to", () => {
    const [, user] = /^USER (\d+):\1$/m.exec(image) ?? [];
    for (const { spec, container } of pods) {
      expect(spec.securityContext).toEqual({
        runAsNonRoot: true,
        runAsUser: Number(user),
        runAsGroup: Number(user),
        fsGroup: Number(user),
        fsGroupChangePolicy: "OnRootMismatch",
        seccompProfile: { type: "RuntimeDefault" },
      });
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        readOnlyRootFilesystem: true,
      });
      expect([spec.automountServiceAccountToken, spec.enableServiceLinks]).toEqual([false, false]);
      expect(Object.keys(container.resources.limits)).toEqual(expect.arrayContaining(["cpu", "memory"]));
    }
  });

  test("writes where the image has its folders, and has each volume that it mounts", () => {
    const [, declared = ""] = /^VOLUME (\[.*\])$/m.exec(image) ?? [];
    for (const { spec, container, variables } of pods) {
      const mounts = container.volumeMounts.map(({ mountPath }) => mountPath);
      expect(mounts).toEqual(expect.arrayContaining([...JSON.parse(declared), "/tmp"]));
      expect(container.volumeMounts.map(({ name }) => name).toSorted()).toEqual(
        spec.volumes.map(({ name }) => name).toSorted(),
      );
      // Below what is mounted: that folder is the group's, too.
      expect(variables["DATA_DIR"]).toBe(`${ofImage["DATA_DIR"]}/data`);
    }
  });

  test("is asked by the kubelet whether it is ready, and has the time to end", () => {
    for (const { spec, container } of serving) {
      expect(container.startupProbe?.httpGet).toEqual({ path: contract.health.path, port: "http" });
      expect(container.livenessProbe?.httpGet).toEqual({ path: contract.health.path, port: "http" });
      expect(container.readinessProbe?.httpGet).toEqual({ path: contract.ready.path, port: "http" });
      const { DRAIN_SECONDS, PORT } = parseServiceConfig({});
      expect(container.ports[0]).toEqual({ name: "http", containerPort: PORT });
      const asleep = container.lifecycle?.preStop.sleep.seconds ?? 0;
      expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(asleep + DRAIN_SECONDS + 2);
    }
  });

  test("copies the queue by a command that the program has", async () => {
    const lines = pods.flatMap(({ container: { args } }) =>
      args.length > 0 ? [`ocr-eco ${args.join(" ")}`] : [],
    );
    expect(lines.length).toBe(4);
    expect(await unknownOf(commandsIn(lines))).toEqual([]);
  });
});
