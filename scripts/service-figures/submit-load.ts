/**
 * Sends reports over raw keep-alive connections, one request at a time on each, as a process of its own:
 * `bun submit-load.ts <url> <key> <connections> <requests> [<first>]`, reports numbered from `first`. Prints JSON. Raw, because a client that costs more than
 * the server would measure itself.
 */
const [address = "", key = "", connectionCount = "50", requestCount = "20000", first = "0"] =
  process.argv.slice(2);
const { protocol, hostname, port, pathname } = new URL(address);
const requests = Number(requestCount);

let sent = 0;
let accepted = 0;
let refused = 0;
const latencies = new Float64Array(requests);
const done = Promise.withResolvers<void>();

function request(number: number): string {
  const body = `{"report_id":${number},"user_id":${number},"s3_url":"https://s3.example.org/reports/${number}.png"}`;
  return `POST ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nx-api-key: ${key}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

interface State {
  began: number;
  received: string;
}

function next(socket: Bun.Socket<State>): void {
  if (sent >= requests) {
    socket.end();
    return;
  }
  socket.data.began = performance.now();
  socket.data.received = "";
  socket.write(request(Number(first) + ++sent));
}

const began = performance.now();
for (let connection = 0; connection < Number(connectionCount); connection++) {
  await Bun.connect<State>({
    hostname,
    port: Number(port),
    // A certificate that is signed by itself is as much work as any other.
    ...(protocol === "https:" ? { tls: { rejectUnauthorized: false } } : {}),
    data: { began: 0, received: "" },
    socket: {
      open: next,
      data(socket, bytes) {
        const { data: state } = socket;
        state.received += bytes.toString("latin1");
        const head = state.received.indexOf("\r\n\r\n");
        if (head === -1) return;
        const length = Number(/content-length: (\d+)/i.exec(state.received)?.[1] ?? 0);
        if (state.received.length < head + 4 + length) return;
        latencies[accepted + refused] = performance.now() - state.began;
        if (state.received.startsWith("HTTP/1.1 202")) accepted++;
        else refused++;
        if (accepted + refused === requests) done.resolve();
        next(socket);
      },
      close() {
        if (accepted + refused < requests && sent < requests)
          done.reject(new Error("a connection was closed"));
      },
      error(_socket, error) {
        done.reject(error);
      },
    },
  });
}
await done.promise;
const seconds = (performance.now() - began) / 1000;
latencies.sort();
const at = (share: number): number => latencies[Math.min(requests - 1, Math.floor(share * requests))] ?? 0;
console.log(
  JSON.stringify({
    requests,
    accepted,
    refused,
    perSecond: Math.round(requests / seconds),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
  }),
);

export {};
