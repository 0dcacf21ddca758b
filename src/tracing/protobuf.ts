/** What stands before a field's value: how long it is, or where it ends. */
const [wireVarint, wireFixed64, wireLength, wireFixed32] = [0, 1, 2, 5];
/** The longest a field's number or a varint gets here, in bytes: whole numbers stay below 2^53. */
const longestVarint = 8;

/**
 * Writes one message of Protocol Buffers, field by field (https://protobuf.dev/programming-guides/encoding). Grows as it must. A message
 * within it is what is written between `begin` and `end`.
 */
export class ProtobufWriter {
  #bytes: Buffer;
  #at = 0;

  /** `room`: how many bytes it will be, about. */
  constructor(room: number) {
    this.#bytes = Buffer.allocUnsafe(Math.max(64, room));
  }

  /** Begins a message within; gives back what `end` is to be told. */
  begin(field: number): number {
    this.#tag(field, wireLength);
    return this.#at++;
  }

  /** Ends the message that began there. Most are short: only where its length takes more than one byte what is in it moves. */
  end(from: number): void {
    const length = this.#at - from - 1;
    if (length < 128) {
      this.#bytes[from] = length;
      return;
    }
    const more = varintBytes(length) - 1;
    this.#reserve(more);
    this.#bytes.copyWithin(from + 1 + more, from + 1, this.#at);
    this.#at = from;
    this.#varint(length);
    this.#at += length;
  }

  text(field: number, text: string): void {
    const from = this.begin(field);
    this.#reserve(3 * text.length);
    this.#at += this.#bytes.write(text, this.#at);
    this.end(from);
  }

  /** Bytes that are at hand as hexadecimal digits. */
  hex(field: number, digits: string): void {
    const from = this.begin(field);
    this.#reserve(digits.length);
    this.#at += this.#bytes.write(digits, this.#at, "hex");
    this.end(from);
  }

  /** A whole number from 0 to 2^53 - 1. */
  whole(field: number, value: number): void {
    this.#tag(field, wireVarint);
    this.#varint(value);
  }

  double(field: number, value: number): void {
    this.#tag(field, wireFixed64);
    this.#at = this.#bytes.writeDoubleLE(value, this.#at);
  }

  fixed32(field: number, value: number): void {
    this.#tag(field, wireFixed32);
    this.#at = this.#bytes.writeUInt32LE(value, this.#at);
  }

  /** `high` times 2^32 and `low`, both from 0 to 2^32 - 1. */
  fixed64(field: number, high: number, low: number): void {
    this.#tag(field, wireFixed64);
    this.#at = this.#bytes.writeUInt32LE(low, this.#at);
    this.#at = this.#bytes.writeUInt32LE(high, this.#at);
  }

  /** All that was written. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  /** Makes room for the value as well, unless that is a text. */
  #tag(field: number, wire: number): void {
    this.#reserve(2 * longestVarint);
    this.#varint(8 * field + wire);
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#bytes[this.#at++] = 128 + (rest % 128);
    this.#bytes[this.#at++] = rest;
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return;
    const more = Buffer.allocUnsafe(2 * (this.#at + bytes));
    this.#bytes.copy(more, 0, 0, this.#at);
    this.#bytes = more;
  }
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}
