import { XmlSearch } from '../decode/xml-search.ts';
import { XmlReader, type XmlFault, type XmlSink } from '../decode/xml-stream.ts';
import type { XmlAttributes } from '../decode/xml-tag.ts';

/** A file as a report lists it under `taggedFiles`. */
export interface ListedFile {
  /** Its path on the device, as stored; empty where the report states none. */
  readonly device: string;
  /** Where it lies in the report's folder, `/` between parts; null where the report states no place. */
  readonly local: string | null;
  readonly isDeleted: boolean;
  /** The tool's name of the file system that it lies in; null where the report states none. */
  readonly fileSystem: string | null;
  /** Hashes that the report states, lower case; empty where it states none. */
  readonly stated: ReadonlyMap<'sha256' | 'sha1' | 'md5', string>;
}

const HASHES: readonly (readonly [string, 'sha256' | 'sha1' | 'md5', RegExp])[] = [
  ['SHA256', 'sha256', /^[\da-f]{64}$/u],
  ['SHA1', 'sha1', /^[\da-f]{40}$/u],
  ['MD5', 'md5', /^[\da-f]{32}$/u],
];
const LONGEST_ITEM = 1 << 16;
/** Bytes that are searched again because a fault was found behind them; a crafted report could hold a fault in each. */
const MOST_AGAIN = 1 << 24;

/** A list that could not be read on, and from which byte of report.xml. */
type ListFault = Pick<XmlFault, 'at' | 'what'>;

/**
 * Reads the lists of files from the bytes of report.xml as they come; what stands around them is passed over. Holds one file at a
 * time. Source of the names: public readers of such reports (IPED, onbernard/ufdr-rs).
 */
export class UfdrListing {
  /** Listed since it was last emptied by whoever takes them. */
  readonly files: ListedFile[] = [];
  /** Faults of lists since it was last emptied. What stands behind a fault is searched for another list (`MOST_AGAIN`). */
  readonly faults: ListFault[] = [];
  readonly #search = new XmlSearch('taggedFiles');
  #list: OpenList | null = null;
  #lists = 0;
  #again = 0;
  /** Bytes given so far. */
  #given = 0;

  /** How many lists began. */
  get lists(): number {
    return this.#lists;
  }

  write(chunk: Uint8Array): void {
    this.#given += chunk.length;
    let left: Buffer | null = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    while (left !== null) {
      if (this.#list === null) {
        left = this.#search.find(left);
        if (left === null) return;
        this.#lists += 1;
        this.#list = openList(this.#given - left.length, this.files);
      }
      this.#list.reader.write(left);
      left = this.#behind(left);
    }
  }

  end(): void {
    this.#list?.reader.end();
    const fault = this.#list?.reader.fault ?? null;
    if (fault !== null && this.#list !== null && this.#list.sink.end === null)
      this.faults.push({ what: fault.what, at: this.#list.start + fault.at });
  }

  /** What of `bytes`, the last that were given, stands behind the list; null while it goes on. */
  #behind(bytes: Buffer): Buffer | null {
    if (this.#list === null) return null;
    const { reader, sink, start } = this.#list;
    const { fault } = reader;
    if (sink.end === null) {
      if (fault === null) return null;
      this.faults.push({ what: fault.what, at: start + fault.at });
      this.#list = null;
      return this.#behindFault(reader.rest.subarray(1), bytes.length);
    }
    this.#list = null;
    const behind = this.#given - (start + sink.end);
    return behind <= 0 ? null : bytes.subarray(Math.max(0, bytes.length - behind));
  }

  /** What stands behind a fault, some of which may have been given before; `length`: of what was given last. */
  #behindFault(rest: Buffer, length: number): Buffer | null {
    this.#again += Math.max(0, rest.length - length);
    const searched = this.#again <= MOST_AGAIN ? rest : rest.subarray(Math.max(0, rest.length - length));
    return searched.length === 0 ? null : searched;
  }
}

interface OpenList {
  /** Of its `<`, in report.xml. */
  readonly start: number;
  readonly reader: XmlReader;
  readonly sink: ListingSink;
}

function openList(start: number, files: ListedFile[]): OpenList {
  const sink = new ListingSink(files);
  return { start, sink, reader: new XmlReader(sink) };
}

/** Reads one list, whose element is the outermost. */
class ListingSink implements XmlSink {
  /** Behind the list's last tag, from its first; null while it goes on. */
  end: number | null = null;
  readonly #files: ListedFile[];
  #depth = 0;
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
    if (this.end !== null) return;
    if (this.#depth === 2 && name === 'file') this.#file = { attributes, items: new Map() };
    else if (name === 'item') this.#item = attributes.get('name') ?? null;
  }

  text(text: string): void {
    if (this.#item === null || this.#file === null) return;
    const before = this.#file.items.get(this.#item) ?? '';
    if (before.length + text.length <= LONGEST_ITEM) this.#file.items.set(this.#item, before + text);
    else this.#item = null;
  }

  close(name: string, end: number): void {
    this.#depth -= 1;
    this.#item = null;
    if (this.end !== null) return;
    if (this.#depth === 1 && name === 'file' && this.#file !== null) {
      this.#files.push(listedFile(this.#file.attributes, this.#file.items));
      this.#file = null;
    }
    if (this.#depth === 0) this.end = end;
  }
}

function listedFile(attributes: XmlAttributes, items: ReadonlyMap<string, string>): ListedFile {
  const local = items.get('Local Path')?.trim().replaceAll('\\', '/') ?? '';
  const stated = new Map<'sha256' | 'sha1' | 'md5', string>();
  for (const [item, name, form] of HASHES) {
    const text = items.get(item)?.trim().toLowerCase() ?? '';
    if (form.test(text)) stated.set(name, text);
  }
  return {
    device: attributes.get('path') ?? '',
    local: local === '' ? null : local,
    fileSystem: attributes.get('fs') ?? null,
    isDeleted: attributes.get('deleted')?.toLowerCase() === 'deleted',
    stated,
  };
}
