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

  add(id: string, text: string): void {
    if (this.#positions.length >= MOST_ENTRIES) {
      this.#leftOut += 1;
      return;
    }
    const { isNew } = this.#ids.add(id);
    // Of two entries with one id the first is kept.
    if (isNew) this.#positions.push(this.#texts.add(text));
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
  readonly sizeBytes: number | null;
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

  add(entry: Entry): void {
    const id = entry.attributes.get('id');
    if (id === undefined) return;
    const item = (name: string): string =>
      entry.parts.find((part) => part.name === 'item' && part.attributes.get('name') === name)?.text.trim() ?? '';
    const sha256 = item('SHA256').toLowerCase();
    this.#book.add(
      id,
      [
        plain(item('Local Path').replaceAll('\\', '/')),
        plain(entry.attributes.get('path') ?? ''),
        /^[0-9a-f]{64}$/u.test(sha256) ? sha256 : '',
        plain(entry.attributes.get('size') ?? ''),
        String(entry.offset),
        String(entry.length),
      ].join(BETWEEN),
    );
  }

  get(id: string | null): TaggedFile | null {
    const text = id === null ? null : this.#book.get(id);
    if (text === null) return null;
    const [local = '', device = '', sha256 = '', size = '', offset = '', length = ''] = text.split(BETWEEN);
    return {
      local: orNull(local),
      device: orNull(device),
      sha256: orNull(sha256),
      sizeBytes: /^\d{1,15}$/u.test(size) ? Number(size) : null,
      span: { offset: Number(offset), length: Number(length) },
    };
  }
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

  add(entry: Entry): void {
    const id = entry.attributes.get('id');
    if (id === undefined || entry.attributes.get('type') !== 'model') return;
    const nodes = entry.parts.filter((part) => part.name === 'nodeInfo');
    if (nodes.length === 0) return;
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
