import { sql } from '../../sqlite/index.ts';
import { countSource } from './count-source.ts';
import { ensureItemIndexes } from './item-indexes.ts';
import { placeItems } from './place-items.ts';
import { resolveSource, type Resolved } from './resolve.ts';
import { indexSource } from '../search/index-source.ts';
import type { WriterParts } from './writer-parts.ts';

export interface Finished extends Resolved {
  readonly counts: Readonly<Record<string, number>>;
}

/** Makes a source that is read into one that can be asked; each step is a transaction of its own. */
export function finishSource(parts: WriterParts, onPhase: (phase: string) => void): Finished {
  const { db, source } = parts;
  onPhase('indexes');
  ensureItemIndexes(db);
  onPhase('references');
  const resolved = db.transaction(() => resolveSource(db, source), 'immediate');
  onPhase('order');
  db.transaction(() => {
    placeItems(db, source);
  }, 'immediate');
  onPhase('counts');
  const counts = db.transaction(() => countSource(db, source), 'immediate');
  onPhase('full text');
  indexSource(db, source);
  db.run(sql`UPDATE source SET state = 'ingested' WHERE id = ${source}`);
  return { ...resolved, counts };
}
