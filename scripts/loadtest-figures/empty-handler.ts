/** Answers whatever comes as if it were a report, and does nothing else: `bun empty-handler.ts`. Prints its address. */
const body = `{"message":"","job_id":"019abcde-0123-7000-8000-000000000000","status":"waiting"}`;
const answer = `HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

const server = Bun.listen({
  hostname: "127.0.0.1",
  port: 0,
  socket: {
    // A request is as small as a packet, and there is one at a time on each connection.
    data: (socket) => {
      socket.write(answer);
    },
  },
});
console.log(`http://127.0.0.1:${server.port}`);

export {};
