import type { ComparedField, ComparedKind, ComparedRow, ComparedSide, SourceComparison } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { caseStamp } from '../search/case-stamp.ts';
import type { CaseFile } from '../case-file.ts';
import { readItemViews } from '../queries/item-views.ts';
import { readOrigins } from '../queries/origins.ts';
import { Numbers, readSide, servicesOf, type Side } from './compare-side.ts';
import { RULES, matchMessages, type Matches } from './match-messages.ts';

/** In the contract's order, which the case's floors may name by type alone. */
const KINDS: readonly ComparedKind[] = ['matched', 'differing', 'only-a', 'only-b'];
const FIELDS: readonly ComparedField[] = ['identifier', 'conversation', 'sender', 'time', 'text', 'state'];
const MOST_TEXT = 500;

/** What is asked of a comparison; rows are numbered from 0 under `kinds`. */
interface Asked {
  readonly a: number;
  readonly b: number;
  readonly kinds: readonly ComparedKind[];
  readonly first: number;
  readonly limit: number;
}

interface Compared {
  readonly a: Side;
  readonly b: Side;
  readonly matches: Matches;
  /** Positions by kind: in A, of `only-b` in B. */
  readonly rows: Readonly<Record<ComparedKind, readonly number[]>>;
  readonly byField: Readonly<Record<ComparedField, number>>;
}

/** The last comparison of each connection: pages of it are asked for one after the other. */
const kept = new WeakMap<CaseDb, { readonly name: string; readonly compared: Promise<Compared> }>();

/** Compares the messages of two sources and gives a page of the result. */
export async function compareSources(file: CaseFile, asked: Asked): Promise<SourceComparison> {
  const { db } = file;
  const compared = await comparedOf(db, asked.a, asked.b);
  const order = KINDS.filter((kind) => asked.kinds.includes(kind));
  const total = order.reduce((sum, kind) => sum + compared.rows[kind].length, 0);
  const first = Math.min(asked.first, total);
  const chosen: (readonly [ComparedKind, number])[] = [];
  let before = 0;
  for (const kind of order) {
    const positions = compared.rows[kind];
    const from = Math.max(0, first - before);
    for (const at of positions.slice(from, from + asked.limit - chosen.length)) chosen.push([kind, at]);
    before += positions.length;
    if (chosen.length >= asked.limit) break;
  }
  const end = first + chosen.length;
  return {
    rows: rowsOf(db, compared, chosen),
    total,
    withheld: withheldOf(db, asked),
    first,
    before: first > 0 ? String(Math.max(0, first - asked.limit)) : null,
    after: end < total ? String(end) : null,
    counts: countsOf(compared),
    byField: compared.byField,
    otherApps: { a: compared.a.otherApps, b: compared.b.otherApps },
    beyond: { a: compared.a.beyond, b: compared.b.beyond },
  };
}

function comparedOf(db: CaseDb, a: number, b: number): Promise<Compared> {
  const name = `${caseStamp(db)} ${a} ${b}`;
  const known = kept.get(db);
  if (known?.name === name) return known.compared;
  const compared = compare(db, a, b);
  kept.set(db, { name, compared });
  compared.catch(() => kept.delete(db));
  return compared;
}

async function compare(db: CaseDb, first: number, second: number): Promise<Compared> {
  const ofB = servicesOf(db, second);
  const shared = new Set([...servicesOf(db, first)].filter((service) => ofB.has(service)));
  const numbers = new Numbers();
  const a = await readSide(db, first, shared, numbers);
  const b = await readSide(db, second, shared, numbers);
  const matches = matchMessages(a, b);
  const matched: number[] = [];
  const differing: number[] = [];
  const onlyA: number[] = [];
  const byField: Record<ComparedField, number> = {
    identifier: 0,
    conversation: 0,
    sender: 0,
    time: 0,
    text: 0,
    state: 0,
  };
  for (let at = 0; at < a.ids.length; at += 1) {
    const differs = matches.differs[at] ?? 0;
    if (matches.pairOf[at] === -1) onlyA.push(at);
    else if (differs === 0) matched.push(at);
    else differing.push(at);
    for (const field of fieldsOf(differs)) byField[field] += 1;
  }
  return { a, b, matches, rows: { matched, differing, 'only-a': onlyA, 'only-b': matches.onlyB }, byField };
}

function fieldsOf(differs: number): readonly ComparedField[] {
  return FIELDS.filter((_field, bit) => (differs & (1 << bit)) !== 0);
}

function countsOf({ rows }: Compared): Readonly<Record<ComparedKind, number>> {
  return {
    matched: rows.matched.length,
    differing: rows.differing.length,
    'only-a': rows['only-a'].length,
    'only-b': rows['only-b'].length,
  };
}

function withheldOf(db: CaseDb, { a, b }: Asked): number {
  return db.value<number>(sql`SELECT count(*) FROM item WHERE withheld <> 0 AND source IN (${a}, ${b})`) ?? 0;
}

function rowsOf(
  db: CaseDb,
  compared: Compared,
  chosen: readonly (readonly [ComparedKind, number])[],
): readonly ComparedRow[] {
  const { a, b, matches } = compared;
  const pairs = chosen.map(([kind, at]) => {
    const inA = kind === 'only-b' ? null : at;
    const inB = kind === 'only-b' ? at : kind === 'only-a' ? null : (matches.pairOf[at] ?? null);
    return { kind, inA, inB };
  });
  const ids = pairs.flatMap(({ inA, inB }) => [
    ...(inA === null ? [] : [a.ids[inA] ?? 0]),
    ...(inB === null ? [] : [b.ids[inB] ?? 0]),
  ]);
  const sides = sidesOf(db, ids);
  return pairs.map(({ kind, inA, inB }) => ({
    kind,
    by: inA === null || inB === null ? null : (RULES[(matches.ruleOf[inA] ?? 1) - 1] ?? null),
    differs: inA === null || inB === null ? [] : fieldsOf(matches.differs[inA] ?? 0),
    a: inA === null ? null : (sides.get(a.ids[inA] ?? 0) ?? null),
    b: inB === null ? null : (sides.get(b.ids[inB] ?? 0) ?? null),
  }));
}

interface Named {
  readonly item: number;
  readonly conversation: string | null;
  readonly sender: string | null;
  readonly serverId: string | null;
}

function sidesOf(db: CaseDb, ids: readonly number[]): ReadonlyMap<number, ComparedSide> {
  const named = new Map(
    db
      .all<Named>(
        sql`SELECT item.id AS item, conversation.identifier AS conversation, account.identifier AS sender,
          item.server_id AS serverId FROM item LEFT JOIN conversation ON conversation.id = item.conversation
          LEFT JOIN account ON account.id = item.sender WHERE item.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
      )
      .map((row) => [row.item, row]),
  );
  const origins = new Map(readOrigins(db, ids).map((origin) => [origin.item, origin]));
  const views = readItemViews(db, ids);
  return new Map(
    views.map((view) => {
      const names = named.get(view.id);
      return [
        view.id,
        {
          item: view.id,
          conversation: names?.conversation ?? null,
          conversationTitle: view.conversationTitle,
          sender: names?.sender ?? null,
          timeMs: view.timeMs,
          serverId: names?.serverId ?? null,
          type: view.type,
          state: view.state,
          text:
            (view.body ?? view.attachments.find(({ caption }) => caption !== null)?.caption)?.slice(0, MOST_TEXT) ??
            null,
          origin: origins.get(view.id) ?? null,
        },
      ];
    }),
  );
}
