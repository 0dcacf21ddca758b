import { signal } from "@preact/signals";
import type { contract } from "../../api/contract.ts";
import type { Asking, Heard } from "../../api/endpoint.ts";
import { type RouteName, routes } from "./routes.ts";

type Contract = typeof contract;

/** Milliseconds that an answer may take; pictures that are read have more. */
const usualPatience = 15_000;
const patienceWithPictures = 120_000;

/** A failure that the service told of, or that it told nothing. */
export class Refusal extends Error {
  constructor(
    /** The service's stable name for it; `UNREACHABLE` where no answer came. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** What goes with everything that changes something. */
export const csrf = signal<string | null>(null);

/** Is called when the service says that nobody is signed in any more. */
let onOver = (): void => {};

export function whenOver(listener: () => void): void {
  onOver = listener;
}

/** Is called when it may be somebody else who is signed in. */
let onDoubt = (): void => {};

export function whenInDoubt(listener: () => void): void {
  onDoubt = listener;
}

type With<Name extends RouteName> = Asking<Contract[Name]> & {
  readonly form?: FormData;
  /** Whether it goes on when the page is left. */
  readonly isLast?: boolean;
};

/** Asks the service. Rejects with a `Refusal`. */
export async function ask<Name extends RouteName>(
  name: Name,
  { params, query, body, form, isLast = false }: With<Name> = {} as With<Name>,
): Promise<Heard<Contract[Name]>> {
  const { method } = routes[name];
  const path = pathTo(name, (params ?? {}) as Readonly<Record<string, string>>);
  const search = new URLSearchParams(
    Object.entries((query ?? {}) as Record<string, unknown>).map(([key, value]) => [key, String(value)]),
  );
  const headers: Record<string, string> = { accept: "application/json" };
  if (csrf.value !== null) headers["x-csrf-token"] = csrf.value;
  if (body !== undefined) headers["content-type"] = "application/json";
  const response = await fetch(`${path}${search.size > 0 ? `?${search}` : ""}`, {
    method,
    headers,
    keepalive: isLast,
    ...(form !== undefined ? { body: form } : body !== undefined ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(form === undefined ? usualPatience : patienceWithPictures),
  }).catch(() => {
    throw new Refusal("UNREACHABLE", "");
  });
  const answer: unknown = await response.json().catch(() => ({}));
  if (response.ok) return answer as Heard<Contract[Name]>;
  throw refusalOf(response, answer);
}

/** Where the picture of a job is, in a format that browsers show. */
export function pictureAddress(jobId: string): string {
  return `${pathTo("jobPicture", { job_id: jobId })}?shown=true`;
}

/** The picture of a job, in a format that browsers show. Rejects with a `Refusal`. */
export async function askPicture(jobId: string): Promise<Blob> {
  const response = await fetch(pictureAddress(jobId), {
    signal: AbortSignal.timeout(patienceWithPictures),
  }).catch(() => {
    throw new Refusal("UNREACHABLE", "");
  });
  if (response.ok) return response.blob();
  throw refusalOf(response, await response.json().catch(() => ({})));
}

function pathTo(name: RouteName, named: Readonly<Record<string, string>>): string {
  return routes[name].path.replace(/:(\w+)/g, (_, each: string) => encodeURIComponent(named[each] ?? ""));
}

function refusalOf(response: Response, answer: unknown): Refusal {
  const { code = `HTTP_${response.status}`, detail = "" } = answer as { code?: string; detail?: string };
  if (code === "SESSION_OVER" || code === "KEY_MISSING") onOver();
  // Somebody else may have signed in meanwhile, on another page of this browser.
  if (code === "CROSS_SITE") onDoubt();
  return new Refusal(code, detail);
}
