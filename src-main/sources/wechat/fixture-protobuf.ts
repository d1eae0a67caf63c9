// Protobuf wire format: https://protobuf.dev/programming-guides/encoding/.

/** A field of text, bytes or a message. */
export function field(key: number, value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([varint((key << 3) | 2), varint(bytes.length), bytes]);
}

/** A field of a number below 2^53. */
export function number(key: number, value: number): Buffer {
  return Buffer.concat([varint(key << 3), varint(value)]);
}

/** A field of a number with a decimal point, in four bytes. */
export function float(key: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([varint((key << 3) | 5), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 0x80) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 0x80);
  }
}
