/**
 * Sends reports to a service, as a process of its own: `bun submit-load.ts <url> <key> <connections> <requests> [<first>]`,
 * reports numbered from the one behind `first`. Prints JSON.
 */
import { sendReports } from "./report-sender.ts";

const [address = "", key = "", connections = "50", requestCount = "20000", first = "0"] =
  process.argv.slice(2);
const requests = Number(requestCount);

let sent = 0;
let accepted = 0;
let refused = 0;
const latencies = new Float64Array(requests);

const began = performance.now();
await sendReports(
  address,
  key,
  Number(connections),
  () => (sent >= requests ? null : Number(first) + ++sent),
  (isAccepted, milliseconds) => {
    latencies[accepted + refused] = milliseconds;
    if (isAccepted) accepted++;
    else refused++;
  },
);
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
