import type { ItemView } from '../../../src-main/contract/index.ts';
import type { Messages } from '../../messages/en.ts';
import { fullTime, showTime } from '../../time/format.ts';
import type { ColumnName } from './column-layout.ts';

/** Rows as tab-separated text with a line of column heads; tabs and line ends within a cell become spaces. */
export function rowsAsTsv(
  rows: readonly ItemView[],
  columns: readonly ColumnName[],
  zone: string,
  m: Messages,
): string {
  const lines = rows.map((item) => columns.map((name) => cellOf(item, name, zone, m)));
  return [columns.map((name) => m.timeline.table[name]), ...lines]
    .map((cells) => `${cells.map(plainCell).join('\t')}\n`)
    .join('');
}

function cellOf(item: ItemView, column: ColumnName, zone: string, m: Messages): string {
  switch (column) {
    case 'time':
      return timeOf(item, zone, m);
    case 'utc':
      return item.timeMs === null || item.timeZone === 'unstated' ? '' : new Date(item.timeMs).toISOString();
    case 'sender':
      return item.sender?.name ?? '';
    case 'conversation':
      return item.conversationTitle ?? '';
    case 'type':
      return m.words.types[item.type] ?? item.type;
    case 'state':
      return m.words.states[item.state] ?? item.state;
    case 'text':
      return item.body ?? item.attachments[0]?.name ?? '';
  }
}

function timeOf(item: ItemView, zone: string, m: Messages): string {
  if (item.timeMs === null) return '';
  if (item.timeZone !== 'unstated') return fullTime(item.timeMs, zone);
  const { date, time } = showTime(item.timeMs, 'UTC');
  return `${date} ${time} (${m.zone.unstated})`;
}

/** One cell on one line; a cell that a spreadsheet would read as a formula gets an apostrophe first. */
function plainCell(text: string): string {
  const line = text.replaceAll(/[\t\r\n\u2028\u2029]+/gu, ' ');
  return /^[=+\-@]/u.test(line) ? `'${line}` : line;
}
