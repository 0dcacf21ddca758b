import { cleanUp } from "./clean-up.ts";

/** Listens until the test ends, and answers all there is with `answer`; gives its address. */
export function pretender(answer: (request: Request) => Response | Promise<Response>): string {
  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, idleTimeout: 255, fetch: answer });
  cleanUp(() => server.stop(true));
  return `http://127.0.0.1:${server.port}`;
}

/** A service of another version: it lives, and knows these paths alone. */
export function otherVersion(paths: Readonly<Record<string, object>>): string {
  return pretender((request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/health")
      return Response.json({ status: "healthy", timestamp: "2026-11-24T10:15:00", service: "ocr-ecosteps" });
    const answer = paths[pathname];
    return answer === undefined
      ? Response.json({ detail: "Not Found" }, { status: 404 })
      : Response.json(answer);
  });
}
