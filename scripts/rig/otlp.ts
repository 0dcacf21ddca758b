/** A span as it came over the wire. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly id: string;
  /** Empty for the first one of its trace. */
  readonly parentId: string;
  readonly name: string;
  /** As OTLP counts them: 1 internal, 2 server, 3 client. */
  readonly kind: number;
  /** Nanoseconds since 1970. */
  readonly from: bigint;
  readonly until: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** What is said of a span that failed; `null` of others. */
  readonly error: string | null;
  /** What the resource is that it came from. */
  readonly resource: Readonly<Record<string, unknown>>;
}

/**
 * Reads an `ExportTraceServiceRequest` by the numbers of its fields (opentelemetry-proto 1, trace.proto), and with nothing of
 * what wrote it. Throws where it is no protobuf.
 */
export function spansIn(bytes: Uint8Array): ReceivedSpan[] {
  return all(fieldsOf(bytes), 1).flatMap((part) => {
    const ofResource = fieldsOf(part);
    const resource = attributesOf(all(fieldsOf(all(ofResource, 1)[0] ?? new Uint8Array()), 1));
    return all(ofResource, 2).flatMap((scope) =>
      all(fieldsOf(scope), 2).map((span) => spanOf(span, resource)),
    );
  });
}

function spanOf(bytes: Uint8Array, resource: ReceivedSpan["resource"]): ReceivedSpan {
  const fields = fieldsOf(bytes);
  const hex = (number: number): string => (all(fields, number)[0] ?? new Uint8Array()).toHex();
  const status = fieldsOf(all(fields, 15)[0] ?? new Uint8Array());
  return {
    traceId: hex(1),
    id: hex(2),
    parentId: hex(4),
    name: textOf(all(fields, 5)[0]),
    kind: Number(value(fields, 6)),
    from: value(fields, 7),
    until: value(fields, 8),
    attributes: attributesOf(all(fields, 9)),
    error: value(status, 3) === 2n ? textOf(all(status, 2)[0]) : null,
    resource,
  };
}

function attributesOf(pairs: readonly Uint8Array[]): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const fields = fieldsOf(pair);
      const [anything] = fieldsOf(all(fields, 2)[0] ?? new Uint8Array());
      return [textOf(all(fields, 1)[0]), anyValue(anything)];
    }),
  );
}

/** Texts, truths and whole numbers, which are all that we send. */
function anyValue(field: Field | undefined): unknown {
  if (field === undefined) return null;
  if (field.value instanceof Uint8Array) return textOf(field.value);
  return field.number === 2 ? field.value !== 0n : Number(field.value);
}

interface Field {
  readonly number: number;
  /** Bytes, or a number. */
  readonly value: Uint8Array | bigint;
}

function fieldsOf(bytes: Uint8Array): Field[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let result = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = view.getUint8(at++);
      result |= BigInt(byte & 127) << shift;
      if (byte < 128) return result;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = tag >> 3;
    switch (tag & 7) {
      case 0:
        fields.push({ number, value: varint() });
        break;
      case 1:
        fields.push({ number, value: view.getBigUint64(at, true) });
        at += 8;
        break;
      case 2: {
        const length = Number(varint());
        if (at + length > bytes.length) throw new Error("a field is longer than its message");
        fields.push({ number, value: bytes.subarray(at, at + length) });
        at += length;
        break;
      }
      case 5:
        fields.push({ number, value: BigInt(view.getUint32(at, true)) });
        at += 4;
        break;
      default:
        throw new Error(`there is no type ${tag & 7} of fields`);
    }
  }
  return fields;
}

function all(fields: readonly Field[], number: number): Uint8Array[] {
  return fields
    .filter((field) => field.number === number)
    .map(({ value: bytes }) => {
      if (!(bytes instanceof Uint8Array)) throw new Error(`field ${number} holds no bytes`);
      return bytes;
    });
}

function value(fields: readonly Field[], number: number): bigint {
  const found = fields.find((field) => field.number === number)?.value;
  return typeof found === "bigint" ? found : 0n;
}

function textOf(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes);
}
