import { cutAtColon } from './author.ts';
import { plainWords } from './content.ts';
import { addStamp } from './date-order.ts';
import type { DateRun } from './date-order.ts';
import { readLines } from './lines.ts';
import { readStamp } from './stamp.ts';
import type { StampForm } from './stamp.ts';
import { DELETED_BY_OWNER } from './words.ts';

/** What one pass over an export tells before any message is read. Small, whatever the size of the file. */
export interface Survey {
  readonly lines: number;
  readonly stamped: number;
  readonly forms: ReadonlyMap<StampForm, number>;
  readonly runs: readonly DateRun[];
  /** How often a name stands before the first colon. */
  readonly names: ReadonlyMap<string, number>;
  /** Names before the app's words for "you deleted this message", with counts: the account that made the export. */
  readonly deletedByOwner: ReadonlyMap<string, number>;
}

/** Names counted at most; a real export has a few hundred. */
const MOST_NAMES = 50_000;

const ownDeletions = new Set(DELETED_BY_OWNER.map(plainWords));

/** Reads the whole file once. */
export async function surveyExport(chunks: AsyncIterable<Uint8Array>): Promise<Survey> {
  const forms = new Map<StampForm, number>();
  const runs: DateRun[] = [];
  const names = new Map<string, number>();
  const deletedByOwner = new Map<string, number>();
  let lines = 0;
  let stamped = 0;
  for await (const line of readLines(chunks)) {
    lines++;
    const stamp = readStamp(line.text);
    if (stamp === null) continue;
    stamped++;
    count(forms, stamp.form);
    addStamp(runs, stamp);
    const rest = line.text.slice(stamp.end);
    const cut = cutAtColon(rest);
    if (cut === null || (names.size >= MOST_NAMES && !names.has(cut.author))) continue;
    count(names, cut.author);
    if (ownDeletions.has(plainWords(rest.slice(cut.start)))) count(deletedByOwner, cut.author);
  }
  return { lines, stamped, forms, runs, names, deletedByOwner };
}

function count<K>(map: Map<K, number>, key: K): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}
