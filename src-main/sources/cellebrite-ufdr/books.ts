import type { Entry } from './entry-reader.ts';
import { GuidTable } from './guid-table.ts';
import type { Span } from './model.ts';
import { TextArena } from './text-arena.ts';

/** Entries that a book keeps; about 100 bytes each. */
const MOST_ENTRIES = 8_000_000;
/** In no text of XML; one that a damaged report holds is taken for a blank. */
const BETWEEN = '\u001F';

/** Texts by id, kept small. */
class Book {
  readonly #ids = new GuidTable();
  readonly #positions: number[] = [];
  readonly #texts = new TextArena();
  #leftOut = 0;

  get size(): number {
    return this.#positions.length;
  }

  /** Entries beyond what is kept. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /** False for one whose id an entry before had: the first is kept. */
  add(id: string, text: string): boolean {
    if (this.#positions.length >= MOST_ENTRIES) {
      this.#leftOut += 1;
      return true;
    }
    const { isNew } = this.#ids.add(id);
    if (isNew) this.#positions.push(this.#texts.add(text));
    return isNew;
  }

  get(id: string): string | null {
    const number = this.#ids.get(id);
    const position = number === null ? undefined : this.#positions[number];
    return position === undefined ? null : this.#texts.get(position);
  }
}

/** A file that a report lists. */
export interface TaggedFile {
  /** Where it lies in the report's folder, `/` between parts; null where the report does not hold it. */
  readonly local: string | null;
  /** Its path on the device. */
  readonly device: string | null;
  /** As the report states it, lower case. */
  readonly sha256: string | null;
  readonly sha1: string | null;
  readonly md5: string | null;
  readonly sizeBytes: number | null;
  /** The attribute `deleted` as stored; null for one that is intact or without it. */
  readonly state: string | null;
  /** The bytes of the element that lists it. */
  readonly span: Span;
}

/** The files that a report lists, by id. */
export class FileBook {
  readonly #book = new Book();

  get size(): number {
    return this.#book.size;
  }

  get leftOut(): number {
    return this.#book.leftOut;
  }

  /** False for one whose id a file before had. */
  add(entry: Entry): boolean {
    const hash = (name: string, form: RegExp): string => {
      const stated = itemOf(entry, name).toLowerCase();
      return form.test(stated) ? stated : '';
    };
    const state = entry.attributes.get('deleted') ?? '';
    const id = entry.attributes.get('id');
    return this.#book.add(
      // Without an id nothing can point to it; its place tells it from others.
      id === undefined || id === '' ? `at ${entry.offset}` : id,
      [
        plain(placeOf(entry)),
        plain(entry.attributes.get('path') ?? ''),
        hash('SHA256', /^[0-9a-f]{64}$/u),
        hash('SHA1', /^[0-9a-f]{40}$/u),
        hash('MD5', /^[0-9a-f]{32}$/u),
        plain(entry.attributes.get('size') ?? ''),
        state.toLowerCase() === 'intact' ? '' : plain(state),
        String(entry.offset),
        String(entry.length),
      ].join(BETWEEN),
    );
  }

  get(id: string | null): TaggedFile | null {
    const text = id === null ? null : this.#book.get(id);
    if (text === null) return null;
    const [local = '', device = '', sha256 = '', sha1 = '', md5 = '', size = '', state = '', offset = '', length = ''] =
      text.split(BETWEEN);
    return {
      local: orNull(local),
      device: orNull(device),
      sha256: orNull(sha256),
      sha1: orNull(sha1),
      md5: orNull(md5),
      state: orNull(state),
      sizeBytes: /^\d{1,15}$/u.test(size) ? Number(size) : null,
      span: { offset: Number(offset), length: Number(length) },
    };
  }
}

/** The text of an item of a listed file; empty without one. */
function itemOf({ parts }: Entry, name: string): string {
  return parts.find((part) => part.name === 'item' && part.attributes.get('name') === name)?.text.trim() ?? '';
}

/** Where a listed file lies in the report's folder, `/` between parts; empty where the report does not hold it. */
export function placeOf(entry: Entry): string {
  return itemOf(entry, 'Local Path').replaceAll('\\', '/');
}

/** Where on the device the tool read a model. */
export interface ModelOrigin {
  readonly path: string;
  readonly table: string;
  readonly offset: string;
  /** The id of the file among those that the report lists; empty where none is stated. */
  readonly fileId: string;
}

/** What `extraInfos` says of models, by their ids. */
export class OriginBook {
  readonly #book = new Book();
  /** Files repeat: thousands of models come from one database. */
  readonly #files: { readonly path: string; readonly fileId: string }[] = [];
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.#book.size;
  }

  get leftOut(): number {
    return this.#book.leftOut;
  }

  /** False for what is no origin of a model. */
  add(entry: Entry): boolean {
    const id = entry.attributes.get('id');
    if (id === undefined || entry.attributes.get('type') !== 'model') return false;
    const nodes = entry.parts.filter((part) => part.name === 'nodeInfo');
    if (nodes.length === 0) return false;
    this.#book.add(
      id,
      nodes
        .map(({ attributes }) =>
          [
            this.#numberOf(attributes.get('path') ?? attributes.get('name') ?? '', attributes.get('id') ?? ''),
            plain(attributes.get('tableName') ?? ''),
            plain(attributes.get('offset') ?? ''),
          ].join(BETWEEN),
        )
        .join('\n'),
    );
    return true;
  }

  get(id: string): readonly ModelOrigin[] {
    const text = this.#book.get(id);
    if (text === null) return [];
    return text.split('\n').map((line) => {
      const [number = '', table = '', offset = ''] = line.split(BETWEEN);
      const { path = '', fileId = '' } = this.#files[Number(number)] ?? {};
      return { path, table, offset, fileId };
    });
  }

  #numberOf(path: string, fileId: string): number {
    const file = `${fileId}${BETWEEN}${path}`;
    const known = this.#numbers.get(file);
    if (known !== undefined) return known;
    const number = this.#files.length;
    this.#files.push({ path, fileId });
    this.#numbers.set(file, number);
    return number;
  }
}

function plain(text: string): string {
  return text.replaceAll(BETWEEN, ' ').replaceAll('\n', ' ');
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}
