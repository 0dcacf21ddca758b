import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { TCPSocketListener } from "bun";
import { AddressGuard, type ResolvedAddress } from "../../src/images/address-guard.ts";
import { fetchPicture } from "../../src/images/fetch-picture.ts";
import { certificate } from "../support/certificate.ts";
import { cleanUp } from "../support/clean-up.ts";
import { failureOf } from "../support/failure.ts";

const limits = { timeoutSeconds: 30, mostMegabytes: 1 };
const answer = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: close\r\n\r\n";

/** Listens on all addresses of this machine, and counts who connects. */
let listener: TCPSocketListener;
let connections = 0;
let asked = "";

beforeAll(() => {
  listener = Bun.listen({
    hostname: "::",
    port: 0,
    socket: {
      open: () => void connections++,
      data(socket, data) {
        asked = data.toString();
        socket.end(`${answer}here`);
      },
    },
  });
});
afterAll(() => listener.stop(true));
beforeEach(() => {
  connections = 0;
});

/** Ways to name this machine, its networks and what is nobody's. */
const forbidden = [
  // The loopback address, as people and attackers write it.
  "127.0.0.1",
  "127.0.0.1.",
  "127.1",
  "127.0.1",
  "127.255.255.254",
  "2130706433",
  "0x7f000001",
  "0x7f.1",
  "0x7F.0x0.0x0.0x1",
  "0177.0.0.1",
  "0177.0.0.01",
  "017700000001",
  "%31%32%37.0.0.1",
  "127%2e0%2e0%2e1",
  "127。0。0。1",
  "①②⑦.⓪.⓪.①",
  "127.000.000.001",
  "0177.0.0.0x1",
  "0x7f.0.1",
  "127.0x000001",
  "0x7f000001.",
  "\u0031\u0032\u0037.0.0.1",
  "１２７.0.0.1",
  "127．0．0．1",
  "127｡0｡0｡1",
  "localhost",
  "LOCALHOST",
  "ｌｏｃａｌｈｏｓｔ",
  "localhost.",
  // Other addresses that lead here.
  "0",
  "0.0.0.0",
  "0x0",
  "[::]",
  "[::1]",
  "[0:0:0:0:0:0:0:1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[0:0:0:0:0:ffff:127.0.0.1]",
  "[::127.0.0.1]",
  "[::FFFF:7F00:0001]",
  "[::7f00:1]",
  "[::ffff:0:127.0.0.1]",
  "[64:ff9b::127.0.0.1]",
  "[64:ff9b::7f00:1]",
  "[64:ff9b:1::7f00:1]",
  "[2002:7f00:1::]",
  "[2002:a9fe:a9fe::1]",
  "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
  // Clouds' metadata.
  "169.254.169.254",
  "0xa9fea9fe",
  "2852039166",
  "[::ffff:169.254.169.254]",
  "[64:ff9b::a9fe:a9fe]",
  "0251.0376.0251.0376",
  "[::ffff:a9fe:a9fe]",
  "[2001:0:a9fe:a9fe::1]",
  "[fd00:ec2::254]",
  "100.100.100.200",
  "192.0.0.192",
  "168.63.129.16",
  // Private and shared networks.
  "10.0.0.1",
  "10.255.255.255",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "100.64.0.1",
  "[fc00::1]",
  "[fd12:3456::1]",
  "[fe80::1]",
  "[fec0::1]",
  // Nobody's.
  "192.0.2.1",
  "198.18.0.1",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "239.255.255.255",
  "240.0.0.1",
  "255.255.255.255",
  "[ff02::1]",
  "[2001:db8::1]",
  "[3fff::1]",
  "[100::1]",
  "[5f00::1]",
  "[4000::1]",
] as const;

const load = async (address: string, guard: AddressGuard): Promise<string> =>
  new TextDecoder().decode((await fetchPicture(address, { limits, guard })).bytes);

/** A guard whose resolver gives these addresses for every name, whatever the name is. */
function resolving(addresses: readonly string[], settings: { allowedNetworks?: readonly string[] } = {}) {
  const resolve = async (): Promise<ResolvedAddress[]> =>
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  return new AddressGuard({ ...settings, resolve });
}

describe("an address of this machine or its networks is refused, and nothing connects", () => {
  test.each(forbidden)("%s", async (host) => {
    const address = `http://${host}:${listener.port}/a.png`;
    const failure = await failureOf(() => load(address, new AddressGuard()));
    expect(failure.code).toBe("URL_FORBIDDEN");
    expect(failure.message).toContain("its host is not on the public internet");
    expect(connections).toBe(0);
  });

  test("in all of eighty spellings and more", () => {
    expect(new Set(forbidden).size).toBeGreaterThanOrEqual(80);
  });

  test("but would connect without the guard", async () => {
    await fetchPicture(`http://0x7f.1:${listener.port}/`, { limits, guard: null });
    expect(connections).toBe(1);
  });
});

describe("an address is refused", () => {
  test.each([
    ["ftp://example.org/a.png", "only http and https addresses are"],
    ["file:///etc/passwd", "only http and https addresses are"],
    ["data:image/png;base64,AAAA", "only http and https addresses are"],
    ["http://me@example.org/a.png", "it holds a name or password"],
    ["http://:secret@example.org/a.png", "it holds a name or password"],
    ["http://example.org:80@127.0.0.1/a.png", "it holds a name or password"],
    ["http:\\\\me:secret@example.org\\a.png", "it holds a name or password"],
  ])("for its form: %s", async (address, why) => {
    const failure = await failureOf(() => load(address, resolving(["127.0.0.1"])));
    expect(failure.code).toBe("URL_FORBIDDEN");
    expect(failure.message).toContain(`may not be fetched: ${why}`);
    expect(failure.message).not.toContain("secret");
  });

  test("when one of its name's addresses is private, wherever in the answer it stands", async () => {
    for (const addresses of [
      ["93.184.215.14", "127.0.0.1"],
      ["2606:2800:21f::1", "::1"],
      ["10.0.0.1", "93.184.215.14"],
    ]) {
      const failure = await failureOf(() =>
        load(`http://pictures.example:${listener.port}/`, resolving(addresses)),
      );
      expect(failure.code).toBe("URL_FORBIDDEN");
      for (const address of addresses) expect(failure.message).not.toContain(address);
    }
    expect(connections).toBe(0);
  });

  test("with a failure that may be tried again when its name has no address", async () => {
    for (const guard of [resolving([]), new AddressGuard()]) {
      const failure = await failureOf(() => load("http://nowhere.invalid/a.png", guard));
      expect(failure.code).toBe("DOWNLOAD_FAILED");
      expect(failure.message).toContain("its host has no address");
    }
  });

  test("when its resolver takes too long", async () => {
    const guard = new AddressGuard({ resolve: () => new Promise(() => {}) });
    const within = { timeoutSeconds: 0.05, mostMegabytes: 1 };
    const failure = await failureOf(() => fetchPicture("http://slow.example/", { limits: within, guard }));
    expect(failure.code).toBe("DOWNLOAD_TIMEOUT");
  });
});

describe("a redirect is checked like the address itself", () => {
  const here = { allowedNetworks: ["127.0.0.2"] };

  test.each(["http://127.0.0.1:PORT/", "//127.0.0.1:PORT/", "http://[::1]:PORT/", "http://169.254.169.254/"])(
    "and refused into private space: %s",
    async (location) => {
      using server = Bun.serve({
        hostname: "127.0.0.2",
        port: 0,
        fetch: () =>
          new Response(null, {
            status: 302,
            headers: { location: location.replace("PORT", String(listener.port)) },
          }),
      });
      const failure = await failureOf(() => load(`http://127.0.0.2:${server.port}/`, new AddressGuard(here)));
      expect(failure.code).toBe("URL_FORBIDDEN");
      expect(connections).toBe(0);
    },
  );

  test("and followed where it may be", async () => {
    using server = Bun.serve({
      hostname: "127.0.0.2",
      port: 0,
      fetch: () =>
        new Response(null, {
          status: 302,
          headers: { location: `http://127.0.0.1:${listener.port}/b?c=%2F` },
        }),
    });
    const guard = new AddressGuard({ allowedNetworks: ["127.0.0.0/8"] });
    expect(await load(`http://127.0.0.2:${server.port}/`, guard)).toBe("here");
    expect(asked).toStartWith("GET /b?c=%2F HTTP/1.1");
  });
});

describe("over https", () => {
  const guard = resolving(["127.0.0.1"], { allowedNetworks: ["127.0.0.0/8"] });
  const secure = (respond: () => Response) =>
    Bun.serve({ hostname: "127.0.0.1", port: 0, tls: certificate, fetch: respond });

  test("the server has to prove the name, although its address is connected to", async () => {
    using server = secure(() => new Response("here"));
    const failure = await failureOf(() => load(`https://pictures.example:${server.port}/`, guard));
    expect(failure.code).toBe("DOWNLOAD_FAILED");
    trustEverybody();
    expect(await load(`https://pictures.example:${server.port}/`, guard)).toBe("here");
  });

  test("a redirect that gives up encryption is not followed", async () => {
    trustEverybody();
    using server = secure(() => Response.redirect(`http://127.0.0.1:${listener.port}/`, 302));
    const failure = await failureOf(() => load(`https://pictures.example:${server.port}/?secret`, guard));
    expect(failure.code).toBe("URL_FORBIDDEN");
    expect(failure.message).toContain("leads to an address without encryption");
    expect(failure.message).not.toContain("secret");
    expect(connections).toBe(0);
  });
});

/** Until the test is over. */
function trustEverybody(): void {
  process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
  cleanUp(() => void delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"]);
}

describe("the address that was checked is the one that is connected to", () => {
  test("whatever the name means a moment later", async () => {
    let calls = 0;
    // A name whose first answer is public, and every later one this machine.
    const guard = new AddressGuard({
      allowedNetworks: ["127.0.0.3/32"],
      resolve: async () => [{ address: calls++ === 0 ? "127.0.0.3" : "127.0.0.1", family: 4 }],
    });
    using decoy = Bun.listen({
      hostname: "127.0.0.3",
      port: 0,
      socket: { data: (socket) => void socket.end(`${answer}safe`) },
    });
    expect(await load(`http://localhost:${decoy.port}/`, guard)).toBe("safe");
    expect(calls).toBe(1);
    expect((await failureOf(() => load(`http://localhost:${listener.port}/`, guard))).code).toBe(
      "URL_FORBIDDEN",
    );
    expect(connections).toBe(0);
  });

  test("and the server is asked for the name", async () => {
    const guard = resolving(["127.0.0.1"], { allowedNetworks: ["127.0.0.0/8"] });
    expect(await load(`http://pictures.example:${listener.port}/`, guard)).toBe("here");
    expect(asked.toLowerCase()).toContain(`host: pictures.example:${listener.port}\r\n`);
  });

  test("or another one that was checked, when nobody answers there", async () => {
    const guard = resolving(["127.0.0.7", "127.0.0.1"], { allowedNetworks: ["127.0.0.0/8"] });
    using only = Bun.listen({
      hostname: "127.0.0.1",
      port: 0,
      socket: { data: (socket) => void socket.end(`${answer}well`) },
    });
    expect(await load(`http://pictures.example:${only.port}/`, guard)).toBe("well");
  });
});

describe("the settings", () => {
  const everywhere = ["127.0.0.0/8", "::1"];

  test.each([
    ["127.0.0.1", ["127.0.0.0/8"]],
    ["127.0.0.1", ["127.0.0.1"]],
    ["[::ffff:127.0.0.1]", ["127.0.0.1/32"]],
    ["[::1]", ["::1/128"]],
    ["localhost", everywhere],
  ])("may allow a private network: %s with %p", async (host, allowedNetworks) => {
    const guard = new AddressGuard({ allowedNetworks });
    expect(await load(`http://${host}:${listener.port}/`, guard)).toBe("here");
  });

  test.each(["pictures.example", "PICTURES.example.", "a.cdn.example", "a.b.cdn.example"])(
    "may name the only hosts that count, and %s is one",
    async (host) => {
      const guard = new AddressGuard({
        allowedHosts: ["Pictures.example", "*.cdn.example"],
        allowedNetworks: everywhere,
        resolve: async () => [{ address: "127.0.0.1", family: 4 }],
      });
      expect(await load(`http://${host}:${listener.port}/`, guard)).toBe("here");
    },
  );

  test.each(["cdn.example", "evilcdn.example", "a.pictures.example", "pictures.example.org", "127.0.0.1"])(
    "may name the only hosts that count, and %s is none",
    async (host) => {
      const guard = new AddressGuard({
        allowedHosts: ["pictures.example", "*.cdn.example"],
        allowedNetworks: everywhere,
        resolve: async () => [{ address: "127.0.0.1", family: 4 }],
      });
      const failure = await failureOf(() => load(`http://${host}:${listener.port}/`, guard));
      expect(failure.code).toBe("URL_FORBIDDEN");
      expect(failure.message).toContain("not among ALLOWED_IMAGE_HOSTS");
      expect(connections).toBe(0);
    },
  );

  test("allow no private network by naming a host in it", async () => {
    const guard = new AddressGuard({ allowedHosts: ["localhost"] });
    const failure = await failureOf(() => load(`http://localhost:${listener.port}/`, guard));
    expect(failure.code).toBe("URL_FORBIDDEN");
  });

  test.each(["10.0.0.0/33", "ten", "10", "", "10.0.0.0/8/8"])(
    "name no network that is none: %p",
    async (text) => {
      const failure = await failureOf(() => new AddressGuard({ allowedNetworks: [text] }));
      expect(failure.code).toBe("CONFIG_INVALID");
      expect(failure.message).toContain("Write it as in 10.20.0.0/16");
    },
  );
});

test.each(["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07::1", "64:ff9b::808:808", "::ffff:8.8.8.8"])(
  "a public address may be connected to: %s",
  async (address) => {
    const checked = await resolving([address]).check(new URL("https://pictures.example/"));
    expect(checked.map((each) => each.address)).toEqual([address]);
  },
);
