import { XmlDamaged, type XmlToken } from './xml.ts';

const MAGIC = Buffer.from('ABX\0', 'latin1');

// The lower half of a token's byte; numbers of XmlPullParser. AOSP: BinaryXmlSerializer.java (com.android.internal.util, since Android 12).
const END_DOCUMENT = 1;
const START_TAG = 2;
const END_TAG = 3;
const TEXTS: ReadonlySet<number> = new Set([4, 5]);
const ATTRIBUTE = 15;

/** Stands where a string follows that is met for the first time. */
const NEW_STRING = 0xffff;

/** Whether the bytes begin as XML in the binary form of Android 12 and later. */
export function startsAsAbx(bytes: Uint8Array): boolean {
  return MAGIC.equals(bytes.subarray(0, MAGIC.length));
}

/** Reads Android's binary XML as `readXml` reads text; numbers and truth values become the text that Android writes for them. Throws `XmlDamaged`. */
export function* readAbx(bytes: Buffer): Generator<XmlToken> {
  if (!startsAsAbx(bytes)) throw new XmlDamaged('abx');
  const reader = new AbxReader(bytes);
  let open: { readonly name: string; readonly attributes: Map<string, string> } | null = null;
  for (let token = reader.token(); token !== null; token = reader.token()) {
    if (token.is === ATTRIBUTE) {
      if (open === null) throw new XmlDamaged('abx');
      open.attributes.set(reader.interned(), reader.value(token.type));
      continue;
    }
    if (open !== null) yield { is: 'open', ...open, empty: false };
    open = null;
    if (token.is === END_DOCUMENT) return;
    const value = reader.value(token.type);
    if (token.is === START_TAG) open = { name: value, attributes: new Map() };
    else if (token.is === END_TAG) yield { is: 'close', name: value };
    else if (TEXTS.has(token.is)) yield { is: 'text', text: value };
  }
  if (open !== null) yield { is: 'open', ...open, empty: false };
}

class AbxReader {
  readonly #bytes: Buffer;
  readonly #strings: string[] = [];
  #at = MAGIC.length;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Null at the end of the bytes. */
  token(): { readonly is: number; readonly type: number } | null {
    if (this.#at >= this.#bytes.length) return null;
    const byte = this.#take(1).readUInt8();
    return { is: byte & 0xf, type: byte >>> 4 };
  }

  value(type: number): string {
    switch (type) {
      case 0:
      case 1:
        return '';
      case 2:
        return this.#string();
      case 3:
        return this.interned();
      case 4:
        return this.#counted().toString('hex');
      case 5:
        return this.#counted().toString('base64');
      case 6:
        return String(this.#take(4).readInt32BE());
      case 7:
        return this.#take(4).readUInt32BE().toString(16);
      case 8:
        return String(this.#take(8).readBigInt64BE());
      case 9:
        return this.#take(8).readBigUInt64BE().toString(16);
      case 10:
        return String(this.#take(4).readFloatBE());
      case 11:
        return String(this.#take(8).readDoubleBE());
      case 12:
        return 'true';
      case 13:
        return 'false';
      default:
        throw new XmlDamaged('abx');
    }
  }

  interned(): string {
    const index = this.#take(2).readUInt16BE();
    if (index !== NEW_STRING) {
      const known = this.#strings[index];
      if (known === undefined) throw new XmlDamaged('abx');
      return known;
    }
    const added = this.#string();
    this.#strings.push(added);
    return added;
  }

  #string(): string {
    return this.#counted().toString('utf8');
  }

  #counted(): Buffer {
    return this.#take(this.#take(2).readUInt16BE());
  }

  #take(length: number): Buffer {
    const part = this.#bytes.subarray(this.#at, this.#at + length);
    if (part.length < length) throw new XmlDamaged('abx');
    this.#at += length;
    return part;
  }
}
