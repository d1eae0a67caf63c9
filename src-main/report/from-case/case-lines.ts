import { compileFilter, itemIdsByConversation, streamItemIds, type CaseFile } from '../../case/index.ts';
import type { Filter } from '../../contract/index.ts';
import { sql } from '../../sqlite/index.ts';
import type { ReportItem } from '../report-input.ts';

const STEP = 1000;

/** Up to so many items are looked up at once; of more, each conversation is asked for in its turn, which holds none of them. */
const AT_ONCE = 200_000;

/** The items that a filter lets through, conversation by conversation. */
export interface CaseLines {
  /** Conversations that will be asked for, in order: their items are then read ahead, some conversations at a time. */
  expect(conversations: readonly number[]): void;
  itemsOf(conversation: number | null): Iterable<ReportItem>;
}

/** `read` gives the items in the order of their ids as listed; ids that it does not give are left out. */
export function caseLines(
  file: CaseFile,
  filter: Filter,
  items: number,
  read: (ids: readonly number[]) => Iterable<ReportItem>,
): CaseLines {
  return items > AT_ONCE ? linesInTurn(file, filter, read) : linesAhead(file, filter, read);
}

function linesInTurn(
  file: CaseFile,
  filter: Filter,
  read: (ids: readonly number[]) => Iterable<ReportItem>,
): CaseLines {
  return {
    expect: () => undefined,
    *itemsOf(conversation) {
      const steps =
        conversation === null
          ? looseIds(file, filter)
          : streamItemIds(file.db, { ...filter, conversations: [conversation] }, STEP);
      for (const ids of steps) yield* read(ids);
    },
  };
}

/** Small conversations are read together: a question about one line costs as much as one about hundreds. */
function linesAhead(file: CaseFile, filter: Filter, read: (ids: readonly number[]) => Iterable<ReportItem>): CaseLines {
  let listed: ReadonlyMap<number | null, readonly number[]> | null = null;
  let expected: readonly number[] = [];
  const held = new Map<number | null, readonly ReportItem[]>();
  const idsOf = (conversation: number | null): readonly number[] => {
    listed ??= itemIdsByConversation(file.db, filter);
    return listed.get(conversation) ?? [];
  };

  /** Reads this conversation, and those expected after it while they fit into one step. */
  function readFrom(conversation: number): void {
    const at = expected.indexOf(conversation);
    const group = [conversation];
    let count = idsOf(conversation).length;
    for (const next of at === -1 ? [] : expected.slice(at + 1)) {
      count += idsOf(next).length;
      if (count > STEP) break;
      group.push(next);
    }
    const found = new Map<number, ReportItem>();
    for (const one of read(group.flatMap(idsOf))) found.set(one.item.id, one);
    for (const one of group) held.set(one, idsOf(one).flatMap((id) => found.get(id) ?? [])); // prettier-ignore
  }

  return {
    expect(conversations) {
      expected = conversations;
    },
    *itemsOf(conversation) {
      const ids = idsOf(conversation);
      if (conversation === null || ids.length > STEP) {
        for (let at = 0; at < ids.length; at += STEP) yield* read(ids.slice(at, at + STEP));
        return;
      }
      if (!held.has(conversation)) readFrom(conversation);
      const items = held.get(conversation) ?? [];
      held.delete(conversation);
      yield* items;
    },
  };
}

/** Ids by time, those without one last, a step at a time: listed at once where they are few, else read as they are needed. */
export function* idsInTime(file: CaseFile, filter: Filter, items: number): Iterable<readonly number[]> {
  if (items > AT_ONCE) {
    yield* streamItemIds(file.db, filter, STEP, 'time');
    return;
  }
  const rows = file.db.all<{ id: number }>(
    sql`SELECT item.id AS id FROM item WHERE ${compileFilter(file.db, filter).where} ORDER BY item.sort_ms, item.id`,
  );
  for (let at = 0; at < rows.length; at += STEP) yield rows.slice(at, at + STEP).map(({ id }) => id);
}

/** Ids of what stands outside any conversation, by time. */
function* looseIds({ db }: CaseFile, filter: Filter): Iterable<readonly number[]> {
  const { where } = compileFilter(db, filter);
  let last: { readonly id: number; readonly at: number } | null = null;
  for (;;) {
    const beyond = last === null ? sql`1` : sql`(item.sort_ms, item.id) > (${last.at}, ${last.id})`;
    const rows: { readonly id: number; readonly at: number }[] = db.all(sql`SELECT item.id AS id, item.sort_ms AS at
      FROM item WHERE item.conversation IS NULL AND ${where} AND ${beyond} ORDER BY item.sort_ms, item.id LIMIT ${STEP}`);
    if (rows.length > 0) yield rows.map(({ id }) => id);
    last = rows.at(-1) ?? null;
    if (last === null || rows.length < STEP) return;
  }
}
