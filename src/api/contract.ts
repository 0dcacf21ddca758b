import * as about from "./about.ts";
import * as audit from "./audit.ts";
import * as dashboard from "./dashboard.ts";
import * as deliveries from "./deliveries.ts";
import * as direct from "./direct.ts";
import type { EndpointForm } from "./endpoint.ts";
import * as forget from "./forget.ts";
import * as jobs from "./jobs.ts";
import * as reports from "./reports.ts";
import * as review from "./review.ts";

/** All that can be asked of the service, by names that tell them apart. */
export const contract = {
  root: about.root,
  health: about.health,
  ready: about.ready,
  status: about.status,
  appStatus: about.appStatus,
  totals: about.totals,
  metrics: about.metrics,
  submitReport: reports.submitReport,
  submitBatch: reports.submitBatch,
  askJob: jobs.askJob,
  readAddress: direct.readAddress,
  readUpload: direct.readUpload,
  readLocal: direct.readLocal,
  clearQueue: jobs.clearQueue,
  pauseQueue: jobs.pauseQueue,
  resumeQueue: jobs.resumeQueue,
  listJobs: jobs.listJobs,
  countJobs: jobs.countJobs,
  showJob: jobs.showJob,
  retryJobs: jobs.retryJobs,
  cancelJobs: jobs.cancelJobs,
  retryJob: jobs.retryJob,
  cancelJob: jobs.cancelJob,
  listDeliveries: deliveries.listDeliveries,
  showDelivery: deliveries.showDelivery,
  redeliverAll: deliveries.redeliverAll,
  redeliver: deliveries.redeliver,
  dismissAll: deliveries.dismissAll,
  dismiss: deliveries.dismiss,
  resumeDeliveries: deliveries.resumeDeliveries,
  forget: forget.forget,
  reviewState: review.reviewState,
  nextReviews: review.nextReviews,
  leaveReviews: review.leaveReviews,
  decideReview: review.decideReview,
  undoReview: review.undoReview,
  skipReview: review.skipReview,
  listDecisions: review.listDecisions,
  listAudit: audit.listAudit,
  signIn: dashboard.signIn,
  signOut: dashboard.signOut,
  session: dashboard.session,
  live: dashboard.live,
  dashboardTotals: dashboard.dashboardTotals,
  tryPicture: dashboard.tryPicture,
  jobPicture: dashboard.jobPicture,
  jobBoxes: dashboard.jobBoxes,
} as const satisfies Readonly<Record<string, EndpointForm>>;

/** The name of something that can be asked. */
export type EndpointName = keyof typeof contract;

/** The dashboard's page and its files, which everybody may see and no document describes: what they show asks for itself. */
export const dashboardPaths = ["/dashboard", "/dashboard/files/:file"] as const;

/** The document of the API and its page, which everybody may see and no document describes. */
export const documentPaths = [
  "/docs",
  "/docs/json",
  "/docs/start.js",
  "/docs/swagger-ui.css",
  "/docs/swagger-ui-bundle.js",
] as const;
