import type { Random } from "../common/random.ts";

/** What requests are made of: the routes of the service, and a key that opens all of them. */
export interface Material {
  /** As in `POST /admin/jobs/{job_id}/retry`. */
  readonly routes: readonly string[];
  readonly key: string;
}

const newline = "\r\n";
const noise = [
  "\0",
  "\r",
  "\n",
  "\t",
  "\x7f",
  "\xff",
  "\xc3\x28",
  "%",
  "%00",
  "%2e%2e/",
  "%ff",
  "\\",
  "//",
  "/../",
  "/./",
];
const methods = [
  "GET",
  "POST",
  "PUT",
  "HEAD",
  "OPTIONS",
  "DELETE",
  "PATCH",
  "TRACE",
  "CONNECT",
  "get",
  "FOO",
  "",
  "P ST",
];
const types = [
  "application/json",
  "application/json; charset=utf-16",
  "multipart/form-data; boundary=b",
  "multipart/form-data",
  "multipart/form-data; boundary=",
  `multipart/form-data; boundary=${"b".repeat(300)}`,
  "application/x-www-form-urlencoded",
  "application/octet-stream",
  "text/plain",
  "application/problem+json",
  "/",
  "",
  "\xff",
];
/** Addresses from which nothing is ever loaded, so that nobody waits for a stranger's server. */
const addresses = [
  "http://10.0.0.1/a.png",
  "http://192.168.0.1/",
  "https://[::1]/x",
  "http://169.254.169.254/",
  "ftp://x",
];
const values: readonly unknown[] = [
  1,
  -1,
  0,
  1.5,
  2 ** 53,
  -0,
  1e308,
  "5",
  "",
  " ",
  "x".repeat(300),
  "\ud800",
  "\u0000",
  "🙂",
  null,
  true,
  [],
  {},
  [[]],
  { toString: 1 },
  "__proto__",
  "constructor",
  ...addresses,
];
const members = [
  "report_id",
  "user_id",
  "s3_url",
  "environment",
  "img_url",
  "img_path",
  "reports",
  "ids",
  "deliver",
  "from",
];
const queries = [
  "",
  "",
  "?",
  "?limit=-1",
  "?limit=1e9",
  "?state=failed&limit=2",
  "?before=%00",
  "?state=%ff",
  "?a[]=1&a=2",
  "?__proto__=1",
  "?&&=&=",
  "?environment=staging&report_id=5",
];

/** The bytes of one request, some of them right, most of them wrong in one place or in several; seldom two at once. */
export function oddRequest(random: Random, material: Material): Uint8Array {
  const requests = random.chance(0.05)
    ? [one(random, material), one(random, material)]
    : [one(random, material)];
  let text = requests.join("");
  if (random.chance(0.15)) text = damaged(random, text);
  if (random.chance(0.1)) text = text.slice(0, random.int(0, text.length));
  return Buffer.from(text, "latin1");
}

function one(random: Random, { routes, key }: Material): string {
  const [usual = "GET", template = "/"] = random.pick(routes).split(" ");
  const method = random.chance(0.8) ? usual : random.pick(methods);
  const body = random.chance(0.7) ? bodyOf(random) : "";
  const version = random.chance(0.97)
    ? "HTTP/1.1"
    : random.pick(["HTTP/1.0", "HTTP/2.0", "HTTP/0.9", "", "HTTP/1.1 x"]);
  const lines = [
    `${method} ${target(random, template)} ${version}`,
    ...hostLines(random),
    ...keyLines(random, key),
    ...(body === "" && random.chance(0.5) ? [] : bodyLines(random, body)),
    ...oddLines(random),
  ];
  const isChunked = lines.some((line) => /^transfer-encoding: chunked$/i.test(line));
  return `${lines.join(newline)}${newline}${newline}${isChunked ? chunked(random, body) : body}`;
}

function target(random: Random, template: string): string {
  let path = template.replace(/\{\w+\}/g, () =>
    random.pick(["x", "1", "redeliver", "%2F", "..", "x".repeat(70), "\xe9"]),
  );
  if (random.chance(0.25)) {
    const at = random.int(0, path.length);
    path = path.slice(0, at) + random.pick(noise) + path.slice(at);
  }
  if (random.chance(0.05))
    path = random.pick(["*", "", `http://elsewhere.test${path}`, "/".repeat(500), `/${"a".repeat(9000)}`]);
  return path + random.pick(queries);
}

function hostLines(random: Random): string[] {
  if (random.chance(0.9)) return ["Host: service.test"];
  return random.pick([
    [],
    ["Host: "],
    ["Host: a/b?c"],
    ["Host: u@x"],
    ["Host: a", "Host: b"],
    ["Host: [::1"],
    ["Host: \xff"],
  ]);
}

function keyLines(random: Random, key: string): string[] {
  if (random.chance(0.8)) return [`x-api-key: ${key}`];
  return random.pick([
    [],
    ["x-api-key: wrong"],
    [`x-api-key: ${key}`, `x-api-key: ${key}`],
    ["x-api-key:"],
    ["x-api-key: \xff\xfe"],
  ]);
}

function bodyLines(random: Random, body: string): string[] {
  const type = `Content-Type: ${random.pick(types)}`;
  const length = `Content-Length: ${body.length}`;
  if (random.chance(0.75)) return [type, length];
  if (random.chance(0.5)) return [type, "Transfer-Encoding: chunked"];
  return [
    type,
    ...random.pick([
      [],
      [length, length],
      [length, "Transfer-Encoding: chunked"],
      ["Content-Length: -1"],
      ["Content-Length: 99999999999999999999"],
      ["Content-Length: 0x10"],
      [`Content-Length: ${body.length + 10}`],
      [`Content-Length: ${Math.max(0, body.length - 3)}`],
      ["Content-Length: 20000000"],
      ["Transfer-Encoding: gzip"],
      ["Transfer-Encoding: chunked, identity"],
      ["Content-Encoding: gzip", length],
    ]),
  ];
}

function oddLines(random: Random): string[] {
  if (random.chance(0.6)) return [];
  return random.pick([
    ["Connection: close"],
    [
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      "Sec-WebSocket-Version: 13",
    ],
    ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"],
    ["Expect: 100-continue"],
    ["Expect: something"],
    ["Cookie: a=%E0%A4%A; __proto__=1; =; ;"],
    ["Range: bytes=0-0,5-1"],
    ["If-None-Match: *", "If-Modified-Since: never"],
    ["X-Request-Id: \xff\xfe", "X-Request-Id: b"],
    [
      `X-Forwarded-For: ${"1.1.1.1,".repeat(500)}`,
      "X-Forwarded-Proto: gopher",
      "X-Forwarded-Host: evil.test",
    ],
    ["X-HTTP-Method-Override: DELETE"],
    ["no colon here"],
    [": no name"],
    [" folded: line"],
    ["x-odd: a\0b"],
    [`x-long: ${"l".repeat(random.pick([1000, 9000, 20_000]))}`],
    Array.from({ length: random.pick([50, 99, 250]) }, (_, index) => `x-${index}: y`),
  ]);
}

function bodyOf(random: Random): string {
  const kind = random.next();
  if (kind < 0.35) return JSON.stringify(report(random));
  if (kind < 0.5) {
    const odd = Object.fromEntries(
      members.filter(() => random.chance(0.3)).map((name) => [name, random.pick(values)]),
    );
    return inBytes(JSON.stringify(odd));
  }
  if (kind < 0.6)
    return JSON.stringify({
      reports: Array.from({ length: random.pick([1, 3, 101]) }, () => report(random)),
    });
  if (kind < 0.75) return form(random);
  if (kind < 0.85) return damaged(random, JSON.stringify(report(random)));
  return random.pick([
    "",
    "{",
    "null",
    "[]",
    '"text"',
    "\xff\xfe\x00",
    '{"report_id":"\\ud800"}',
    "[".repeat(10_000),
    '{"a":'.repeat(5000),
    `{"report_id":${"9".repeat(5000)}}`,
    "x".repeat(1_100_000),
    `{"__proto__":{"deliver":true},"deliver":false}`,
  ]);
}

function report(random: Random): object {
  return {
    report_id: random.int(1, 50),
    user_id: random.chance(0.9) ? 7 : random.pick(values),
    s3_url: random.pick(addresses),
    ...(random.chance(0.2) ? { environment: random.pick(values) } : {}),
  };
}

function form(random: Random): string {
  const part = (name: string, content: string): string =>
    `--b${newline}Content-Disposition: form-data; name="${name}"; filename="a.png"${newline}Content-Type: image/png${newline}${newline}${content}${newline}`;
  const parts = Array.from({ length: random.int(0, 3) }, () =>
    part(random.pick(["file", "", "__proto__", 'f"']), "5000 steps"),
  );
  const end = random.pick([`--b--${newline}`, "--b", "", `--b--${newline}more`]);
  const whole = parts.join("") + end;
  return random.chance(0.3) ? damaged(random, whole) : whole;
}

function chunked(random: Random, body: string): string {
  if (random.chance(0.7))
    return `${body.length.toString(16)}${newline}${body}${newline}0${newline}${newline}`;
  const size = random.pick(["zz", "-1", "FFFFFFFFFFFFFFFFF", "", "3;ext=1", "0"]);
  return `${size}${newline}${body}${newline}${random.pick([`0${newline}${newline}`, "", "0\n\n"])}`;
}

/** Some bytes left out, doubled, or replaced. */
function damaged(random: Random, text: string): string {
  let result = text;
  for (let count = random.int(1, 4); count > 0; count--) {
    const at = random.int(0, result.length);
    const gap = random.int(0, 3);
    const replacement = random.chance(0.5) ? random.pick(noise) : String.fromCharCode(random.int(0, 255));
    result = result.slice(0, at) + (random.chance(0.3) ? "" : replacement) + result.slice(at + gap);
  }
  return result;
}

/** JSON's characters beyond ASCII as the bytes that UTF-8 has for them, a character for each. */
function inBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
