import type { AnnotationView, Params } from '../contract/index.ts';
import { sql, type CaseDb } from '../sqlite/index.ts';
import { CaseFailure } from './case-failure.ts';

/** A case holds no more: the list is read whole. */
const MOST = 5000;

const columns = sql`SELECT id, name, note, from_ms AS fromMs, to_ms AS toMs, actor, created_ms AS createdMs FROM annotation`;

/** By their start. */
export function listAnnotations(db: CaseDb): readonly AnnotationView[] {
  return db.all<AnnotationView>(sql`${columns} ORDER BY from_ms, id`);
}

/** Keeps an instant or a span. Fails with `bad-parameters` for a span that ends before it begins, or beyond 5,000. */
export function addAnnotation(
  db: CaseDb,
  { name, note, fromMs, toMs }: Params<'annotation.add'>,
  by: { readonly actor: string; readonly atMs: number },
): AnnotationView {
  if (toMs !== null && toMs <= fromMs) throw new CaseFailure('bad-parameters', { subject: 'toMs' });
  const held = db.value<number>(sql`SELECT count(*) FROM annotation`) ?? 0;
  if (held >= MOST) throw new CaseFailure('bad-parameters', { subject: `${held} + 1 > ${MOST}` });
  db.run(sql`INSERT INTO annotation (name, note, from_ms, to_ms, actor, created_ms)
    VALUES (${name}, ${note ?? null}, ${fromMs}, ${toMs}, ${by.actor}, ${by.atMs})`);
  return getAnnotation(db, db.value<number>(sql`SELECT max(id) FROM annotation`) ?? 0);
}

/** Takes one out and gives back what it was. Fails with `not-found`. */
export function removeAnnotation(db: CaseDb, annotation: number): AnnotationView {
  const removed = getAnnotation(db, annotation);
  db.run(sql`DELETE FROM annotation WHERE id = ${annotation}`);
  return removed;
}

function getAnnotation(db: CaseDb, annotation: number): AnnotationView {
  const found = db.get<AnnotationView>(sql`${columns} WHERE id = ${annotation}`);
  if (found === null) throw new CaseFailure('not-found', { subject: `annotation ${annotation}` });
  return found;
}
