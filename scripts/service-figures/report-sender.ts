/** What a service said to a report, and after how many milliseconds. */
type Answered = (isAccepted: boolean, milliseconds: number) => void;

/**
 * Sends reports to a service over raw connections that stay open, one at a time on each: raw, because a client that costs more than
 * the service would measure itself. `next` gives the number of the next report, `null` when there is none. Resolves when all
 * connections are closed; rejects where the service closes one.
 */
export async function sendReports(
  address: string,
  key: string,
  connections: number,
  next: () => number | null,
  answered: Answered,
): Promise<void> {
  const { protocol, hostname, port, pathname } = new URL(address);
  const head = `POST ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nx-api-key: ${key}\r\nContent-Type: application/json\r\n`;
  const request = (number: number): string => {
    const body = `{"report_id":${number},"user_id":${number},"s3_url":"https://s3.example.org/reports/${number}.png"}`;
    return `${head}Content-Length: ${body.length}\r\n\r\n${body}`;
  };
  const connection = async (): Promise<void> => {
    const closed = Promise.withResolvers<void>();
    const state = { began: 0, received: "", isOver: false };
    const send = (socket: Bun.Socket): void => {
      const number = next();
      if (number === null) {
        state.isOver = true;
        socket.end();
        return;
      }
      state.began = performance.now();
      state.received = "";
      socket.write(request(number));
    };
    await Bun.connect({
      hostname,
      port: Number(port),
      // A certificate that is signed by itself is as much work as any other.
      ...(protocol === "https:" ? { tls: { rejectUnauthorized: false } } : {}),
      socket: {
        open: send,
        data(socket, bytes) {
          state.received += bytes.toString("latin1");
          const end = state.received.indexOf("\r\n\r\n");
          if (end === -1) return;
          const length = Number(/content-length: (\d+)/i.exec(state.received)?.[1] ?? 0);
          if (state.received.length < end + 4 + length) return;
          answered(state.received.startsWith("HTTP/1.1 202"), performance.now() - state.began);
          send(socket);
        },
        close() {
          if (state.isOver) closed.resolve();
          else closed.reject(new Error("a connection was closed"));
        },
        error(_socket, error) {
          closed.reject(error);
        },
      },
    });
    await closed.promise;
  };
  await Promise.all(Array.from({ length: connections }, connection));
}
