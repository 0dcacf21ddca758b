import type { contract, EndpointName } from "../../api/contract.ts";

type Contract = typeof contract;

/**
 * Methods and paths of what the page asks for. They are written once more here because the contract itself, with all of its
 * schemas, would be most of the page; the compiler holds both against each other.
 */
export const routes = {
  signIn: { method: "POST", path: "/dashboard/sign-in" },
  signOut: { method: "POST", path: "/dashboard/sign-out" },
  session: { method: "GET", path: "/dashboard/session" },
  live: { method: "GET", path: "/dashboard/live" },
  dashboardTotals: { method: "GET", path: "/dashboard/totals" },
  pauseQueue: { method: "POST", path: "/admin/pause" },
  resumeQueue: { method: "POST", path: "/admin/resume" },
  resumeDeliveries: { method: "POST", path: "/admin/webhooks/resume" },
  redeliverAll: { method: "POST", path: "/admin/webhooks/redeliver" },
  dismissAll: { method: "POST", path: "/admin/webhooks/dismiss" },
  listJobs: { method: "GET", path: "/admin/jobs" },
  countJobs: { method: "GET", path: "/admin/jobs/count" },
  showJob: { method: "GET", path: "/admin/jobs/:job_id" },
  retryJob: { method: "POST", path: "/admin/jobs/:job_id/retry" },
  cancelJob: { method: "POST", path: "/admin/jobs/:job_id/cancel" },
  retryJobs: { method: "POST", path: "/admin/jobs/retry" },
  cancelJobs: { method: "POST", path: "/admin/jobs/cancel" },
  redeliver: { method: "POST", path: "/admin/webhooks/:webhook_id/redeliver" },
  dismiss: { method: "POST", path: "/admin/webhooks/:webhook_id/dismiss" },
  listAudit: { method: "GET", path: "/admin/audit" },
  forget: { method: "POST", path: "/admin/forget" },
  reviewState: { method: "GET", path: "/admin/review" },
  nextReviews: { method: "POST", path: "/admin/review/next" },
  leaveReviews: { method: "POST", path: "/admin/review/leave" },
  decideReview: { method: "POST", path: "/admin/review/:job_id/decide" },
  undoReview: { method: "POST", path: "/admin/review/:job_id/undo" },
  skipReview: { method: "POST", path: "/admin/review/:job_id/skip" },
  jobBoxes: { method: "GET", path: "/dashboard/jobs/:job_id/boxes" },
  jobPicture: { method: "GET", path: "/dashboard/jobs/:job_id/picture" },
  tryPicture: { method: "POST", path: "/dashboard/try" },
} as const satisfies {
  readonly [Name in EndpointName]?: Pick<Contract[Name], "method" | "path">;
};
export type RouteName = keyof typeof routes;
