import { cleanUp } from "./clean-up.ts";

/** What a receiver writes to a request before it closes the connection; `null` closes it without a word. */
type Words = string | null;

/** A receiver that answers its requests with these bytes in turn, the last ones for ever. */
export function rawReceiver(...answers: readonly Words[]): { url: string; requests: string[] } {
  const requests: string[] = [];
  const server = Bun.listen<{ received: string }>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(socket) {
        socket.data = { received: "" };
      },
      data(socket, bytes) {
        socket.data.received += bytes.toString("utf8");
        const { received } = socket.data;
        const head = received.indexOf("\r\n\r\n");
        const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? Number.NaN);
        if (head === -1 || Buffer.byteLength(received.slice(head + 4)) < length) return;
        const answer = answers[Math.min(requests.length, answers.length - 1)] ?? null;
        requests.push(received);
        if (answer !== null) socket.write(answer);
        socket.end();
      },
    },
  });
  cleanUp(() => server.stop(true));
  return { url: `http://127.0.0.1:${server.port}`, requests };
}

/** The webhook-id of a request. */
export function webhookIdOf(request: string): string {
  return /^webhook-id: (\S+)/im.exec(request)?.[1] ?? "";
}
