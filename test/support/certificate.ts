import { generate } from "selfsigned";

const made = await generate([{ name: "commonName", value: "localhost" }], {
  keyType: "ec",
  extensions: [
    { name: "basicConstraints", cA: true },
    {
      name: "subjectAltName",
      altNames: [
        { type: 2, value: "localhost" },
        { type: 2, value: "pictures.example" },
        { type: 7, ip: "127.0.0.1" },
      ],
    },
  ],
});

/** A certificate for this machine, signed by itself, and its key: new with every run, and trusted by nobody. */
export const certificate = { cert: made.cert, key: made.private };
