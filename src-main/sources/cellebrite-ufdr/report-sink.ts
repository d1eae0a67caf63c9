import type { XmlAttributes, XmlSink } from '../../evidence/index.ts';
import { ModelDraft } from './model-draft.ts';
import type { Model } from './model.ts';

/** What a reading of report.xml is told of its models, in the file's order. */
export interface ReportEvents {
  /** A `model` element begins, at any depth. */
  begun(type: string): void;
  /** A model that lies in none, or a message or line of activity of a chat: `chat` is then the chat as far as it was read. */
  model(model: Model, chat: Model | null): void;
  /** Models that were still open when the report ended or could not be read on. */
  unfinished(models: readonly Model[]): void;
}

/** Models of a chat that are told as soon as they are read, so that no chat is held in memory. */
export const TOLD_AT_ONCE: ReadonlySet<string> = new Set(['Messages', 'ActivityLog']);

/** Makes models of the elements of a report. Memory is bounded by one model that lies in no chat's list. */
export class ReportSink implements XmlSink {
  readonly #events: ReportEvents;
  /** Models that are open, from the outermost on. */
  readonly #models: ModelDraft[] = [];
  /** The innermost of them. */
  #model: ModelDraft | null = null;

  constructor(events: ReportEvents) {
    this.#events = events;
  }

  get wantsText(): boolean {
    return this.#model?.wantsText === true;
  }

  open(name: string, attributes: XmlAttributes, start: number, end: number): void {
    if (name === 'model') this.#openModel(attributes, start);
    else if (this.#model !== null) this.#model.open(name, attributes, end);
  }

  text(text: string, start: number, end: number, isWhole: boolean): void {
    if (this.#model !== null) this.#model.text(text, start, end, isWhole);
  }

  close(name: string, end: number): void {
    if (name === 'model') this.#closeModel(end);
    else if (this.#model !== null) this.#model.close(name);
  }

  /** To be called when nothing more is read: tells of chats whose end was not reached, from the outermost on. */
  end(end: number): void {
    if (this.#models.length === 0) return;
    const [outermost] = this.#models;
    const open = this.#models.slice(outermost?.isChat === true ? 1 : 0);
    this.#events.unfinished(open.map((draft) => draft.finish(end)));
    if (outermost?.isChat === true) this.#events.model(outermost.finish(end), null);
    this.#models.length = 0;
    this.#model = null;
  }

  #openModel(attributes: XmlAttributes, start: number): void {
    const type = attributes.get('type') ?? '';
    this.#events.begun(type);
    this.#model = new ModelDraft(type, attributes, start);
    this.#models.push(this.#model);
  }

  #closeModel(end: number): void {
    const draft = this.#models.pop();
    if (draft === undefined) return;
    const parent = this.#models.at(-1) ?? null;
    this.#model = parent;
    if (parent === null) this.#events.model(draft.finish(end), null);
    else if (this.#models.length === 1 && parent.isChat && TOLD_AT_ONCE.has(parent.field ?? '')) {
      parent.endHead(draft.start);
      this.#events.model(draft.finish(end), parent.finish(end));
    } else parent.take(draft.finish(end), draft.size);
  }
}
