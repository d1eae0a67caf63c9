import { createHash } from 'node:crypto';
import type { CustodyEntry } from '../contract/index.ts';
import { sql, type CaseDb } from '../sqlite/index.ts';
import { canonicalJson } from './canonical-json.ts';

/** What somebody did: who, what, with which parameters and to what end. */
export interface CustodyAction {
  readonly actor: string;
  /** A stable name, for example `exhibit.add`. */
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly result: Readonly<Record<string, unknown>>;
}

/** The `previous` of the first entry. */
const NO_PREVIOUS = '0'.repeat(64);

interface CustodyRow {
  readonly seq: number;
  readonly atMs: number;
  readonly actor: string;
  readonly action: string;
  readonly parameters: string;
  readonly result: string;
  readonly previous: string;
  readonly hash: string;
}

/**
 * Appends an entry. Its hash is the SHA-256, in lower-case hexadecimal, of the UTF-8 bytes of the canonical JSON (see
 * `canonicalJson`) of the object with exactly the keys `action`, `actor`, `atMs`, `parameters`, `previous`, `result`,
 * `seq`; `previous` is the hash of the entry before, 64 zeros for the first. The case row keeps count and last hash, so
 * that a log cut off at its end is seen too.
 */
export function appendCustody(db: CaseDb, atMs: number, act: CustodyAction): CustodyEntry {
  return db.transaction(() => {
    const last = db.get<{ seq: number; hash: string }>(sql`SELECT seq, hash FROM custody ORDER BY seq DESC LIMIT 1`);
    const unsigned = {
      seq: (last?.seq ?? 0) + 1,
      atMs,
      actor: act.actor,
      action: act.action,
      parameters: plain(act.parameters),
      result: plain(act.result),
      previous: last?.hash ?? NO_PREVIOUS,
    };
    const entry = { ...unsigned, hash: hashOf(unsigned) };
    db.run(sql`INSERT INTO custody (seq, at_ms, actor, action, parameters, result, previous, hash)
      VALUES (${entry.seq}, ${entry.atMs}, ${entry.actor}, ${entry.action}, ${canonicalJson(entry.parameters)},
        ${canonicalJson(entry.result)}, ${entry.previous}, ${entry.hash})`);
    db.run(sql`UPDATE case_info SET custody_count = ${entry.seq}, custody_head = ${entry.hash}`);
    return entry;
  }, 'immediate');
}

/** The first thing wrong with the log, or nothing; `entries` is how many were walked. */
export interface CustodyCheck {
  readonly entries: number;
  /** Hash of the last entry; null for an empty log. */
  readonly head: string | null;
  readonly fault: {
    readonly seq: number;
    readonly kind: 'changed' | 'missing' | 'added' | 'unreadable';
    readonly expected: string | null;
    readonly found: string | null;
  } | null;
}

/** Walks the whole log: numbering, each hash, each link, and count and last hash as the case row keeps them. */
export function verifyCustody(db: CaseDb): CustodyCheck {
  let previous = NO_PREVIOUS;
  let entries = 0;
  const stop = (
    seq: number,
    kind: 'changed' | 'missing' | 'unreadable',
    expected: string | null,
    found: string | null,
  ) => ({ entries, head: entries === 0 ? null : previous, fault: { seq, kind, expected, found } }) as const;
  for (const row of db.iterate<CustodyRow>(selectEntries)) {
    if (row.seq !== entries + 1) return stop(entries + 1, 'missing', String(entries + 1), String(row.seq));
    if (row.previous !== previous) return stop(row.seq, 'changed', previous, row.previous);
    const entry = readEntry(row);
    if (entry === null) return stop(row.seq, 'unreadable', row.hash, null);
    const { hash, ...unsigned } = entry;
    const found = hashOf(unsigned);
    if (found !== hash) return stop(row.seq, 'changed', hash, found);
    previous = hash;
    entries += 1;
  }
  const kept = db.get<{ count: number; head: string }>(
    sql`SELECT custody_count AS count, custody_head AS head FROM case_info`,
  );
  if (kept === null || kept.count > entries)
    return stop(entries + 1, 'missing', kept?.head ?? null, entries === 0 ? null : previous);
  if (kept.count < entries)
    return {
      entries,
      head: previous,
      fault: { seq: kept.count + 1, kind: 'added', expected: kept.head, found: previous },
    };
  if (entries > 0 && kept.head !== previous) return stop(entries, 'changed', kept.head, previous);
  return { entries, head: entries === 0 ? null : previous, fault: null };
}

const selectEntries = sql`SELECT seq, at_ms AS atMs, actor, action, parameters, result, previous, hash
  FROM custody ORDER BY seq`;

/** Null when the stored JSON does not parse. */
function readEntry(row: CustodyRow): CustodyEntry | null {
  try {
    return {
      ...row,
      parameters: JSON.parse(row.parameters) as Record<string, unknown>,
      result: JSON.parse(row.result) as Record<string, unknown>,
    };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function hashOf(entry: Omit<CustodyEntry, 'hash'>): string {
  return createHash('sha256').update(canonicalJson(entry), 'utf8').digest('hex');
}

/** What survives JSON, so that the hash is taken of what is stored. */
function plain(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}

/** The last entry of an action; null when there is none that can be read. */
export function lastCustody(db: CaseDb, action: string): CustodyEntry | null {
  const row = db.get<CustodyRow>(sql`SELECT seq, at_ms AS atMs, actor, action, parameters, result, previous, hash
    FROM custody WHERE action = ${action} ORDER BY seq DESC LIMIT 1`);
  return row === null ? null : readEntry(row);
}

/** Entries by number, from `first` on. */
export function readCustody(db: CaseDb, first: number, limit: number): readonly CustodyEntry[] {
  const rows = db.all<CustodyRow>(sql`SELECT seq, at_ms AS atMs, actor, action, parameters, result, previous, hash
    FROM custody WHERE seq >= ${first} ORDER BY seq LIMIT ${limit}`);
  return rows.map(shownEntry);
}

/** The named entries, ascending; an entry that does not parse is shown as it is stored. */
export function readCustodyEntries(db: CaseDb, seqs: readonly number[]): readonly CustodyEntry[] {
  return db
    .all<CustodyRow>(
      sql`SELECT seq, at_ms AS atMs, actor, action, parameters, result, previous, hash
    FROM custody WHERE seq IN (SELECT value FROM json_each(${JSON.stringify(seqs)})) ORDER BY seq`,
    )
    .map(shownEntry);
}

function shownEntry(row: CustodyRow): CustodyEntry {
  return readEntry(row) ?? { ...row, parameters: {}, result: { unreadable: row.result } };
}
