import type { KeyForm, KeyView, TryEnd } from '../contract/index.ts';
import { sql, type CaseDb } from '../sqlite/index.ts';
import { CaseFailure } from './case-failure.ts';
import { nextId } from './ids.ts';
import { parseSeal, type RingSeal } from './ring-seal.ts';

/** A key as the ring knows it, without its value. */
export interface NewKey {
  readonly form: KeyForm;
  readonly fingerprint: string;
  readonly from: KeyView['from'];
}

/** Enters a key into the ring and gives its number; one that came from the same place before keeps its own. */
export function addKey(db: CaseDb, key: NewKey, nowMs: number): number {
  const origin = JSON.stringify(key.from);
  return db.transaction(() => {
    const known = db.value<number>(sql`SELECT id FROM ring_key
      WHERE form = ${key.form} AND fingerprint = ${key.fingerprint} AND origin = ${origin}`);
    if (known !== null) return known;
    const id = nextId(db, 'ring_key');
    db.run(sql`INSERT INTO ring_key (id, form, fingerprint, origin, added_ms)
      VALUES (${id}, ${key.form}, ${key.fingerprint}, ${origin}, ${nowMs})`);
    return id;
  }, 'immediate');
}

/** A key of the ring; whether it is in memory is told by who holds it. */
export type KeptKey = Omit<KeyView, 'held'>;

/** The keys in the order in which they were given. */
export function listKeys(db: CaseDb): readonly KeptKey[] {
  const rows = db.all<{
    id: number;
    form: KeyForm;
    fingerprint: string;
    origin: string;
    addedMs: number;
    kept: number;
  }>(
    sql`SELECT id, form, fingerprint, origin, added_ms AS addedMs, sealed IS NOT NULL AS kept FROM ring_key ORDER BY id`,
  );
  const uses = db.all<{ key: number; lock: number; atMs: number; ended: TryEnd }>(
    sql`SELECT key, lock, at_ms AS atMs, ended FROM key_use ORDER BY id`,
  );
  return rows.map(({ origin, kept, ...row }) => ({
    ...row,
    from: JSON.parse(origin) as KeyView['from'],
    kept: kept === 1,
    uses: uses.filter(({ key }) => key === row.id).map(({ key: _key, ...use }) => use),
  }));
}

/** Fails with `not-found`. */
export function getKey(db: CaseDb, key: number): KeptKey {
  const found = listKeys(db).find(({ id }) => id === key);
  if (found === undefined) throw new CaseFailure('not-found', { subject: `key ${key}` });
  return found;
}

/** Whether a passphrase was chosen under which values are kept. */
export function hasSeal(db: CaseDb): boolean {
  return db.value<string>(sql`SELECT key_ring FROM case_info`) !== null;
}

/** How values are kept in this case; null before a passphrase was chosen. Fails with `damaged` where its description was changed. */
export function readSeal(db: CaseDb): RingSeal | null {
  const text = db.value<string>(sql`SELECT key_ring FROM case_info`);
  if (text === null) return null;
  const seal = parseSeal(text);
  if (seal === null) throw new CaseFailure('damaged', { subject: 'key ring' });
  return seal;
}

/** Keeps sealed values of keys, and how they are sealed. */
export function keepSealed(
  db: CaseDb,
  seal: RingSeal,
  values: readonly { readonly key: number; readonly sealed: string }[],
): void {
  db.transaction(() => {
    db.run(sql`UPDATE case_info SET key_ring = ${JSON.stringify(seal)}`);
    for (const { key, sealed } of values) db.run(sql`UPDATE ring_key SET sealed = ${sealed} WHERE id = ${key}`);
  }, 'immediate');
}

/** The sealed values by the number of their key. */
export function sealedValues(db: CaseDb): readonly { readonly key: number; readonly sealed: string }[] {
  return db.all(sql`SELECT id AS key, sealed FROM ring_key WHERE sealed IS NOT NULL ORDER BY id`);
}

/** Takes the value of a key out of the case, from unused space and the log of its file too; that it was used stays. */
export function dropSealed(db: CaseDb, key: number): void {
  db.exec('PRAGMA secure_delete = ON');
  db.run(sql`UPDATE ring_key SET sealed = NULL WHERE id = ${key}`);
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}
