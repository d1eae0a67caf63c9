import { compileFilter, pageConversations, pageItemIds, readParticipantsOf, type CaseFile } from '../../case/index.ts'; // prettier-ignore
import type { ConversationView, Filter, Place } from '../../contract/index.ts';
import { sql } from '../../sqlite/index.ts';
import type { PlacedConversation } from '../document/section.ts';
import type { ReportConversation } from '../report-input.ts';
import type { ReportPlan } from '../report-request.ts';

const PAGE = 1000;

/** Lines of a report that follow each other: in one conversation, in none (null), or by time over all. */
export interface Run {
  readonly of: ReportConversation | null;
  readonly ids: readonly number[];
}

/**
 * `count` lines from position `from` on, from 0, in the order of the report. What stands before them is counted, not read, so
 * that the last lines come as fast as the first.
 */
export function linesAt(
  file: CaseFile,
  { filter, order }: Pick<ReportPlan, 'filter' | 'order'>,
  from: number,
  count: number,
): readonly Run[] {
  if (order === 'time')
    return [{ of: null, ids: pageItemIds(file.db, filter, { index: from }, count, { by: 'time', descending: false }).ids }]; // prettier-ignore
  return byConversation(file, filter, from, count);
}

function byConversation(file: CaseFile, filter: Filter, from: number, count: number): readonly Run[] {
  const runs: Run[] = [];
  const to = from + count;
  let before = 0;
  for (const conversation of conversations(file, filter)) {
    if (before >= to) return runs;
    const lines = conversation.matching ?? 0;
    const start = Math.max(0, from - before);
    const end = Math.min(lines, to - before);
    before += lines;
    if (start >= end) continue;
    const within = { ...filter, conversations: [conversation.id] };
    const { ids } = pageItemIds(file.db, within, { index: start }, end - start);
    const participants = readParticipantsOf(file.db, [conversation.id]).get(conversation.id) ?? [];
    runs.push({ of: { conversation, participants }, ids });
  }
  if (before >= to) return runs;
  const ids = looseAt(file, filter, Math.max(0, from - before), to - Math.max(from, before));
  return ids.length === 0 ? runs : [...runs, { of: null, ids }];
}

/**
 * Where each conversation with lines stands in a report of `items` lines, in the order of their first lines; what stands
 * outside any is one of them. By time every line is counted, and takes as long as that.
 */
export function placedAt(
  file: CaseFile,
  { filter, order }: Pick<ReportPlan, 'filter' | 'order'>,
  items: number,
): readonly PlacedConversation[] {
  const known = [...conversations(file, filter)].map((conversation) => ({ conversation, participants: [] }));
  if (order === 'time') return placedByTime(file, filter, new Map(known.map((of) => [of.conversation.id, of])));
  const placed: PlacedConversation[] = [];
  let before = 0;
  const place = (of: ReportConversation | null, lines: number): void => {
    if (lines > 0) placed.push({ of, firstLine: before + 1, lastLine: before + lines, lines });
    before += lines;
  };
  for (const of of known) place(of, of.conversation.matching ?? 0);
  place(null, items - before);
  return placed;
}

function placedByTime(
  { db }: CaseFile,
  filter: Filter,
  known: ReadonlyMap<number, ReportConversation>,
): readonly PlacedConversation[] {
  const { where } = compileFilter(db, filter);
  return db
    .all<{ conversation: number | null; firstLine: number; lastLine: number; lines: number }>(
      sql`SELECT conversation, min(line) AS firstLine, max(line) AS lastLine, count(*) AS lines
        FROM (SELECT item.conversation, row_number() OVER (ORDER BY item.sort_ms, item.id) AS line FROM item WHERE ${where})
        GROUP BY conversation ORDER BY firstLine`,
    )
    .map(({ conversation, ...place }) => ({ of: conversation === null ? null : (known.get(conversation) ?? null), ...place })); // prettier-ignore
}

/** In the order of the report, each with how many of its items the filter lets through. */
function* conversations({ db }: CaseFile, filter: Filter): Iterable<ConversationView> {
  // Counts come with a filter alone: one that lets everything through asks for them.
  const counted: Filter = { classes: ['message', 'event'], ...filter };
  let at: Place | undefined;
  for (;;) {
    const page = pageConversations(db, counted, { sort: 'first', descending: false }, at, PAGE);
    yield* page.rows;
    if (page.after === null) return;
    at = { cursor: page.after, direction: 'after' };
  }
}

/** Ids of what stands outside any conversation, by time. */
function looseAt({ db }: CaseFile, filter: Filter, from: number, count: number): readonly number[] {
  const { where } = compileFilter(db, filter);
  return db
    .all<{ id: number }>(
      sql`SELECT item.id AS id FROM item WHERE item.conversation IS NULL AND ${where}
        ORDER BY item.sort_ms, item.id LIMIT ${count} OFFSET ${from}`,
    )
    .map(({ id }) => id);
}
