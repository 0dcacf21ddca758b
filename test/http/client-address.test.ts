import { describe, expect, test } from "bun:test";
import { countedAddress, TrustedProxies } from "../../src/http/client-address.ts";
import { forManyRandoms } from "../support/random.ts";

const proxies = new TrustedProxies(["10.0.0.0/8", "192.0.2.7", "2001:db8:1::/48", "::1"]);
const clientOf = (neighbour: string, forwardedFor: string | null = null): string =>
  proxies.clientOf(neighbour, forwardedFor);

describe("the client's address", () => {
  test("is the neighbour's where it is no proxy that is trusted, whatever it says of others", () => {
    expect(clientOf("203.0.113.9")).toBe("203.0.113.9");
    expect(clientOf("203.0.113.9", "198.51.100.1")).toBe("203.0.113.9");
    expect(clientOf("192.0.2.8", "10.0.0.1")).toBe("192.0.2.8");
    expect(new TrustedProxies([]).clientOf("127.0.0.1", "198.51.100.1")).toBe("127.0.0.1");
  });

  test.each([
    ["the one that the proxy names", "198.51.100.1", "198.51.100.1"],
    ["the last one that is no proxy of ours", "6.6.6.6, 198.51.100.1, 10.1.1.1", "198.51.100.1"],
    ["the first one where all are proxies of ours", "10.3.3.3,10.2.2.2", "10.3.3.3"],
    ["the proxy's where there is no header", null, "10.0.0.1"],
    ["the proxy's where the header is empty", "", "10.0.0.1"],
    ["the proxy's before what is no address", "198.51.100.1, unknown", "10.0.0.1"],
    ["the last proxy's before what is no address", "6.6.6.6, nonsense, 10.4.4.4", "10.4.4.4"],
    ["the proxy's before an empty entry", "198.51.100.1,,", "10.0.0.1"],
    ["without its port", "198.51.100.1:4711", "198.51.100.1"],
    ["without brackets and port", "[2001:db8:9::1]:4711", "2001:db8:9::1"],
    ["without brackets", "[2001:db8:9::1]", "2001:db8:9::1"],
    ["without a zone", "fe80::1%eth0", "fe80::1"],
    ["written in one way", "2001:DB8:0009:0:0:0:0:1", "2001:db8:9::1"],
    ["IPv4 where it is mapped into IPv6", "::ffff:198.51.100.1", "198.51.100.1"],
    ["IPv4 where it is mapped in hexadecimal", "[::ffff:c633:6401]:80", "198.51.100.1"],
    ["nothing that only C takes for an address", "0x7f.1", "10.0.0.1"],
    ["nothing with a number too large", "198.51.100.256", "10.0.0.1"],
    ["nothing with zeros before it", "198.051.100.1", "10.0.0.1"],
  ])("behind a proxy is %s", (_what, header, client) => {
    expect(clientOf("10.0.0.1", header)).toBe(client);
  });

  test("is the same whether the proxy speaks IPv4 or IPv4 in IPv6", () => {
    expect(clientOf("::ffff:10.0.0.1", "198.51.100.1")).toBe("198.51.100.1");
    expect(clientOf("::ffff:203.0.113.9", "198.51.100.1")).toBe("203.0.113.9");
    expect(new TrustedProxies(["::ffff:10.0.0.0/104"]).clientOf("10.9.9.9", "1.1.1.1")).toBe("1.1.1.1");
    expect(new TrustedProxies(["::ffff:10.0.0.1"]).clientOf("10.0.0.1", "1.1.1.1")).toBe("1.1.1.1");
  });

  test("goes through proxies that speak IPv6", () => {
    expect(clientOf("2001:db8:1::5", "198.51.100.1, ::1")).toBe("198.51.100.1");
    expect(clientOf("2001:db8:2::5", "198.51.100.1")).toBe("2001:db8:2::5");
  });

  test("is looked for in no more entries than a request can have passed proxies", () => {
    const long = `198.51.100.1,${Array.from({ length: 100_000 }, () => "10.0.0.2").join(",")}`;
    expect(clientOf("10.0.0.1", long)).toBe("10.0.0.2");
  });

  test("never comes from what a client wrote, however it looks", async () => {
    const noise = [
      "1.1.1.1",
      "::1",
      "10.0.0.1",
      "",
      " ",
      "x",
      "[",
      "]:",
      ",",
      ":",
      "%",
      "\t",
      "١.1.1.1",
      ";",
    ];
    await forManyRandoms((random) => {
      const forged = Array.from({ length: random.int(0, 8) }, () => random.pick(noise)).join(
        random.pick([",", ", ", ""]),
      );
      // The proxy adds whom it heard it from to whatever was there.
      expect(clientOf("10.0.0.1", `${forged}, 198.51.100.1`)).toBe("198.51.100.1");
      expect(clientOf("203.0.113.9", forged)).toBe("203.0.113.9");
    });
  });
});

test("reports are counted by an IPv4 address and by the /64 of an IPv6 one", () => {
  expect(countedAddress("198.51.100.1")).toBe("198.51.100.1");
  expect(countedAddress("2001:db8:9:7::1")).toBe(countedAddress("2001:db8:9:7:ffff::2"));
  expect(countedAddress("2001:db8:9:7::1")).not.toBe(countedAddress("2001:db8:9:8::1"));
  expect(countedAddress("unknown")).toBe("unknown");
});
