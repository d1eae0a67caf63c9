import type { Extracted, Stored } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { integer } from '../stored-cells.ts';
import { storeIssue } from '../store-issues.ts';
import { unreadable } from '../scan-rows.ts';

const LISTED = 5;
/** Tables that the app does not rewrite in its daily work, so that a missing number means a row that was there. */
const COUNTED: ReadonlySet<string> = new Set(['message', 'messages', 'chat', 'chat_list', 'jid', 'call_log']);

interface Gap {
  readonly after: number;
  readonly before: number;
  readonly from: Stored | undefined;
  readonly to: Stored | undefined;
}

/** Row numbers that were given out and are gone. Numbers of an AUTOINCREMENT table are never given twice. */
export class SequenceGaps {
  #last = 0;
  #lastTime: Stored | undefined = null;
  #missing = 0;
  readonly #largest: Gap[] = [];

  /** Takes note of a message in rising order of its number. */
  saw(id: number | bigint, time: Stored | undefined): void {
    const number = Number(id);
    if (number > this.#last + 1) {
      this.#missing += number - this.#last - 1;
      this.#keep({ after: this.#last, before: number, from: this.#lastTime, to: time });
    }
    this.#last = number;
    this.#lastTime = time;
  }

  #keep(gap: Gap): void {
    this.#largest.push(gap);
    if (this.#largest.length <= 4 * LISTED) return;
    this.#largest.sort(bySize);
    this.#largest.length = LISTED;
  }

  /** One issue for each table whose numbers have holes. */
  *report(db: EvidenceDb, messageTable: string): Generator<Extracted> {
    try {
      yield* this.#report(db, messageTable);
    } catch (error) {
      yield unreadable(error, 'sqlite_sequence', 0);
    }
  }

  *#report(db: EvidenceDb, messageTable: string): Generator<Extracted> {
    if (!db.tables.has('sqlite_sequence')) return;
    for (const [name, last] of db.arrays('SELECT name, seq FROM sqlite_sequence ORDER BY name')) {
      const end = integer(last);
      if (typeof name !== 'string' || typeof end !== 'number' || !COUNTED.has(name) || !db.has(name, '_id')) continue;
      const missing = end - (name === messageTable ? this.#present(end) : db.count(name));
      if (missing <= 0) continue;
      const where = name === messageTable ? this.#where() : '';
      yield storeIssue(
        'note',
        'rows-missing-in-sequence',
        name,
        `The table ${name} has given out numbers up to ${end}; ${missing} of them are not in it now.${where} Rows may have been deleted by the owner, by a timer, by the app itself, or taken back while being written.`,
      );
    }
  }

  #present(end: number): number {
    return end - this.#missing - Math.max(0, end - this.#last);
  }

  #where(): string {
    if (this.#largest.length === 0) return '';
    this.#largest.sort(bySize);
    const list = this.#largest
      .slice(0, LISTED)
      .map(
        (gap) => `${gap.after + 1} to ${gap.before - 1} (stored times around: ${shown(gap.from)} and ${shown(gap.to)})`,
      );
    return ` Largest gaps: ${list.join('; ')}.`;
  }
}

function bySize(a: Gap, b: Gap): number {
  return b.before - b.after - (a.before - a.after) || a.after - b.after;
}

function shown(time: Stored | undefined): string {
  return time === null || time === undefined ? 'none' : String(time);
}
