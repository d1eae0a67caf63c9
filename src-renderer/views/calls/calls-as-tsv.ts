import type { CallView } from '../../../src-main/contract/index.ts';
import type { Messages } from '../../messages/en.ts';
import { fullTime, showTime } from '../../time/format.ts';

/** Calls as tab-separated text with a line of column heads. A cell that a spreadsheet would read as a formula gets an apostrophe. */
export function callsAsTsv(rows: readonly CallView[], zone: string, m: Messages): string {
  const c = m.calls.columns;
  const head = [c.time, c.utc, c.caller, c.callerIdentifier, c.others, c.direction, c.kind, c.outcome, c.outcomeStored, c.seconds, c.conversation, c.record, c.id]; // prettier-ignore
  return [head, ...rows.map((row) => cellsOf(row, zone, m))]
    .map((cells) => `${cells.map(plainCell).join('\t')}\n`)
    .join('');
}

function cellsOf({ item, others }: CallView, zone: string, m: Messages): readonly string[] {
  const { call, timeMs, sender } = item;
  const isUnstated = item.timeZone === 'unstated';
  return [
    timeMs === null ? '' : isUnstated ? wallClock(timeMs, m) : fullTime(timeMs, zone),
    timeMs === null || isUnstated ? '' : new Date(timeMs).toISOString(),
    sender?.name ?? '',
    sender?.identifier ?? '',
    others.map(({ name, identifier }) => (name === identifier ? name : `${name} <${identifier}>`)).join('; '),
    m.calls.directions[item.direction],
    kindOf(item, m) ?? '',
    call === null ? '' : (m.words.outcomes[call.outcome] ?? call.outcome),
    call?.outcomeStored ?? '',
    call?.durationS === null || call === null ? '' : String(call.durationS),
    item.conversationTitle ?? '',
    m.calls.records[item.class],
    String(item.id),
  ];
}

function wallClock(timeMs: number, m: Messages): string {
  const { date, time } = showTime(timeMs, 'UTC');
  return `${date} ${time} (${m.zone.unstated})`;
}

/** Voice or video, and whether of a group; null where the record says neither. */
export function kindOf({ call }: CallView['item'], m: Messages): string | null {
  if (call === null) return null;
  return `${call.video ? m.call.video : m.call.voice}${call.group ? ` · ${m.call.group}` : ''}`;
}

function plainCell(text: string): string {
  const line = text.replaceAll(/[\t\r\n\u2028\u2029]+/gu, ' ');
  return /^[=+\-@]/u.test(line) ? `'${line}` : line;
}
