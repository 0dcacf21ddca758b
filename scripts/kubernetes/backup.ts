import type { ICronJob } from "kubernetes-models/batch/v1/CronJob";
import type { IPersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import { folders, labelsOf, ours } from "./names.ts";
import { metadata, podSpec, type Size } from "./pod.ts";

function claim(name: string, storage: string): IPersistentVolumeClaim {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: metadata(name, ours),
    // Of one node, and not of one Pod: what copies the folder opens it beside what serves it.
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage } } },
  };
}

/** DATABASE_MAX_MB, CACHE_MAX_MB and REVIEW_MAX_MB together, and some more for the log. */
export const dataClaim = claim("ocr-eco-data", "20Gi");
export const backupsClaim = claim("ocr-eco-backups", "20Gi");

const small: Size = { cpu: ["100m", "1"], memory: ["128Mi", "1Gi"] };

/** A copy of the queue each night, and the oldest of more than fourteen deleted; of a folder, or of what a server keeps. */
export function backup(from: "folder" | "server"): ICronJob {
  const labels = labelsOf("backup");
  const isFolder = from === "folder";
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: metadata("ocr-eco-backup", labels),
    spec: {
      schedule: "15 3 * * *",
      timeZone: "Asia/Jakarta",
      concurrencyPolicy: "Forbid",
      // Made up for where the cluster was away at that time.
      startingDeadlineSeconds: 21_600,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        spec: {
          backoffLimit: 2,
          activeDeadlineSeconds: 3600,
          template: {
            metadata: { labels },
            spec: {
              restartPolicy: "Never",
              ...(isFolder && {
                affinity: {
                  podAffinity: {
                    requiredDuringSchedulingIgnoredDuringExecution: [
                      {
                        topologyKey: "kubernetes.io/hostname",
                        labelSelector: { matchLabels: labelsOf("all") },
                      },
                    ],
                  },
                },
              }),
              ...podSpec({
                role: "backup",
                container: {
                  args: ["backup", "--into", folders.backups, "--keep", "14"],
                  volumeMounts: [{ name: "backups", mountPath: folders.backups }],
                },
                size: small,
                data: isFolder
                  ? { name: "data", persistentVolumeClaim: { claimName: "ocr-eco-data" } }
                  : { name: "data", emptyDir: { sizeLimit: "1Gi" } },
                further: [{ name: "backups", persistentVolumeClaim: { claimName: "ocr-eco-backups" } }],
                hasSecrets: !isFolder,
              }),
            },
          },
        },
      },
    },
  };
}
