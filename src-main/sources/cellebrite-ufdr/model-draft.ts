import type { XmlAttributes } from '../../evidence/index.ts';
import type { FieldValue, Model } from './model.ts';

/** A value longer than this, in UTF-16 units, is cut. */
const LONGEST_VALUE = 1 << 20;
/** Parts of a model that is held as a whole: values and models, those of its parts with it. */
const MOST_PARTS = 100_000;

interface OpenValue {
  start: number;
  end: number;
  readonly format: string | null;
  readonly shown: string | null;
  text: string;
  isCut: boolean;
  isDamaged: boolean;
}

/** A model that is being read. */
export class ModelDraft {
  readonly type: string;
  readonly #attributes: XmlAttributes;
  readonly start: number;
  readonly #fields = new Map<string, FieldValue[]>();
  readonly #models = new Map<string, Model[]>();
  readonly #jumps: { id: string; isModel: boolean }[] = [];
  readonly #nodes: { field: string; name: string | null; id: string }[] = [];
  #field: string | null = null;
  #value: OpenValue | null = null;
  /** What the text that is read belongs to. */
  #reads: 'value' | 'jump' | 'node' | 'other' | null = null;
  /** The element that is read as `other`. */
  #other = '';
  #isModelJump = false;
  #nodeName: string | null = null;
  #size = 1;
  #isCut = false;
  #headEnd: number | null = null;

  constructor(type: string, attributes: XmlAttributes, start: number) {
    this.type = type;
    this.#attributes = attributes;
    this.start = start;
  }

  get isChat(): boolean {
    return this.type === 'Chat';
  }

  /** The field that is open. */
  get field(): string | null {
    return this.#field;
  }

  get wantsText(): boolean {
    return this.#reads !== null;
  }

  /** How many values and models it holds. */
  get size(): number {
    return this.#size;
  }

  open(name: string, attributes: XmlAttributes, end: number): void {
    switch (name) {
      case 'field':
      case 'multiField':
      case 'modelField':
      case 'multiModelField':
      case 'dataField':
      case 'nodeField':
        this.#field = attributes.get('name') ?? '';
        return;
      case 'value':
        this.#reads = 'value';
        this.#value = {
          start: -1,
          end,
          format: attributes.get('format') ?? null,
          shown: attributes.get('formattedTimestamp') ?? null,
          text: '',
          isCut: false,
          isDamaged: false,
        };
        return;
      case 'source':
        for (const [attribute, text] of attributes) this.#give(attribute, text, end);
        return;
      case 'targetid':
        this.#reads = 'jump';
        this.#isModelJump = attributes.get('ismodel') === 'true';
        this.#begin(end);
        return;
      case 'id':
        this.#reads = 'node';
        this.#nodeName = attributes.get('name') ?? null;
        this.#begin(end);
        return;
      case 'empty':
        return;
      default:
        // An element that is not known holds a value of its own, or others that do.
        this.#reads = 'other';
        this.#other = name;
        this.#begin(end);
        return;
    }
  }

  text(text: string, start: number, end: number, isWhole: boolean): void {
    const value = this.#value;
    if (value === null) return;
    if (value.start === -1) value.start = start;
    value.end = end;
    if (!isWhole) value.isDamaged = true;
    // What follows a piece that was left out is left out too: words would stand beside each other that do not.
    if (value.isCut || value.text.length + text.length > LONGEST_VALUE) value.isCut = true;
    else value.text += text;
  }

  close(name: string): void {
    switch (name) {
      case 'field':
      case 'multiField':
      case 'modelField':
      case 'multiModelField':
      case 'dataField':
      case 'nodeField':
        this.#field = null;
        return;
      case 'value':
      case 'targetid':
      case 'id':
        this.#keepValue();
        this.#reads = null;
        this.#value = null;
        return;
      default:
        if (this.#reads !== 'other' || name !== this.#other) return;
        if (this.#value !== null && this.#value.text.trim() !== '') this.#keepValue();
        this.#reads = null;
        this.#value = null;
        return;
    }
  }

  /** Takes a model that lies in the field that is open; `size`: what it holds. */
  take(model: Model, size: number): void {
    if (!this.#hasRoom(size)) return;
    const name = this.#field ?? '';
    const list = this.#models.get(name);
    if (list === undefined) this.#models.set(name, [model]);
    else list.push(model);
  }

  /** Where the first of the models begins that were told apart: the bytes of this one are those before it. */
  endHead(at: number): void {
    this.#headEnd ??= at;
  }

  /** The model as far as it was read; its bytes end at `end`. */
  finish(end: number): Model {
    const attribute = (name: string): string | null => this.#attributes.get(name) ?? null;
    return {
      type: this.type,
      id: this.#id(),
      deletedState: attribute('deleted_state'),
      confidence: attribute('decoding_confidence'),
      fileId: attribute('file_id'),
      sourceIndex: attribute('source_index'),
      extractionId: attribute('extractionId'),
      isRelated: attribute('isrelated'),
      span: { offset: this.start, length: (this.#headEnd ?? end) - this.start },
      fields: this.#fields,
      models: this.#models,
      jumps: this.#jumps,
      nodes: this.#nodes,
      isCut: this.#isCut,
    };
  }

  /** Its place where it has none; an empty one tells no model from another. */
  #id(): string {
    const stated = this.#attributes.get('id') ?? '';
    return stated === '' ? `at ${this.start}` : stated;
  }

  #begin(end: number): void {
    this.#value = { start: -1, end, format: null, shown: null, text: '', isCut: false, isDamaged: false };
  }

  #hasRoom(size: number): boolean {
    if (this.#size + size > MOST_PARTS) {
      this.#isCut = true;
      return false;
    }
    this.#size += size;
    return true;
  }

  #keepValue(): void {
    const value = this.#value;
    if (value === null || !this.#hasRoom(1)) return;
    if (this.#reads === 'jump') this.#jumps.push({ id: value.text.trim(), isModel: this.#isModelJump });
    else if (this.#reads === 'node')
      this.#nodes.push({ field: this.#field ?? '', name: this.#nodeName, id: value.text.trim() });
    else this.#addValue(this.#reads === 'other' ? this.#other : (this.#field ?? ''), value);
  }

  #addValue(field: string, value: OpenValue): void {
    const { text, format, shown, isCut, isDamaged } = value;
    const start = value.start === -1 ? value.end : value.start;
    const kept = { text, format, shown, isCut, isDamaged, span: { offset: start, length: value.end - start } };
    const list = this.#fields.get(field);
    if (list === undefined) this.#fields.set(field, [kept]);
    else list.push(kept);
  }

  /** A value that is written as an attribute: `dataField` gives the length of data, and where they lie, so. */
  #give(name: string, text: string, end: number): void {
    if (!this.#hasRoom(1)) return;
    const value = { start: end, end, format: null, shown: null, text, isCut: false, isDamaged: false };
    this.#addValue(`${this.#field ?? ''}.${name}`, value);
  }
}
