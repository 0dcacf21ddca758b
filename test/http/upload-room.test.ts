import { expect, test } from "bun:test";
import { UploadRoom } from "../../src/http/upload-room.ts";

test("one caller's uploads leave room for others', and all of them have a bound", () => {
  const room = new UploadRoom(20, 10);
  room.take("key one", 6);
  room.take("key one", 4);
  expect(() => room.take("key one", 1)).toThrow("Too many uploads");
  room.take("key two", 10);
  expect(() => room.take("key three", 1)).toThrow("Too many uploads");
  room.giveBack("key one", 6);
  room.take("key three", 6);
  expect(() => room.take("key three", 1)).toThrow("Too many uploads");
});
