import type { XmlAttributes } from '../../evidence/index.ts';

/** An element that is no model, with its attributes and those of its parts. */
export interface Entry {
  readonly of: 'file' | 'extraInfo' | 'item' | 'timeZoneConfigurations' | 'extractionInfo' | 'image' | 'field';
  readonly attributes: XmlAttributes;
  /** The attribute `section` of the `metadata` element around an item. */
  readonly section: string | null;
  readonly text: string;
  readonly offset: number;
  readonly length: number;
  readonly parts: readonly { readonly name: string; readonly attributes: XmlAttributes; readonly text: string }[];
}

const ENTRIES: ReadonlySet<string> = new Set(['file', 'extraInfo', 'item', 'timeZoneConfigurations', 'extractionInfo', 'image', 'field']); // prettier-ignore
const MOST_PARTS = 1000;
const LONGEST_TEXT = 1 << 16;

interface OpenEntry {
  readonly of: Entry['of'];
  readonly attributes: XmlAttributes;
  readonly offset: number;
  readonly depth: number;
  text: string;
  readonly parts: { readonly name: string; readonly attributes: XmlAttributes; text: string }[];
}

/** Reads what stands outside of models: elements of `taggedFiles`, `extraInfos`, `metadata` and of the project's settings. */
export class EntryReader {
  /** The root's attributes: name, reportVersion, ModelCount … */
  project: XmlAttributes = new Map();
  readonly #onEntry: (entry: Entry) => void;
  #depth = 0;
  #section: string | null = null;
  #entry: OpenEntry | null = null;
  #part: OpenEntry['parts'][number] | null = null;

  constructor(onEntry: (entry: Entry) => void) {
    this.#onEntry = onEntry;
  }

  get wantsText(): boolean {
    return this.#entry !== null;
  }

  open(name: string, attributes: XmlAttributes, start: number): void {
    this.#depth += 1;
    if (this.#entry !== null) this.#openPart(this.#entry, name, attributes);
    else if (isEntry(name))
      this.#entry = { of: name, attributes, offset: start, depth: this.#depth, text: '', parts: [] };
    else if (name === 'metadata') this.#section = attributes.get('section') ?? null;
    else if (this.#depth === 1) this.project = attributes;
  }

  text(text: string): void {
    const target = this.#part ?? this.#entry;
    if (target !== null && target.text.length < LONGEST_TEXT) target.text += text.slice(0, LONGEST_TEXT);
  }

  close(end: number): void {
    this.#depth -= 1;
    this.#part = null;
    const entry = this.#entry;
    if (entry === null || this.#depth >= entry.depth) return;
    this.#entry = null;
    const { of, attributes, offset, text, parts } = entry;
    this.#onEntry({ of, attributes, section: this.#section, text, offset, length: end - offset, parts });
  }

  #openPart({ parts }: OpenEntry, name: string, attributes: XmlAttributes): void {
    if (parts.length >= MOST_PARTS) return;
    this.#part = { name, attributes, text: '' };
    parts.push(this.#part);
  }
}

function isEntry(name: string): name is Entry['of'] {
  return ENTRIES.has(name);
}
