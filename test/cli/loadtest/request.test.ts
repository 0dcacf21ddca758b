import { expect, test } from "bun:test";
import { asciiJson, requestsTo } from "../../../cli/loadtest/request.ts";

test("a body of whatever letters is ASCII, so that its length in characters is the one in bytes", () => {
  const value = { environment: 'é "quoted" 統計 😀', s3_url: "http://127.0.0.1:9/a" };
  const body = asciiJson(value);
  expect(body).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(body)).toEqual(value);
  const request = requestsTo({ url: "http://127.0.0.1:8000/below/", certFile: null }, null)(
    "POST",
    "/x",
    body,
  );
  expect(request).toStartWith("POST /below/x HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n");
  expect(request).toEndWith(`\r\nContent-Length: ${new TextEncoder().encode(body).length}\r\n\r\n${body}`);
});
