/**
 * Ports below those that the kernel gives away by itself (32768 to 60999), so that none is taken by a connection of somebody
 * else before it is listened on; and for each process others, since tests run in several.
 */
const [lowest, perProcess, processes] = [20_000, 200, 60];
const first = lowest + (process.pid % processes) * perProcess;
let next = Math.floor(Math.random() * perProcess);

/** A port that nothing listens on now. */
export function freePort(): number {
  for (let tries = 0; tries < perProcess; tries++) {
    const port = first + (next++ % perProcess);
    try {
      Bun.listen({ port, hostname: "127.0.0.1", socket: { data() {} } }).stop(true);
      return port;
    } catch {
      // Somebody listens on it.
    }
  }
  throw new Error("No port is free.");
}
