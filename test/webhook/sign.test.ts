import { describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { parseSecrets } from "../../src/config/signing-secrets.ts";
import { webhookHeaders } from "../../src/webhook/sign.ts";

const newSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;
const message = { id: "msg_1", sentAt: Date.now(), body: '{"report_id":101,"raw_ocr":"Langkah “8.376” 👟"}' };

test("the signature is the one of the specification's example", () => {
  const headers = webhookHeaders({
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    sentAt: 1_614_265_330_999,
    body: '{"test": 2432232314}',
    secrets: parseSecrets("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
  });
  expect(headers).toEqual({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

describe("the specification's own library", () => {
  test("believes a delivery", () => {
    const secret = newSecret();
    const headers = webhookHeaders({ ...message, secrets: parseSecrets(secret) });
    expect(new Webhook(secret).verify(message.body, headers)).toEqual(JSON.parse(message.body));
  });

  test("believes it by the old secret and by the new one while they rotate", () => {
    const [old, fresh] = [newSecret(), newSecret()];
    const headers = webhookHeaders({ ...message, secrets: parseSecrets(` ${fresh}  ${old} `) });
    expect(headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    for (const secret of [old, fresh]) new Webhook(secret).verify(message.body, headers);
    expect(() => new Webhook(newSecret()).verify(message.body, headers)).toThrow();
  });

  test("does not believe it once anything was changed", () => {
    const secret = newSecret();
    const headers = webhookHeaders({ ...message, secrets: parseSecrets(secret) });
    const later = String(Number(headers["webhook-timestamp"]) + 1);
    const verify = (body: string, changed: Record<string, string> = {}) =>
      new Webhook(secret).verify(body, { ...headers, ...changed });
    expect(() => verify(message.body.replace("101", "102"))).toThrow("No matching signature");
    expect(() => verify(message.body, { "webhook-id": "msg_2" })).toThrow("No matching signature");
    expect(() => verify(message.body, { "webhook-timestamp": later })).toThrow("No matching signature");
  });
});

test("without a secret there is no signature", () => {
  expect(Object.keys(webhookHeaders({ ...message, secrets: parseSecrets("") }))).toEqual([
    "webhook-id",
    "webhook-timestamp",
  ]);
});

test.each([
  "c2VjcmV0",
  "whsec_!",
  "whsec_c2VjcmV0",
  "whsec_not base64 at all, though it is long enough",
  `whsec_${Buffer.alloc(65).toString("base64")}`,
  `${newSecret()},${newSecret()}`,
  `whsec_${"A".repeat(33)}`,
  `whsec_${"A".repeat(34)}=`,
])("what is no secret is refused, and not repeated: %p", (text) => {
  let said = "";
  try {
    parseSecrets(text);
  } catch (error) {
    said = String(error);
  }
  expect(said).toContain("must be whsec_ and base64 of 24 to 64 bytes");
  expect(said).not.toContain(text);
});
