/** A value of the map, and where its bytes lie in the file: of a number its four or eight bytes, of text its bytes in UTF-8. */
export interface JavaMapValue {
  readonly value: number | bigint | string;
  readonly offset: number;
  readonly length: number;
}

/** What was read, by the number that stands as the key; `isWhole` is false where the file could not be read to its end. */
export interface JavaMap {
  readonly values: ReadonlyMap<number, JavaMapValue>;
  readonly isWhole: boolean;
}

/** Boxed values of the language, and the bytes that each takes. Java Language: `java.lang`; one field called `value`. */
const BOXES: Readonly<Record<string, number>> = {
  'java.lang.Integer': 4,
  'java.lang.Long': 8,
  'java.lang.Boolean': 1,
  'java.lang.Float': 4,
  'java.lang.Double': 8,
};

const STREAM = 0xac_ed_00_05;
const [NULL, REFERENCE, CLASS, OBJECT, STRING, BLOCK, END] = [0x70, 0x71, 0x72, 0x73, 0x74, 0x77, 0x78];
const FIRST_HANDLE = 0x7e_00_00;
/** A settings file of an app holds some dozens. */
const MOST_ENTRIES = 10_000;

/** The bytes are not what Java writes for such a map. */
class Damaged extends Error {}

/**
 * Reads a `HashMap` with whole numbers as keys that Java wrote as it is. Values of other classes than boxed ones and text end
 * the reading; what came before is kept. Source: Java Object Serialization Specification, section 6.
 */
export function readJavaMap(bytes: Buffer): JavaMap {
  const values = new Map<number, JavaMapValue>();
  try {
    const stream = new ObjectStream(bytes);
    for (let left = stream.openMap(); left > 0; left -= 1) {
      const key = stream.object();
      const value = stream.object();
      if (value !== null && typeof key?.value === 'number') values.set(key.value, value);
    }
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    return { values, isWhole: false };
  }
  return { values, isWhole: true };
}

class ObjectStream {
  readonly #bytes: Buffer;
  #at = 0;
  /** What earlier parts of the stream are referred to by: names of classes, and values. */
  readonly #handles: (string | JavaMapValue | null)[] = [];

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Reads up to the first entry and gives how many there are. */
  openMap(): number {
    if (this.#take(4).readUInt32BE() !== STREAM) throw new Damaged();
    if (this.#byte() !== OBJECT || this.#classOf() !== 'java.util.HashMap') throw new Damaged();
    this.#handles.push(null);
    // loadFactor and threshold, then capacity and size as a block of the class's own.
    this.#take(8);
    if (this.#byte() !== BLOCK || this.#byte() !== 8) throw new Damaged();
    const count = this.#take(8).readUInt32BE(4);
    if (count > MOST_ENTRIES) throw new Damaged();
    return count;
  }

  object(): JavaMapValue | null {
    const tag = this.#byte();
    if (tag === NULL) return null;
    if (tag === REFERENCE) {
      const known = this.#referred();
      if (typeof known === 'string') throw new Damaged();
      return known;
    }
    if (tag === STRING) {
      const length = this.#take(2).readUInt16BE();
      const offset = this.#at;
      const text = { value: this.#take(length).toString('utf8'), offset, length };
      this.#handles.push(text);
      return text;
    }
    if (tag !== OBJECT) throw new Damaged();
    const name = this.#classOf();
    const length = BOXES[name];
    if (length === undefined) throw new Damaged();
    const offset = this.#at;
    const cell = this.#take(length);
    const number = name === 'java.lang.Long' ? cell.readBigInt64BE() : name === 'java.lang.Double' ? cell.readDoubleBE() : name === 'java.lang.Float' ? cell.readFloatBE() : cell.readIntBE(0, length); // prettier-ignore
    const boxed = { value: number, offset, length };
    this.#handles.push(boxed);
    return boxed;
  }

  /** The name of the class described here or referred to; descriptions of classes above it are passed over. */
  #classOf(): string {
    const tag = this.#byte();
    if (tag === REFERENCE) {
      const known = this.#referred();
      if (typeof known !== 'string') throw new Damaged();
      return known;
    }
    if (tag !== CLASS) throw new Damaged();
    const name = this.#describe();
    for (let above = this.#byte(); above !== NULL; above = this.#byte()) {
      if (above === REFERENCE) {
        this.#referred();
        break;
      }
      if (above !== CLASS) throw new Damaged();
      this.#describe();
    }
    return name;
  }

  /** Name, version, flags and fields of a class; fields of the classes that are read are primitive. */
  #describe(): string {
    const name = this.#take(this.#take(2).readUInt16BE()).toString('utf8');
    this.#handles.push(name);
    this.#take(9);
    for (let fields = this.#take(2).readUInt16BE(); fields > 0; fields -= 1) {
      const type = String.fromCharCode(this.#byte());
      if (!'BCDFIJSZ'.includes(type)) throw new Damaged();
      this.#take(this.#take(2).readUInt16BE());
    }
    if (this.#byte() !== END) throw new Damaged();
    return name;
  }

  #referred(): string | JavaMapValue | null {
    const known = this.#handles[this.#take(4).readUInt32BE() - FIRST_HANDLE];
    if (known === undefined) throw new Damaged();
    return known;
  }

  #byte(): number {
    return this.#take(1).readUInt8();
  }

  #take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw new Damaged();
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
