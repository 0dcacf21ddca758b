import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { TCPSocketListener } from "bun";
import { AddressGuard } from "../../src/images/address-guard.ts";
import { fetchPicture } from "../../src/images/fetch-picture.ts";
import { DnsServer } from "../support/dns-server.ts";
import { failureOf } from "../support/failure.ts";

const limits = { timeoutSeconds: 30, mostMegabytes: 1 };
/** An address that the guard of these tests takes for a public one, so that nobody outside is bothered. */
const standIn = "127.0.0.3";

/** Listens on all addresses of this machine but the stand-in, and counts who connects. */
let victim: TCPSocketListener;
let server: TCPSocketListener;
let connections = 0;

beforeAll(() => {
  victim = Bun.listen({
    hostname: "::",
    port: 0,
    socket: { open: () => void connections++, data: (socket) => void socket.end() },
  });
  server = Bun.listen({
    hostname: standIn,
    port: 0,
    socket: {
      data: (socket) =>
        void socket.end("HTTP/1.1 200 OK\r\ncontent-length: 7\r\nconnection: close\r\n\r\npicture"),
    },
  });
});
afterAll(() => {
  victim.stop(true);
  server.stop(true);
});
beforeEach(() => {
  connections = 0;
});

/** Loads from a host whose names this server resolves. */
async function load(dns: DnsServer, host: string, port = victim.port): Promise<string> {
  const guard = new AddressGuard({ allowedNetworks: [`${standIn}/32`], resolve: dns.resolve });
  return new TextDecoder().decode(
    (await fetchPicture(`http://${host}:${port}/a.png`, { limits, guard })).bytes,
  );
}

describe("a name that leads to a forbidden address is refused, and nothing connects", () => {
  test.each([
    // This machine.
    "127.0.0.1",
    "127.0.0.2",
    "127.1.2.3",
    "127.255.255.254",
    "0.0.0.0",
    "0.0.0.1",
    "0.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:0.0.0.0",
    "::ffff:127.255.255.254",
    "::127.0.0.1",
    "::7f00:1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::0.0.0.0",
    "64:ff9b:1::127.0.0.1",
    "64:ff9b:1::808:808",
    "64:ff9b:1:ffff:ffff:ffff:808:808",
    "2002:7f00:1::",
    "2002:7f00:1::1",
    "2002:808:808::1",
    "2001:0:7f00:1::",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
    // Private networks.
    "10.0.0.0",
    "10.0.0.1",
    "10.255.255.255",
    "172.16.0.1",
    "172.20.10.5",
    "172.31.255.255",
    "192.168.0.1",
    "192.168.255.255",
    "fc00::1",
    "fcff:ffff::1",
    "fd00::1",
    "fdff:ffff::1",
    "::ffff:10.0.0.1",
    "::ffff:172.16.0.1",
    "::ffff:192.168.1.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::192.168.1.1",
    "2002:a00:1::1",
    "2002:c0a8:101::1",
    // Between a provider and its customers.
    "100.64.0.0",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "::ffff:100.64.0.1",
    "64:ff9b::100.64.0.1",
    // A network cable's other end, and the machines of clouds that answer there.
    "169.254.0.1",
    "169.254.169.254",
    "169.254.170.2",
    "169.254.255.255",
    "168.63.129.16",
    "192.0.0.192",
    "fe80::1",
    "fe80::a9fe:a9fe",
    "febf:ffff::1",
    "fec0::1",
    "fd00:ec2::254",
    "::ffff:169.254.169.254",
    "::ffff:168.63.129.16",
    "64:ff9b::169.254.169.254",
    "64:ff9b::168.63.129.16",
    "2002:a9fe:a9fe::1",
    // Many machines at once.
    "224.0.0.1",
    "224.0.0.251",
    "232.1.1.1",
    "239.255.255.250",
    "255.255.255.255",
    "ff01::1",
    "ff02::1",
    "ff02::fb",
    "ff0e::1",
    "::ffff:224.0.0.1",
    "64:ff9b::255.255.255.255",
    // Documentation, measurements, reserved for later, and what nobody has.
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "240.0.0.1",
    "254.255.255.255",
    "::2",
    "100::1",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "e000::1",
  ])("%s", async (address) => {
    const dns = await DnsServer.open();
    dns.lead("pictures.example", [address]);
    const failure = await failureOf(() => load(dns, "pictures.example"));
    expect(failure.code).toBe("URL_FORBIDDEN");
    expect(failure.message).not.toContain(address);
    expect(dns.asked).toEqual(["A pictures.example", "AAAA pictures.example"]);
    expect(connections).toBe(0);
  });
});

describe("a literal address is refused without a question to anybody", () => {
  test.each([
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "017700000001",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "0177.0x0.0.1",
    "127.0.0.1.",
    "127。0.0。1",
    "127．0．0．1",
    "127｡0｡0｡1",
    "①②⑦.0.0.1",
    "%6c%6f%63alhost",
    "0",
    "0x0",
    "0.0.0.0",
    "[::]",
    "[::1]",
    "[0000::0001]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "169.254.169.254",
    "0xa9.0xfe.0xa9.0xfe",
    "0251.0376.0251.0376",
    "2852039166",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "10.1",
    "0xa000001",
    "192.168.257",
    "100.64.1",
    "224.1",
  ])("%s", async (host) => {
    const dns = await DnsServer.open();
    // Whoever took a spelling for a name would ask for it, and be led here.
    dns.lead("localhost", ["127.0.0.1"]);
    const failure = await failureOf(() => load(dns, host));
    expect(failure.code).toBe("URL_FORBIDDEN");
    expect(dns.asked.filter((question) => !question.endsWith(" localhost"))).toEqual([]);
    expect(connections).toBe(0);
  });

  test.each(["[fe80::1%25eth0]", "[::1%25lo]", "[::1%lo]", "127.0.0.256", "0x7f.0.0.0.1", "1.2.3.4.5"])(
    "or is none at all: %s",
    async (host) => {
      const dns = await DnsServer.open();
      const failure = await failureOf(() => load(dns, host));
      expect(failure.code).toBe("URL_INVALID");
      expect(dns.asked).toEqual([]);
      expect(connections).toBe(0);
    },
  );
});

describe("a name that leads elsewhere at each question", () => {
  test("is asked for once: what was checked is what is connected to", async () => {
    const dns = await DnsServer.open();
    dns.lead("rebind.example", [standIn], ["127.0.0.1"]);
    expect(await load(dns, "rebind.example", server.port)).toBe("picture");
    expect(dns.asked).toEqual(["A rebind.example", "AAAA rebind.example"]);
    // The next picture is another question, whose answer is checked anew.
    expect((await failureOf(() => load(dns, "rebind.example"))).code).toBe("URL_FORBIDDEN");
    expect(connections).toBe(0);
  });

  test("is refused as soon as its answer is this machine, after a public one that was allowed", async () => {
    const dns = await DnsServer.open();
    dns.lead("rebind.example", ["93.184.215.14"], ["127.0.0.1"]);
    const guard = new AddressGuard({ resolve: dns.resolve });
    const url = new URL(`http://rebind.example:${victim.port}/`);
    expect(await guard.check(url)).toEqual([{ address: "93.184.215.14", family: 4 }]);
    expect((await failureOf(() => guard.check(url))).code).toBe("URL_FORBIDDEN");
    expect(connections).toBe(0);
  });

  test("is checked again where a redirect comes back to it", async () => {
    const dns = await DnsServer.open();
    using leading = Bun.listen({
      hostname: standIn,
      port: 0,
      socket: {
        data: (socket) =>
          void socket.end(
            `HTTP/1.1 302 Found\r\nlocation: http://rebind.example:${victim.port}/\r\ncontent-length: 0\r\n\r\n`,
          ),
      },
    });
    dns.lead("rebind.example", [standIn], ["127.0.0.1"]);
    expect((await failureOf(() => load(dns, "rebind.example", leading.port))).code).toBe("URL_FORBIDDEN");
    expect(dns.asked.filter((question) => question.startsWith("A "))).toHaveLength(2);
    expect(connections).toBe(0);
  });

  test.each([
    [[standIn, "127.0.0.1"]],
    [["127.0.0.1", standIn]],
    [[standIn, "::1"]],
    [[standIn, "::ffff:127.0.0.1"]],
    [[standIn, "10.0.0.1", "2606:2800:21f::1"]],
  ])("or has one bad address among good ones is refused: %p", async (addresses) => {
    const dns = await DnsServer.open();
    dns.lead("mixed.example", addresses);
    expect((await failureOf(() => load(dns, "mixed.example", server.port))).code).toBe("URL_FORBIDDEN");
    expect(connections).toBe(0);
  });
});
