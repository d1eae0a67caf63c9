/** A dump that cannot be read on. */
export class DumpDamaged extends Error {
  override readonly name = 'DumpDamaged';
  /** Why, in one clause. */
  readonly reason: string;
  /** Offset in bytes. */
  readonly at: number;

  constructor(reason: string, at: number) {
    super(`${reason} at byte ${at}`);
    this.reason = reason;
    this.at = at;
  }
}

const LONGEST_TEXT = 16 * 1024 * 1024;

/** Reads the numbers and texts of a dump one after another. */
export class BytesReader {
  readonly #bytes: Buffer;
  at = 0;
  intBytes = 4;
  offsetBytes = 8;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  byte(): number {
    this.#need(1);
    return this.#bytes.readUInt8(this.at++);
  }

  ascii(length: number): string {
    this.#need(length);
    this.at += length;
    return this.#bytes.toString('latin1', this.at - length, this.at);
  }

  /** A sign, then the number's bytes, the lowest first. */
  int(): number {
    const isNegative = this.byte() === 1;
    this.#need(this.intBytes);
    const value = this.#bytes.readUIntLE(this.at, this.intBytes);
    this.at += this.intBytes;
    return isNegative ? -value : value;
  }

  /** Null for a negative length. */
  text(): string | null {
    const length = this.int();
    if (length < 0) return null;
    if (length > LONGEST_TEXT) throw new DumpDamaged('a text is longer than is read', this.at);
    this.#need(length);
    this.at += length;
    return this.#bytes.toString('utf8', this.at - length, this.at);
  }

  /** Where data lie: only a 2 before it says that they are there. Null otherwise, and beyond 2^53. */
  offset(): number | null {
    const flag = this.byte();
    this.#need(this.offsetBytes);
    const value =
      this.offsetBytes === 8 ? this.#bytes.readBigUInt64LE(this.at) : BigInt(this.#bytes.readUInt32LE(this.at));
    this.at += this.offsetBytes;
    return flag === 2 && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null;
  }

  #need(length: number): void {
    if (this.at + length > this.#bytes.length) throw new DumpDamaged('the dump ends inside its list', this.at);
  }
}
