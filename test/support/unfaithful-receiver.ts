import { cleanUp } from "./clean-up.ts";

/** What a receiver does to a delivery of the report with this number. */
export type Unfaithful = (number: number) => "loses" | "doubles" | "falsifies" | "cuts" | null;

/**
 * Stands between a service and whoever its results are for, and is not faithful: it takes a result and never passes it on,
 * passes it on twice, with another count, or only its beginning. It says yes to all of them.
 */
export function unfaithfulReceiver(receiver: () => string, does: Unfaithful): string {
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const text = await request.text();
      const number = Number(/"report_id":"[^"]*-(\d+)"/.exec(text)?.[1]);
      // Only reports that count are numbered behind the run alone; the first and the warm-up are delivered as they are.
      const isCounted = /"report_id":"loadtest-[0-9a-f]+-\d+"/.test(text);
      const pass = (body: string): Promise<Response> =>
        fetch(`${receiver()}/api/ocr/result`, { method: "POST", headers: request.headers, body });
      switch (isCounted ? does(number) : null) {
        case "loses":
          break;
        case "doubles":
          await pass(text);
          await pass(text);
          break;
        case "falsifies":
          await pass(text.replace(/"steps":(\d+)/, (_, steps: string) => `"steps":${Number(steps) + 1}`));
          break;
        case "cuts":
          await pass(text.slice(0, text.length / 2));
          break;
        case null:
          return await pass(text);
      }
      return Response.json({ success: true });
    },
  });
  cleanUp(() => server.stop(true));
  return `http://127.0.0.1:${server.port}`;
}
