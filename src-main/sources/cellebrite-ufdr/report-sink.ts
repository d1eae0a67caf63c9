import type { XmlAttributes, XmlSink } from '../../evidence/index.ts';
import { ModelDraft } from './model-draft.ts';
import type { Model } from './model.ts';

/** What a reading of report.xml is told, in the file's order. */
export interface ReportEvents {
  /** The root's attributes: name, reportVersion, ModelCount … */
  project?(attributes: XmlAttributes): void;
  /** A `model` element begins, at any depth. */
  begun?(type: string): void;
  /** A model that lies in none, or a message or line of activity of a chat: `chat` is then the chat as far as it was read. */
  model?(model: Model, chat: Model | null): void;
  /** A chat begins: what its own fields say comes in `model`, after its messages. */
  chat?(id: string): void;
  /** An element of `taggedFiles`, `extraInfos`, `metadata` or the project's settings, with the texts of its descendants. */
  entry?(entry: Entry): void;
  /** Models that were still open when the report ended or could not be read on. */
  unfinished?(models: readonly Model[]): void;
}

/** An element that is no model, with its attributes and those of its parts. */
export interface Entry {
  readonly of: 'file' | 'extraInfo' | 'item' | 'timeZoneConfigurations' | 'extractionInfo';
  readonly attributes: XmlAttributes;
  /** The attribute `section` of the `metadata` element around an item. */
  readonly section: string | null;
  readonly text: string;
  readonly offset: number;
  readonly length: number;
  readonly parts: readonly { readonly name: string; readonly attributes: XmlAttributes; readonly text: string }[];
}

/** Models of a chat that are told as soon as they are read, so that no chat is held in memory. */
const TOLD_AT_ONCE: ReadonlySet<string> = new Set(['Messages', 'ActivityLog']);
const ENTRIES: ReadonlySet<string> = new Set(['file', 'extraInfo', 'item', 'timeZoneConfigurations', 'extractionInfo']);
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

/** Makes models and entries of the elements of a report. Memory is bounded by one model that lies in no chat's list. */
export class ReportSink implements XmlSink {
  readonly #events: ReportEvents;
  readonly #wanted: ReadonlySet<string> | null;
  readonly #models: ModelDraft[] = [];
  #depth = 0;
  #section: string | null = null;
  #entry: OpenEntry | null = null;
  #part: OpenEntry['parts'][number] | null = null;

  /** `wanted`: the only fields of models whose values are kept; null: all. */
  constructor(events: ReportEvents, wanted: ReadonlySet<string> | null) {
    this.#events = events;
    this.#wanted = wanted;
  }

  get wantsText(): boolean {
    return this.#entry !== null || this.#models.at(-1)?.wantsText === true;
  }

  open(name: string, attributes: XmlAttributes, start: number, end: number): void {
    this.#depth += 1;
    if (name === 'model') {
      this.#openModel(attributes, start);
      return;
    }
    const model = this.#models.at(-1);
    if (model !== undefined) model.open(name, attributes, end);
    else if (this.#entry !== null) this.#openPart(name, attributes);
    else if (isEntry(name))
      this.#entry = { of: name, attributes, offset: start, depth: this.#depth, text: '', parts: [] };
    else if (name === 'metadata') this.#section = attributes.get('section') ?? null;
    else if (this.#depth === 1) this.#events.project?.(attributes);
  }

  text(text: string, start: number, end: number, isWhole: boolean): void {
    const model = this.#models.at(-1);
    if (model !== undefined) model.text(text, start, end, isWhole);
    else {
      const target = this.#part ?? this.#entry;
      if (target !== null && target.text.length < LONGEST_TEXT) target.text += text.slice(0, LONGEST_TEXT);
    }
  }

  close(name: string, end: number): void {
    this.#depth -= 1;
    if (name === 'model') {
      this.#closeModel(end);
      return;
    }
    const model = this.#models.at(-1);
    if (model !== undefined) {
      model.close(name, end);
      return;
    }
    this.#part = null;
    const entry = this.#entry;
    if (entry === null || this.#depth >= entry.depth) return;
    this.#entry = null;
    const { of, attributes, offset, text, parts } = entry;
    this.#events.entry?.({ of, attributes, section: this.#section, text, offset, length: end - offset, parts });
  }

  /** To be called when nothing more is read: tells of chats whose end was not reached, from the outermost on. */
  end(end: number): void {
    if (this.#models.length === 0) return;
    const [outermost] = this.#models;
    const open = this.#models.slice(outermost?.isChat === true ? 1 : 0);
    this.#events.unfinished?.(open.map((draft) => draft.finish(end)));
    if (outermost?.isChat === true) this.#events.model?.(outermost.finish(end), null);
    this.#models.length = 0;
  }

  #openModel(attributes: XmlAttributes, start: number): void {
    const type = attributes.get('type') ?? '';
    this.#events.begun?.(type);
    this.#models.push(new ModelDraft(type, attributes, start, this.#wanted));
    if (this.#models.length === 1 && type === 'Chat') this.#events.chat?.(attributes.get('id') ?? '');
  }

  #closeModel(end: number): void {
    const draft = this.#models.pop();
    if (draft === undefined) return;
    const parent = this.#models.at(-1);
    if (parent === undefined) this.#events.model?.(draft.finish(end), null);
    else if (this.#models.length === 1 && parent.isChat && TOLD_AT_ONCE.has(parent.field ?? '')) {
      parent.endHead(draft.start);
      this.#events.model?.(draft.finish(end), parent.finish(end));
    } else parent.take(draft.finish(end), draft.size);
  }

  #openPart(name: string, attributes: XmlAttributes): void {
    if (this.#entry === null || this.#entry.parts.length >= MOST_PARTS) return;
    this.#part = { name, attributes, text: '' };
    this.#entry.parts.push(this.#part);
  }
}

function isEntry(name: string): name is Entry['of'] {
  return ENTRIES.has(name);
}
