import type { Extracted } from '../../model/index.ts';
import { callRecords } from './calls.ts';
import { LooseConversations, activityRecords, chatKey, chatRecords } from './chats.ts';
import { contactRecords } from './contacts.ts';
import { modelIssue } from './context.ts';
import type { Context } from './context.ts';
import { GuidTable } from './guid-table.ts';
import { messageRecords } from './messages.ts';
import type { Model } from './model.ts';
import type { ModelCounts } from './model-counts.ts';
import { otherRecords } from './other-models.ts';
import { serviceOfModel } from './people.ts';
import type { ReportEvents } from './report-sink.ts';

const MESSAGES: ReadonlySet<string> = new Set(['InstantMessage', 'SMS', 'MMS', 'Email']);
const CONTACTS: ReadonlySet<string> = new Set(['Contact', 'UserAccount']);

/** 32 bits of all that a model says: two of one id that differ in it are two. Places and ids of its parts do not count. */
function contentOf(model: Model, before = 7): number {
  let hash = added(added(before, model.type), model.deletedState ?? '');
  hash = added(hash, model.fileId ?? '');
  for (const [field, values] of model.fields) {
    hash = added(hash, field);
    for (const { text } of values) hash = added(hash, text);
  }
  for (const [field, parts] of model.models) {
    hash = added(hash, field);
    for (const part of parts) hash = contentOf(part, hash);
  }
  return hash;
}

function added(before: number, text: string): number {
  let hash = before;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash, 31) + text.charCodeAt(at);
  return Math.imul(hash, 31) | 0;
}

/** Makes records of models as they are told; they wait until `take`. */
export class ModelRecords implements ReportEvents {
  readonly #context: Context;
  readonly #counts: ModelCounts;
  readonly #loose = new LooseConversations();
  /** Ids of models that made a record: a message may stand in a chat and in a list of its own. */
  readonly #seen = new GuidTable();
  /** What they held, by their numbers. */
  readonly #contents: number[] = [];
  #made: Extracted[] = [];

  constructor(context: Context, counts: ModelCounts) {
    this.#context = context;
    this.#counts = counts;
  }

  begun(type: string): void {
    this.#counts.begun(type);
  }

  unfinished(models: readonly Model[]): void {
    this.#counts.unfinished(models);
  }

  model(model: Model, chat: Model | null): void {
    const { number, isNew } = this.#seen.add(model.id);
    const content = contentOf(model);
    if (isNew) this.#contents.push(content);
    else if (this.#contents[number] === content) {
      this.#counts.twice(model);
      return;
    } else {
      this.#made.push(modelIssue(this.#context, model, 'warning', 'duplicate-row', model.id, 'Another model with this id was read before, and holds other values; both are kept.')); // prettier-ignore
      this.model({ ...model, id: `${model.id} at ${model.span.offset}` }, chat);
      return;
    }
    this.#counts.used(model);
    for (const record of this.#recordsOf(model, chat)) this.#made.push(record);
  }

  /** What was made since the last call. */
  take(): readonly Extracted[] {
    const made = this.#made;
    this.#made = [];
    return made;
  }

  *#recordsOf(model: Model, chat: Model | null): Generator<Extracted> {
    const context = this.#context;
    const service = serviceOfModel(model, chat === null ? null : serviceOfModel(chat, null));
    if (chat !== null && MESSAGES.has(model.type)) yield* messageRecords(context, model, chatKey(chat), service, true);
    else if (chat !== null && model.type === 'ChatActivity')
      yield* activityRecords(context, model, chatKey(chat), service);
    else if (model.type === 'Chat') yield* chatRecords(context, model);
    else if (MESSAGES.has(model.type)) {
      const conversation = yield* this.#loose.keyOf(context, model);
      yield* messageRecords(context, model, conversation, service, false);
    } else if (model.type === 'Call') yield* callRecords(context, model);
    else if (CONTACTS.has(model.type)) yield* contactRecords(context, model);
    else {
      if (model.type !== 'Location') this.#counts.other(model.type);
      yield* otherRecords(context, model);
    }
  }
}
