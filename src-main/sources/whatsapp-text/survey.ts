import { cutAtColon } from './author.ts';
import { plainWords, readContent } from './content.ts';
import { addStamp } from './date-order.ts';
import type { DateRun } from './date-order.ts';
import { readLines } from '../text-lines.ts';
import { looksLikeStamp, readStamp } from './stamp.ts';
import type { Stamp, StampForm } from './stamp.ts';
import { DELETED_BY_OWNER } from './words.ts';

/** What one pass over an export tells before any message is read. Small, whatever the size of the file. */
export interface Survey {
  readonly lines: number;
  readonly stamped: number;
  readonly forms: ReadonlyMap<StampForm, number>;
  readonly runs: readonly DateRun[];
  /** How often a name stands before the first colon. */
  readonly names: ReadonlyMap<string, number>;
  /** The same without lines that the app wrote: on iOS these bear the conversation's name. */
  readonly writers: ReadonlyMap<string, number>;
  /** Names before the app's words for "you deleted this message", with counts: the account that made the export. */
  readonly deletedByOwner: ReadonlyMap<string, number>;
  /** Lines in a layout in brackets whose text bears the invisible mark that iOS sets before its own words. */
  readonly marked: number;
  /**
   * Lines in the layout of messages copied out of the app, inside an export in another layout: somebody pasted them into a
   * message, which they continue.
   */
  readonly pasted: number;
  /** Lines without a stamp that begin like one. */
  readonly unread: number;
  /** Stamps by the calendar or era in which their year is written, where that is not the Gregorian one. */
  readonly eras: ReadonlyMap<string, number>;
}

/** Names counted at most; a real export has a few hundred. */
const MOST_NAMES = 50_000;

const ownDeletions = new Set(DELETED_BY_OWNER.map(plainWords));
const LONGEST_OWN_DELETION = Math.max(...DELETED_BY_OWNER.map((words) => words.length)) + 8;

/** Reads the whole file once. */
export async function surveyExport(chunks: AsyncIterable<Uint8Array>): Promise<Survey> {
  const exported = new Count();
  const copied = new Count();
  let lines = 0;
  let unread = 0;
  for await (const batch of readLines(chunks)) {
    lines += batch.length;
    for (const { text } of batch) {
      const stamp = readStamp(text);
      if (stamp !== null) (stamp.form === 'clipboard' ? copied : exported).add(stamp, text.slice(stamp.end));
      else if (looksLikeStamp(text)) unread++;
    }
  }
  const main = exported.stamped > 0 ? exported : copied;
  const { stamped, forms, runs, names, writers, deletedByOwner, marked, eras } = main;
  const pasted = main === exported ? copied.stamped : 0;
  return { lines, stamped, forms, runs, names, writers, deletedByOwner, marked, pasted, unread, eras };
}

/** True when the file's layout shows the line to be a message of its own, and not one pasted into another. */
export function isOwnLine(survey: Survey, stamp: Stamp): boolean {
  return survey.pasted === 0 || stamp.form !== 'clipboard';
}

class Count {
  readonly forms = new Map<StampForm, number>();
  readonly runs: DateRun[] = [];
  readonly names = new Map<string, number>();
  readonly writers = new Map<string, number>();
  readonly #ownDeletions = { marked: new Map<string, number>(), plain: new Map<string, number>() };
  readonly eras = new Map<string, number>();
  stamped = 0;
  marked = 0;

  /** Where the export marks the app's words, the same words without a mark were typed by somebody. */
  get deletedByOwner(): ReadonlyMap<string, number> {
    return this.marked > 0 ? this.#ownDeletions.marked : this.#ownDeletions.plain;
  }

  add(stamp: Stamp, rest: string): void {
    this.stamped++;
    count(this.forms, stamp.form);
    addStamp(this.runs, stamp);
    const era = stamp.era ?? (stamp.calendar === 'gregorian' ? null : stamp.calendar);
    if (era !== null) count(this.eras, era);
    const cut = cutAtColon(rest);
    if (cut === null) return;
    const text = rest.slice(cut.start);
    const isMarked = stamp.form === 'ios-bracket' && /[\u200E\u200F]/u.test(text);
    if (isMarked) this.marked++;
    if (this.names.size >= MOST_NAMES && !this.names.has(cut.author)) return;
    count(this.names, cut.author);
    if (!isMarked || readContent(text, false).type !== 'system') count(this.writers, cut.author);
    if (text.length <= LONGEST_OWN_DELETION && ownDeletions.has(plainWords(text)))
      count(isMarked ? this.#ownDeletions.marked : this.#ownDeletions.plain, cut.author);
  }
}

function count<K>(map: Map<K, number>, key: K): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}
