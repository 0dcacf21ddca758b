/** Answers whatever comes as if it were a report: `bun handler-process.ts empty|slow`. Prints its address. */
import { delayOf } from "./delays.ts";

const body = `{"message":"","job_id":"019abcde-0123-7000-8000-000000000000","status":"waiting"}`;
// Without the header "Connection", ab takes no connection for one that is kept.
const answer = `HTTP/1.1 202 Accepted\r\nConnection: keep-alive\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const isSlow = process.argv[2] === "slow";
let count = 0;

const server = Bun.listen({
  hostname: "127.0.0.1",
  port: 0,
  socket: {
    // A request is as small as a packet, and there is one at a time on each connection.
    data: (socket) => {
      if (isSlow) setTimeout(() => socket.write(answer), delayOf(count++));
      else socket.write(answer);
    },
  },
});
console.log(`http://127.0.0.1:${server.port}`);
