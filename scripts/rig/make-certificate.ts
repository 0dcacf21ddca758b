import { generate } from "selfsigned";

const dayMs = 86_400_000;

/** A certificate for this machine, signed by itself, and its key: trusted by nobody. `days` may have passed. */
export async function makeCertificate({ name = "localhost", days = 365 } = {}): Promise<{
  readonly cert: string;
  readonly key: string;
}> {
  const notAfterDate = new Date(Date.now() + days * dayMs);
  const made = await generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    notBeforeDate: new Date(notAfterDate.getTime() - 400 * dayMs),
    notAfterDate,
    extensions: [
      { name: "basicConstraints", cA: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: name },
          { type: 2, value: "pictures.example" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}
