import { XmlReader, type XmlFault, type XmlSink } from '../decode/xml-stream.ts';
import type { XmlAttributes } from '../decode/xml-tag.ts';

/** A file as a report lists it under `taggedFiles`. */
export interface ListedFile {
  /** Its path on the device, as stored. */
  readonly device: string;
  /** Where it lies in the report's folder, `/` between parts; null where the report states no place. */
  readonly local: string | null;
  readonly isDeleted: boolean;
  /** Hashes that the report states, lower case; empty where it states none. */
  readonly stated: ReadonlyMap<'sha256' | 'sha1' | 'md5', string>;
}

const HASHES: readonly (readonly [string, 'sha256' | 'sha1' | 'md5', RegExp])[] = [
  ['SHA256', 'sha256', /^[\da-f]{64}$/u],
  ['SHA1', 'sha1', /^[\da-f]{40}$/u],
  ['MD5', 'md5', /^[\da-f]{32}$/u],
];
const LONGEST_ITEM = 1 << 16;

/**
 * Reads the list of files from the bytes of report.xml as they come; what stands behind the list is not read. Holds one file at a
 * time. Source of the names: public readers of such reports (IPED, onbernard/ufdr-rs).
 */
export class UfdrListing {
  /** Listed since it was last emptied by whoever takes them. */
  readonly files: ListedFile[] = [];
  readonly #reader: XmlReader;
  readonly #sink = new ListingSink(this.files);

  constructor() {
    this.#reader = new XmlReader(this.#sink);
  }

  /** True once the list has ended, or the document cannot be read on. */
  get isDone(): boolean {
    return this.#sink.isDone || this.#reader.fault !== null;
  }

  get fault(): XmlFault | null {
    return this.#sink.isDone ? null : this.#reader.fault;
  }

  write(bytes: Uint8Array): void {
    this.#reader.write(bytes);
  }

  end(): void {
    if (!this.isDone) this.#reader.end();
  }
}

class ListingSink implements XmlSink {
  isDone = false;
  readonly #files: ListedFile[];
  #depth = 0;
  #isInList = false;
  #file: { readonly attributes: XmlAttributes; readonly items: Map<string, string> } | null = null;
  #item: string | null = null;

  constructor(files: ListedFile[]) {
    this.#files = files;
  }

  get wantsText(): boolean {
    return this.#item !== null;
  }

  open(name: string, attributes: XmlAttributes): void {
    this.#depth += 1;
    if (this.#depth === 2) this.#isInList = name === 'taggedFiles' && !this.isDone;
    else if (!this.#isInList) return;
    else if (this.#depth === 3 && name === 'file') this.#file = { attributes, items: new Map() };
    else if (name === 'item') this.#item = attributes.get('name') ?? null;
  }

  text(text: string): void {
    if (this.#item === null || this.#file === null) return;
    const before = this.#file.items.get(this.#item) ?? '';
    if (before.length + text.length <= LONGEST_ITEM) this.#file.items.set(this.#item, before + text);
  }

  close(name: string): void {
    this.#depth -= 1;
    this.#item = null;
    if (this.#depth === 2 && name === 'file' && this.#file !== null) {
      const listed = listedFile(this.#file.attributes, this.#file.items);
      if (listed !== null) this.#files.push(listed);
      this.#file = null;
    }
    if (this.#depth === 1 && this.#isInList) {
      this.#isInList = false;
      this.isDone = true;
    }
  }
}

/** Null for one without a path on the device. */
function listedFile(attributes: XmlAttributes, items: ReadonlyMap<string, string>): ListedFile | null {
  const device = attributes.get('path') ?? '';
  if (device === '') return null;
  const local = items.get('Local Path')?.trim().replaceAll('\\', '/') ?? '';
  const stated = new Map<'sha256' | 'sha1' | 'md5', string>();
  for (const [item, name, form] of HASHES) {
    const text = items.get(item)?.trim().toLowerCase() ?? '';
    if (form.test(text)) stated.set(name, text);
  }
  return {
    device,
    local: local === '' ? null : local,
    isDeleted: attributes.get('deleted')?.toLowerCase() === 'deleted',
    stated,
  };
}
