import { reattachMarks, type Reattached } from '../marks/marked-records.ts';
import { countSource } from './count-source.ts';
import { ensureItemIndexes, ensureReferenceIndexes } from './item-indexes.ts';
import { placeItems, type Places } from './place-items.ts';
import { resolveSource, type Resolved } from './resolve.ts';
import type { WriterParts } from './writer-parts.ts';

export interface Finished extends Resolved {
  readonly counts: Readonly<Record<string, number>>;
  /** Marked records of an earlier reading. */
  readonly marks: Reattached;
}

/** What is told while a source is finished; throwing ends it. */
export interface FinishSteps {
  readonly onPhase: (phase: string) => void;
  /** What belongs to items is joined to them now. */
  readonly onJoined: () => void;
}

/**
 * Makes a source that is read into one that can be asked, but for its full-text index. Each step is a transaction of its
 * own; the last, of the counts, is left open.
 */
export function finishSource(parts: WriterParts, places: Places, { onPhase, onJoined }: FinishSteps): Finished {
  const { db, source } = parts;
  onPhase('references');
  ensureReferenceIndexes(db);
  const resolved = db.transaction(() => resolveSource(db, source), 'immediate');
  onJoined();
  onPhase('indexes');
  ensureItemIndexes(db);
  onPhase('order');
  db.transaction(() => {
    placeItems(db, source, places);
  }, 'immediate');
  onPhase('counts');
  db.beginWrite();
  const counts = countSource(db, source);
  return { ...resolved, counts, marks: reattachMarks(db, source) };
}
