import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect, type TLSSocket } from "node:tls";
import { makeCertificate } from "../../scripts/rig/make-certificate.ts";
import { until } from "../../scripts/rig/processes.ts";
import { parseServiceConfig } from "../../src/config/service.ts";
import { Listener } from "../../src/http/listener.ts";
import { loadTls } from "../../src/http/tls.ts";
import { certificateFiles } from "../support/certificate.ts";
import { cleanUp } from "../support/clean-up.ts";
import { failureOf } from "../support/failure.ts";
import { quickService, service } from "../support/service.ts";
import { temporaryFolder } from "../support/temporary.ts";

const untrusted = { tls: { rejectUnauthorized: false } };

/** A connection with its handshake made. */
function connected(url: string): Promise<TLSSocket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () =>
      resolve(socket),
    );
    socket.on("error", reject);
    cleanUp(() => void socket.destroy());
  });
}

/** The name on the certificate that a new connection is shown. */
async function nameSeenAt(url: string): Promise<string> {
  const socket = await connected(url);
  const name = String(socket.getPeerCertificate().subject.CN);
  socket.destroy();
  return name;
}

describe("a service with a certificate", () => {
  test("speaks https, and tells browsers to come by nothing else", async () => {
    const { settings } = certificateFiles(await makeCertificate());
    const running = await quickService(settings).start();
    expect(running.url).toStartWith("https://");
    const answer = await running.fetch("/health", untrusted);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("strict-transport-security")).toBe("max-age=31536000");
    const plain = await fetch(running.url.replace("https", "http")).then(
      ({ status }) => status,
      () => "refused",
    );
    expect(plain).toBe("refused");
    running.signal("SIGTERM");
    expect(await running.ended()).toEqual({ code: 0, signal: null });
  });

  test("warns in the two weeks before its end", async () => {
    const { settings } = certificateFiles(await makeCertificate({ days: 13 }));
    const running = await quickService(settings).start();
    expect(running.logged("the certificate ends soon: put a new one in its place")).toHaveLength(1);
  });

  test("does not share its port with another one", async () => {
    const { settings } = certificateFiles(await makeCertificate());
    const first = await quickService(settings).start();
    const second = quickService({ ...settings, PORT: new URL(first.url).port });
    await second.start().catch(() => {});
    expect((await second.ended()).code).toBe(1);
    expect(second.errors).toContain("Nobody can listen on 127.0.0.1");
  });
});

describe("files that", () => {
  test("are no certificate, no key, no pair or too old, are refused with a sentence, and nothing of them is in it", async () => {
    const [one, other, old] = [
      await makeCertificate(),
      await makeCertificate(),
      await makeCertificate({ days: -1 }),
    ];
    for (const [files, sentence] of [
      [{ ...one, cert: "no certificate" }, /cert\.pem holds no certificate in PEM/],
      [{ ...one, key: "a secret that is no key" }, /key\.pem holds no private key in PEM/],
      [{ ...one, key: other.key }, /the key in .*key\.pem is not the one of the certificate/],
      [old, /was valid until \d{4}-\d\d-\d\d\. Put a new one there/],
    ] as const) {
      const { code, message } = await failureOf(async () => loadTls(certificateFiles(files)));
      expect(code).toBe("CONFIG_INVALID");
      expect(message).toMatch(sentence);
      expect(message).not.toContain("a secret");
    }
    const gone = { certFile: join(temporaryFolder(), "gone.pem"), keyFile: "gone.pem" };
    expect((await failureOf(async () => loadTls(gone))).message).toContain(
      "gone.pem cannot be read (ENOENT)",
    );
  });

  test("are one without the other are refused by name", () => {
    expect(() => parseServiceConfig({ TLS_KEY_FILE: "key.pem" })).toThrow(
      "TLS_CERT_FILE: must be set, because TLS_KEY_FILE is",
    );
    expect(() => parseServiceConfig({ TLS_CERT_FILE: "cert.pem" })).toThrow(
      "TLS_KEY_FILE: must be set, because TLS_CERT_FILE is",
    );
  });

  test("cannot be used keep a service from starting", async () => {
    const { settings } = certificateFiles({ cert: "no certificate", key: "no key" });
    const running = service(settings);
    await running.start().catch(() => {});
    expect((await running.ended()).code).toBe(2);
    expect(running.errors).toContain("holds no certificate in PEM");
  });
});

describe("a new certificate", () => {
  /** A listener with a certificate for one.test, whose answers wait for `answer`. */
  async function listening(watchMs = 3_600_000) {
    const files = certificateFiles(await makeCertificate({ name: "one.test" }));
    const { promise, resolve: answer } = Promise.withResolvers<void>();
    const log: string[] = [];
    const write = (_details: object, message: string): void => void log.push(message);
    let asked = 0;
    const listener = Listener.open({
      hostname: "127.0.0.1",
      port: 0,
      handler: async () => {
        asked++;
        await promise;
        return new Response("answered");
      },
      log: { debug: write, info: write, warn: write, error: write },
      tls: files,
      watchMs,
    });
    cleanUp(() => listener.hangUp());
    return { files, listener, answer, log, asked: () => asked };
  }

  test("is shown to new connections, and requests on old ones are answered", async () => {
    const { files, listener, answer, log, asked } = await listening();
    const { address } = listener;
    expect(await nameSeenAt(address)).toBe("one.test");
    const inFlight = fetch(address, untrusted).then((response) => response.text());
    await until("it is asked", () => asked() === 1);
    const quiet = await connected(address);
    const { cert, key } = await makeCertificate({ name: "two.test" });
    writeFileSync(files.certFile, cert);
    writeFileSync(files.keyFile, key);
    listener.prepareTls()();
    expect(listener.address).toBe(address);
    for (let times = 0; times < 20; times++) expect(await nameSeenAt(address)).toBe("two.test");
    expect(log).toEqual(["the certificate was read again"]);
    answer();
    expect(await inFlight).toBe("answered");
    // A connection from before, on which nothing was asked yet.
    const heard = Promise.withResolvers<string>();
    quiet.on("data", (bytes) => heard.resolve(String(bytes)));
    quiet.write("GET / HTTP/1.1\r\nHost: service.test\r\n\r\n");
    expect(await heard.promise).toStartWith("HTTP/1.1 200 OK");
    expect(await (await fetch(address, untrusted)).text()).toBe("answered");
  });

  test("that cannot be used, or is only half there yet, leaves the one before in use", async () => {
    const { files, listener, log } = await listening();
    writeFileSync(files.certFile, (await makeCertificate({ name: "two.test" })).cert);
    expect((await failureOf(() => listener.prepareTls())).message).toContain(
      "is not the one of the certificate",
    );
    expect(log).toEqual([]);
    expect(await nameSeenAt(listener.address)).toBe("one.test");
  });

  test("is found by itself when its files change", async () => {
    const { files, listener, log } = await listening(20);
    const { cert, key } = await makeCertificate({ name: "two.test" });
    // One after the other, as they are written.
    writeFileSync(files.certFile, cert);
    await until("it sees that they are no pair", () => log.length > 0);
    expect(await nameSeenAt(listener.address)).toBe("one.test");
    writeFileSync(files.keyFile, key);
    await until("it takes them", () => log.includes("the certificate was read again"));
    expect(await nameSeenAt(listener.address)).toBe("two.test");
  });

  test("can come as often as one likes", async () => {
    const { files, listener, answer } = await listening();
    answer();
    for (let times = 1; times <= 5; times++) {
      const { cert, key } = await makeCertificate({ name: `${times}.test` });
      writeFileSync(files.certFile, cert);
      writeFileSync(files.keyFile, key);
      listener.prepareTls()();
      expect(await nameSeenAt(listener.address)).toBe(`${times}.test`);
      expect(await (await fetch(listener.address, untrusted)).text()).toBe("answered");
    }
    await listener.stop();
    expect(await fetch(listener.address, untrusted).catch(() => "nobody")).toBe("nobody");
  });
});
