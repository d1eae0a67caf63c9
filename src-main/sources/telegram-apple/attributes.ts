import type { Extracted, RowLocator, Stored } from '../../model/index.ts';
import { JsonFields } from '../json-fields.ts';
import { rowIssue } from '../store-issues.ts';
import { peerOf, messageIdOf } from './peer-id.ts';
import { classOf } from './postbox-cell.ts';

/** What a message answers. */
export interface Answer {
  readonly namespace: number;
  /** Null where the attribute names no message. */
  readonly id: number | null;
  readonly peer: string | null;
  /** The piece of its words that was chosen to be shown. */
  readonly quote: string | null;
}

/** Attributes of a message, by class, the first of each as the app takes it; those of which a field or record is made are taken, all others carried. */
export class Attributes {
  readonly #byClass: ReadonlyMap<string, JsonFields>;
  readonly #all: readonly JsonFields[];

  constructor(all: readonly JsonFields[]) {
    this.#all = all;
    this.#byClass = all.length === 0 ? NONE : new Map(all.toReversed().map((one) => [classOf(one), one]));
  }

  get isEmpty(): boolean {
    return this.#all.length === 0;
  }

  get(name: string): JsonFields | null {
    return this.#byClass.get(name) ?? null;
  }

  /** The last edit, in seconds; null where the app does not show it. Source: SyncCore_EditedMessageAttribute.swift of the client. */
  edited(): number | null {
    const attribute = this.get('EditedMessageAttribute');
    if (attribute === null || attribute.peek('h') === 1) return null;
    return attribute.whole('d');
  }

  /** Timers: of the message itself, or of its media once they were opened. Source: @167b9b3 SyncCore_AutoremoveTimeoutMessageAttribute.swift. */
  timer(): { readonly durationS: number | null; readonly isOnce: boolean } {
    let [durationS, isOnce]: [number | null, boolean] = [null, false];
    for (const name of ['AutoremoveTimeoutMessageAttribute', 'AutoclearTimeoutMessageAttribute']) {
      const attribute = this.get(name);
      const stated = attribute?.peek('t');
      if (stated === ONCE) isOnce = true;
      else if (durationS === null && typeof stated === 'number' && Number.isSafeInteger(stated) && stated > 0)
        durationS = stated; // prettier-ignore
      else continue; // carried: a second timer stands beside the first
      attribute?.leave('t');
    }
    return { durationS, isOnce };
  }

  /** Source: @262d836 SyncCore_ReplyMessageAttribute.swift of the client. */
  answer(): Answer | null {
    const reply = this.get('ReplyMessageAttribute');
    if (reply !== null) {
      const to = messageIdOf(reply.peek('i'));
      const peer = peerOf(reply.peek('p') as Stored | undefined);
      if (to !== null) reply.leave('i');
      if (peer !== null && to !== null) reply.leave('p');
      return { namespace: to?.namespace ?? 0, id: to?.id ?? null, peer, quote: quoteOf(reply) };
    }
    const quoted = this.get('QuotedReplyMessageAttribute');
    if (quoted === null) return null;
    const peer = peerOf(quoted.peek('p') as Stored | undefined);
    return { namespace: 0, id: null, peer, quote: quoteOf(quoted) };
  }

  /** What nobody took, by class and key; and what is said of classes that are not known. */
  rest(at: RowLocator, out: Extracted[]): Record<string, Stored> {
    const found: Record<string, Stored> = {};
    const counts = new Map<string, number>();
    for (const one of this.#all) {
      const name = classOf(one);
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      one.leave('_');
      Object.assign(found, one.rest(`attribute.${name === '' ? '?' : name}${count === 1 ? '' : `~${count}`}.`));
      if (!name.startsWith('#')) continue;
      const detail = 'The message has an attribute of a class that is not known; its values are carried.';
      out.push(rowIssue('note', 'unknown-code', at, 'value', name, detail));
    }
    return found;
  }
}

const NONE: ReadonlyMap<string, JsonFields> = new Map();

/** Stands for one look. Source: viewOnceTimeout of the client. */
const ONCE = 0x7fffffff;

/** A chosen piece is written as JSON; what else it holds is carried with it. */
function quoteOf(attribute: JsonFields): string | null {
  const hex = attribute.peek('qu');
  if (typeof hex !== 'string') return null;
  const quote = JsonFields.parse(Buffer.from(hex, 'hex').toString('utf8'));
  if (quote === null) return null;
  const words = quote.text('t');
  if (Object.keys(quote.rest('')).length === 0) attribute.leave('qu');
  return words;
}
