import type { Filter, TermCount } from '../../contract/index.ts';
import type { CaseDb } from '../../sqlite/index.ts';
import { CaseFailure } from '../case-failure.ts';
import { ItemSet } from '../activity/item-set.ts';
import { findTextHits } from './hits.ts';
import { keptBy } from './kept-by.ts';
import { keepItems, type KeptItems } from './kept-items.ts';

/** Counts the items under the filter that each term finds; a term that cannot be read says where. */
export function countTerms(db: CaseDb, filter: Filter, terms: readonly string[]): readonly TermCount[] {
  const under = keepItems(db, filter);
  const groupOf = groupsByItem(under);
  const conversationOf = conversationsByGroup(db);
  return terms.map((term) => {
    try {
      const conversations = new Set<number>();
      let hits = 0;
      for (const item of termHits(db, term).ids()) {
        const group = groupOf[item] ?? 0;
        if (group === 0) continue;
        hits += 1;
        const conversation = conversationOf.get(group) ?? 0;
        if (conversation !== 0) conversations.add(conversation);
      }
      return { term, hits, conversations: conversations.size, problem: null };
    } catch (error) {
      if (!(error instanceof CaseFailure) || error.failure.code !== 'query-invalid') throw error;
      const { position, reason } = error.failure.detail;
      return { term, hits: null, conversations: null, problem: { position: Number(position), reason: String(reason) } };
    }
  });
}

/** The items under the filter that any of the terms finds, in the order of the list. Fails with `query-invalid`. */
export function itemsOfTerms(db: CaseDb, filter: Filter, terms: readonly string[]): Uint32Array {
  const { ids } = keepItems(db, filter);
  if (terms.length === 0) return ids;
  const found = terms.reduce((set, term) => set.combine('or', termHits(db, term)), new ItemSet());
  return ids.filter((id) => found.has(id));
}

/** Terms of a list are asked for again under each further filter. */
const keepTerm = keptBy<ItemSet>({ entries: 100, bytes: 24 * 1024 * 1024, sizeOf: ({ bytes }) => bytes });

function termHits(db: CaseDb, term: string): ItemSet {
  return keepTerm(db, term, () => findTextHits(db, term));
}

const groupsOf = new WeakMap<KeptItems, Uint32Array>();

/** The group of each item by its id; 0 for items that the filter leaves out. Groups are numbered from 1. */
function groupsByItem(under: KeptItems): Uint32Array {
  const known = groupsOf.get(under);
  if (known !== undefined) return known;
  const groups = new Uint32Array(under.ids.reduce((most, id) => Math.max(most, id), 0) + 1);
  under.ids.forEach((id, at) => {
    groups[id] = under.of[at] ?? 0;
  });
  groupsOf.set(under, groups);
  return groups;
}

function conversationsByGroup(db: CaseDb): ReadonlyMap<number, number> {
  const rows = db.prepare<[number, number]>('SELECT id, conversation FROM activity_sender', { shape: 'array' }).all();
  return new Map(rows);
}
