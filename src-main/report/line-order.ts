import type { ReportConversation, ReportInput, ReportItem } from './report-input.ts';
import type { ReportPlan } from './report-request.ts';
import { dayText } from './text/time.ts';
import { words } from './words.ts';

/** What stands above lines that follow each other. `conversation`: null for events outside any. */
export type LineHead =
  | { readonly by: 'conversation'; readonly of: ReportConversation | null }
  /** A day in the display zone, `2024-03-31`; null for lines without a time. */
  | { readonly by: 'day'; readonly day: string | null };

/** A line in its place: lines under the same head object follow each other. */
export interface OrderedLine {
  readonly head: LineHead;
  readonly reported: ReportItem;
}

/** The items of a report in the order that the examiner chose. */
export function linesInOrder(input: ReportInput, order: ReportPlan['order']): AsyncIterable<OrderedLine> {
  return order === 'time' ? byTime(input) : byConversation(input);
}

/** The head's own words; null where a conversation's title, which is evidence, stands instead. */
export function headWords(head: LineHead): string | null {
  if (head.by === 'day') return head.day ?? words.noTime;
  return head.of === null ? words.parts.other : null;
}

async function* byConversation(input: ReportInput): AsyncIterable<OrderedLine> {
  for await (const of of input.conversations()) {
    const head: LineHead = { by: 'conversation', of };
    for await (const reported of input.itemsOf(of.conversation.id)) yield { head, reported };
  }
  const head: LineHead = { by: 'conversation', of: null };
  for await (const reported of input.itemsOf(null)) yield { head, reported };
}

async function* byTime(input: ReportInput): AsyncIterable<OrderedLine> {
  let head: LineHead | null = null;
  for await (const reported of input.itemsByTime()) {
    head = dayHead(reported, input.info.zone, head);
    yield { head, reported };
  }
}

/** The head of a line by time: the one before where that is of the same day. */
export function dayHead(reported: ReportItem, zone: string, before: LineHead | null): LineHead {
  const day = dayOf(reported, zone);
  return before?.by === 'day' && before.day === day ? before : { by: 'day', day };
}

/** The day that the line's printed time begins with. */
function dayOf({ item }: ReportItem, zone: string): string | null {
  if (item.timeMs === null) return null;
  return dayText(item.timeMs, item.timeZone === 'unstated' ? 'UTC' : zone);
}
