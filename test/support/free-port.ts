/** A port that nothing listens on now. */
export function freePort(): number {
  const server = Bun.listen({ port: 0, hostname: "127.0.0.1", socket: { data() {} } });
  const { port } = server;
  server.stop(true);
  return port;
}
