import { namespace, ours, ports } from "./names.ts";

const [[label, name] = ["", ""]] = Object.entries(ours);

/** A job that finds our Pods by what they are called, and no annotations: who follows those shows no key. */
export const scrapeConfig = {
  scrape_configs: [
    {
      job_name: "ocr-eco",
      metrics_path: "/metrics",
      scheme: "http",
      authorization: { type: "Bearer", credentials_file: "/etc/prometheus/ocr-eco.key" },
      kubernetes_sd_configs: [
        {
          role: "pod",
          namespaces: { names: [namespace] },
          selectors: [{ role: "pod", label: `${label}=${name}` }],
        },
      ],
      relabel_configs: [
        {
          source_labels: ["__meta_kubernetes_pod_container_port_number"],
          regex: String(ports.metrics),
          action: "keep",
        },
        { source_labels: ["__meta_kubernetes_namespace"], target_label: "namespace" },
        { source_labels: ["__meta_kubernetes_pod_name"], target_label: "pod" },
      ],
    },
  ],
};
