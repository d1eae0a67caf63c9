/** A message that stands in a file as it was sent, in fields with their numbers, holds this value. Source: protobuf.dev, "Encoding". */
export function holdsInFields(run: Buffer, name: string, text: string): boolean {
  if (/^\d{1,20}$/u.test(text) && holdsVarint(run, BigInt(text))) return true;
  if (name !== 'type') return false;
  // A code with the number that stands for it.
  const code = /^\w+=(\d{1,9})$/u.exec(text)?.[1];
  return code === undefined ? holdsKey(run, text) : holdsVarint(run, BigInt(code));
}

/** A number as a value of its own: behind the key of a field. */
function holdsVarint(run: Buffer, value: bigint): boolean {
  const bytes = Buffer.from(varint(value));
  for (let at = run.indexOf(bytes); at > 0; at = run.indexOf(bytes, at + 1)) if (isKeyEnd(run, at - 1)) return true;
  return false;
}

/** The last byte of a key of a number, which says so in its lowest bits where the key has one byte. */
function isKeyEnd(run: Buffer, at: number): boolean {
  const byte = run[at] ?? 0;
  if (byte >= 0x80) return false;
  const before = run[at - 1] ?? 0;
  return (byte & 7) === 0 || (before >= 0x80 && (before & 7) === 0);
}

/** A type such as `poll#20`, or `field 23` where it has no name, is the number of the field that holds the content. */
function holdsKey(run: Buffer, text: string): boolean {
  const number = /^(?:\w+#|field )(\d{1,4})$/u.exec(text)?.[1];
  if (number === undefined) return false;
  return [0, 1, 2, 5].some((wire) => run.includes(Buffer.from(varint(BigInt(number) * 8n + BigInt(wire)))));
}

function varint(value: bigint): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return bytes;
}

/** Keys and sizes of such a message are bytes that no text holds, and some stand near its beginning. */
export function isInFields(run: Buffer): boolean {
  return run.subarray(0, 24).some((byte) => byte < 9);
}
